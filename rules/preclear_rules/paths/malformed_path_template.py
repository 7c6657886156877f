"""A path has unbalanced braces, or braces without a unique name.

Each `{name}` in a path stands for one path parameter, and an action's path is built from these. With an unmatched
brace, nested or empty braces, or a repeated name, it's unclear which parameters the path has.

No fix: The braces don't show which parameters the path has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules.paths._templates import find_broken_brace, find_name_flaws

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="openapi", source="OpenAPI Specification, Path Templating")
def malformed_path_template(connector: Connector) -> Iterator[Report]:
    paths = connector.root.get("paths")
    for path, item in paths.entries() if paths is not None else ():
        if path.startswith("x-") or ("{" not in path and "}" not in path):
            continue
        problem = find_broken_brace(path)
        if problem is not None:
            advice = "write each parameter as `{name}`, one pair of braces around each name"
            yield Report(f"path `{path[:100]}` {problem}", item.key, help=advice)
            continue
        for flaw in find_name_flaws(path):
            message = f"path `{path[:100]}` {flaw}; expected a unique name in each pair of braces"
            yield Report(message, item.key, help="give each pair of braces its own name")
