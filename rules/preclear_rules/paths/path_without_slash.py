"""A path doesn't begin with a slash.

An action's path is appended to the connector's base URL, so a path without a slash runs into the host or the last
segment. OpenAPI requires every key under `paths` to begin with `/`, except extensions (`x-…`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIELDS = frozenset({"components", "externalDocs", "info", "openapi", "security", "servers", "tags", "webhooks"})


@rule(on=Connector, basis="openapi", source="OpenAPI Specification, Paths Object", fix="adapt")
def path_without_slash(connector: Connector) -> Iterator[Report]:
    paths = connector.root.get("paths")
    if paths is None or all(map(_is_valid, paths.mapping)):
        return
    from preclear_rules.paths._edits import PathRenames

    renames = PathRenames(paths.mapping)
    for path, item in paths.entries():
        if not _is_valid(path):
            message = f"path `{path[:100]}` does not begin with `/`" if path else "path is empty; expected at least `/`"
            is_path_item = path not in _FIELDS and isinstance(item.value, dict)
            edit = renames.rename(path, item) if is_path_item else None
            yield Report(message, item.key, help=_suggest_fix(path), edit=edit)


def _is_valid(path: str) -> bool:
    return path.startswith(("/", "x-"))


def _suggest_fix(path: str) -> str:
    if path in _FIELDS:
        return f"move `{path}` out of `paths`, to the top level of the document"
    from preclear_rules.paths._edits import URL, add_slash

    url = URL.match(path)
    if url is not None:
        return f"put `{url[0][:100]}` into `servers`, and write `{add_slash(path)[:100]}` here"
    return f"write `{add_slash(path)[:100]}`"
