"""A path contains a `?` or a `#`.

An action's path is appended to the base URL as it's written. Everything after a `?` is then a query that every call
sends, in addition to the query parameters that the action declares. Everything after a `#` is a fragment, which is
never sent, so paths that differ only in the fragment are the same to the server. Some documents use one to list several
operations on the same path.

No fix: The import holds such a path, and without the query it's often the same as another path.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Connector, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_BRACES = r"\{[^{}]*\}"
_END = r"[?#]"


@rule(on=Connector, basis="openapi", source="OpenAPI Specification, Paths Object", severity="warning")
def query_in_path(connector: Connector) -> Iterator[Report]:
    paths = connector.root.get("paths")
    for path, item in paths.entries() if paths is not None else ():
        if "?" not in path and "#" not in path:
            continue
        end = re.search(_END, re.sub(_BRACES, lambda match: " " * len(match[0]), path))
        if end is None or path.startswith("x-"):
            continue
        index = end.start()
        if end[0] == "?":
            fact = f"a query (`?` at character {index + 1})"
            advice = "declare the query as parameters with `in: query`"
        else:
            fact = f"a fragment (`#` at character {index + 1}), which is never sent"
            advice = f"merge the operations on `{path[:index][:100]}` into one, and end the path there"
        yield Report(f"path `{path[:100]}` has {fact}; expected only a path", item.key, help=advice)
