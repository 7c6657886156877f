"""The base URL or a path has a literal `{{`, which the import uses for its own placeholders.

The path of an action holds `{{ param.id }}` where the document has `{id}`, and `{{ conn.region }}` for a connection
variable; a base URL holds `{{region}}`. Double braces of the document's own cannot be told from these: what stands
between them is replaced, or fails to be.
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
            message = f"base URL `{url.value[:100]}` holds `{{{{`, which begins a placeholder of the import"
            advice = _suggest_fix(url.value, "and declare what is in the braces under `variables`")
            yield Report(f"{message}; expected server variables in single braces", url, help=advice)
    for action in connector.actions:
        path = action.path
        if "{{" in path.value:
            message = f"path `{path.value[:100]}` holds `{{{{`, which begins a placeholder of the import"
            advice = _suggest_fix(path.value, "with a path parameter for what is in the braces")
            yield Report(f"{message}; expected path parameters in single braces", path, help=advice)


def _suggest_fix(text: str, further_step: str) -> str:
    single_braced = _DOUBLE.sub(r"{\1}", text)
    if "{{" in single_braced:
        return f"write single braces, {further_step}"
    return f"write `{single_braced[:100]}`, {further_step}"
