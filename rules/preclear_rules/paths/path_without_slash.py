"""A path doesn't begin with a slash.

An action's path is appended to the connector's base URL, so a path without a slash runs into the host or the last
segment. OpenAPI requires every key under `paths` to begin with `/`, except extensions (`x-…`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules.paths._edits import URL, PathRenames, add_slash

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIELDS = frozenset({"components", "externalDocs", "info", "openapi", "security", "servers", "tags", "webhooks"})


@rule(on=Connector, basis="openapi", source="OpenAPI Specification, Paths Object", fix="adapt")
def path_without_slash(connector: Connector) -> Iterator[Report]:
    paths = connector.root.get("paths")
    renames = PathRenames(paths.mapping if paths is not None else ())
    for path, item in paths.entries() if paths is not None else ():
        if not path.startswith(("/", "x-")):
            message = f"path `{path[:100]}` does not begin with `/`" if path else "path is empty; expected at least `/`"
            is_path_item = path not in _FIELDS and isinstance(item.value, dict)
            edit = renames.rename(path, item) if is_path_item else None
            yield Report(message, item.key, help=_suggest_fix(path), edit=edit)


def _suggest_fix(path: str) -> str:
    if path in _FIELDS:
        return f"move `{path}` out of `paths`, to the top level of the document"
    url = URL.match(path)
    if url is not None:
        return f"put `{url[0][:100]}` into `servers`, and write `{add_slash(path)[:100]}` here"
    return f"write `{add_slash(path)[:100]}`"
