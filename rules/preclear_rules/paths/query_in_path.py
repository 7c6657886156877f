"""A path has a `?` or a `#`, and is no longer a path alone.

The path of an action is appended to the base URL as it is written. What follows a `?` is then a query that every call
has, beside the query parameters that the action declares; what follows a `#` is a fragment, which is not sent, so
that two paths that differ in it are one to the server. To write one is a habit of some documents that list several
operations on one path.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Connector, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_BRACES = re.compile(r"\{[^{}]*\}")
_END = re.compile(r"[?#]")


@rule(on=Connector, basis="openapi", source="OpenAPI Specification, Paths Object", severity="warning")
def query_in_path(connector: Connector) -> Iterator[Report]:
    paths = connector.root.get("paths")
    for path, item in paths.entries() if paths is not None else ():
        end = _END.search(_BRACES.sub(lambda match: " " * len(match[0]), path))
        if end is None or path.startswith("x-"):
            continue
        index = end.start()
        if end[0] == "?":
            fact = f"a query, from the `?` at character {index + 1} on"
            advice = "describe the query by parameters with `in: query`"
        else:
            fact = f"a fragment, from the `#` at character {index + 1} on, which is not sent"
            advice = f"make one operation of those that have `{path[:index][:100]}` in common, and end the path there"
        yield Report(f"path `{path[:100]}` has {fact}; expected a path alone", item.key, help=advice)
