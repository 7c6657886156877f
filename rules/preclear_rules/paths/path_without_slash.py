"""A path doesn't begin with a slash.

An action's path is appended to the connector's base URL, so a path without a slash runs into the host or the last
segment. OpenAPI requires every key under `paths` to begin with `/`, except extensions (`x-…`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Connector, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://[^/]*")
_FIELDS = frozenset({"components", "externalDocs", "info", "openapi", "security", "servers", "tags", "webhooks"})


@rule(on=Connector, basis="openapi", source="OpenAPI Specification, Paths Object")
def path_without_slash(connector: Connector) -> Iterator[Report]:
    paths = connector.root.get("paths")
    for path, item in paths.entries() if paths is not None else ():
        if not path.startswith(("/", "x-")):
            message = f"path `{path[:100]}` does not begin with `/`" if path else "path is empty; expected at least `/`"
            yield Report(message, item.key, help=_suggest_fix(path))


def _suggest_fix(path: str) -> str:
    if path in _FIELDS:
        return f"move `{path}` out of `paths`, to the top level of the document"
    url = _URL.match(path)
    if url is not None:
        return f"put `{url[0][:100]}` into `servers`, and write `{path[url.end() :][:100] or '/'}` here"
    return f"write `/{path.strip().lstrip('/')[:100]}`"
