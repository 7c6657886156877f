"""The base URL or a path contains a literal `{{`, which the import uses for placeholders.

In an action's path, the import writes `{{ param.id }}` for `{id}`, and `{{ conn.region }}` for a connection variable.
In a base URL, it writes `{{region}}`. Double braces in the document look the same: the import replaces what's between
them, or fails to.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Connector, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOUBLE = re.compile(r"\{\{\s*\.?(?:param\.|conn\.)?([^{}\s]+)\s*\}\}")


@rule(on=Connector, basis="contract", source="ActionPath")
def template_collision(connector: Connector) -> Iterator[Report]:
    for server in connector.servers[:1]:
        url = server.url
        if "{{" in url.value:
            message = f"base URL `{url.value[:100]}` contains `{{{{`, which starts a placeholder in the import"
            advice = _suggest_fix(url.value, "and declare the name in the braces under `variables`")
            yield Report(f"{message}; expected server variables in single braces", url, help=advice)
    for action in connector.actions:
        path = action.path
        if "{{" in path.value:
            message = f"path `{path.value[:100]}` contains `{{{{`, which starts a placeholder in the import"
            advice = _suggest_fix(path.value, "and declare the name in the braces as a path parameter")
            yield Report(f"{message}; expected path parameters in single braces", path, help=advice)


def _suggest_fix(text: str, further_step: str) -> str:
    single_braced = _DOUBLE.sub(r"{\1}", text)
    if "{{" in single_braced:
        return f"write single braces, {further_step}"
    return f"write `{single_braced[:100]}`, {further_step}"
