"""A path doesn't begin with a slash.

An action's path is appended to the connector's base URL, so a path without a slash runs into the host or the last
segment. OpenAPI requires every key under `paths` to begin with `/`, except extensions (`x-…`).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from preclear import Connector, Edit, Node, Rename, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://[^/]*")
_NAMES = re.compile(r"\{[^{}]*\}")
_FIELDS = frozenset({"components", "externalDocs", "info", "openapi", "security", "servers", "tags", "webhooks"})


@rule(on=Connector, basis="openapi", source="OpenAPI Specification, Paths Object", fix="adapt")
def path_without_slash(connector: Connector) -> Iterator[Report]:
    paths = connector.root.get("paths")
    for path, item in paths.entries() if paths is not None else ():
        if not path.startswith(("/", "x-")):
            message = f"path `{path[:100]}` does not begin with `/`" if path else "path is empty; expected at least `/`"
            yield Report(message, item.key, help=_suggest_fix(path), edit=_rename(paths, path, item))


def _rename(paths: Node | None, path: str, item: Node) -> Edit | None:
    """Rename a path so that it begins with a slash; None if it isn't a path, or there's another such path already."""
    others = Counter(_NAMES.sub("{}", _with_slash(other)) for other in paths.mapping) if paths is not None else {}
    new_path = _with_slash(path)
    if path in _FIELDS or others[_NAMES.sub("{}", new_path)] > 1:
        return None
    title, operations = f"write `{new_path[:100]}`", (Rename(item, new_path),)
    url = _URL.match(path)
    if url is None:
        return Edit("rename", title, operations)
    return Edit("adapt", title, operations, f"that the path is on `{url[0][:100]}`")


def _with_slash(path: str) -> str:
    return f"/{_URL.sub('', path.strip()).lstrip('/')}"


def _suggest_fix(path: str) -> str:
    if path in _FIELDS:
        return f"move `{path}` out of `paths`, to the top level of the document"
    url = _URL.match(path)
    if url is not None:
        return f"put `{url[0][:100]}` into `servers`, and write `{_with_slash(path)[:100]}` here"
    return f"write `{_with_slash(path)[:100]}`"
