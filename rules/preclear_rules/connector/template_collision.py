"""The base URL or a path contains a literal `{{`, which the import uses for placeholders.

In an action's path, the import writes `{{ param.id }}` for `{id}`, and `{{ conn.region }}` for a connection variable.
In a base URL, it writes `{{region}}`. Double braces in the document look the same: the import replaces what's between
them, or fails to.

If the names in the braces are declared, an adaptation writes single braces.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Connector, Edit, Rename, Report, Set, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Value

_DOUBLE = r"\{\{\s*\.?(?:param\.|conn\.)?([^{}\s]+)\s*\}\}"

_SINGLE = r"\{([^{}]*)\}"


@rule(on=Connector, basis="contract", source="ActionPath", fix="adapt")
def template_collision(connector: Connector) -> Iterator[Report]:
    for server in connector.servers[:1]:
        url = server.url
        if "{{" in url.value:
            message = f"base URL `{url.value[:100]}` contains `{{{{`, which starts a placeholder in the import"
            advice = _suggest_fix(url.value, "and declare the name in the braces under `variables`")
            edit = _write_single_braces(url, {variable.name.value for variable in server.variables})
            yield Report(f"{message}; expected server variables in single braces", url, help=advice, edit=edit)
    for action in connector.actions:
        path = action.path
        if "{{" in path.value:
            message = f"path `{path.value[:100]}` contains `{{{{`, which starts a placeholder in the import"
            advice = _suggest_fix(path.value, "and declare the name in the braces as a path parameter")
            declared = {item.name.value for item in action.parameters if item.location.value == "path"}
            edit = _write_single_braces(path, declared) if path.place.part == "key" else None
            yield Report(f"{message}; expected path parameters in single braces", path, help=advice, edit=edit)


def _write_single_braces(text: Value[str], declared: set[str]) -> Edit | None:
    """Return the edit that writes single braces in a URL or in the key of a path; None if a name isn't declared."""
    single_braced = re.sub(_DOUBLE, r"{\1}", text.value)
    if "{{" in single_braced or not declared.issuperset(re.findall(_SINGLE, single_braced)):
        return None
    place = text.place
    operation = Rename(place, single_braced) if place.part == "key" else Set(place, single_braced)
    return Edit("adapt", f"write `{single_braced[:100]}`", (operation,), "that the braces are doubled")


def _suggest_fix(text: str, further_step: str) -> str:
    single_braced = re.sub(_DOUBLE, r"{\1}", text)
    if "{{" in single_braced:
        return f"write single braces, {further_step}"
    return f"write `{single_braced[:100]}`, {further_step}"
