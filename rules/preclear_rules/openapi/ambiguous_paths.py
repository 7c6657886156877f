"""Two paths differ in the names of their parameters alone.

`/pets/{id}` and `/pets/{name}` match the very same requests, so OpenAPI takes them for one path written twice. An
import that keeps both has actions whose paths cannot be told apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Related, Report, Template, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Node


@rule(on=Connector, basis="openapi", source="OpenAPI Specification, Paths Object")
def ambiguous_paths(connector: Connector) -> Iterator[Report]:
    paths = connector.root.get("paths")
    by_shape: dict[str, list[tuple[str, Node]]] = {}
    for path, item in paths.entries() if paths is not None else ():
        if "{" in path and "{}" not in path and not path.startswith("x-"):
            by_shape.setdefault(Template(path, ()).shape, []).append((path, item))
    for alike in by_shape.values():
        for index, (path, item) in enumerate(alike if len(alike) > 1 else ()):
            other, there = alike[0 if index else 1]
            message = f"path `{path[:100]}` differs from `{other[:100]}` in the names of its parameters alone"
            related = (Related(f"`{other[:100]}` is here", there.key),)
            yield Report(f"{message}; expected one path for both", item.key, help=_advice(item, there), related=related)


def _advice(item: Node, other: Node) -> str:
    """Two path items without a method in common can be joined; of two operations, one must get another path."""
    both = item.mapping.keys() & other.mapping.keys()
    methods = sorted(key for key in both if key not in ("parameters", "servers", "summary", "description", "$ref"))
    methods = [key for key in methods if not key.startswith("x-")]
    if methods:
        return f"give one of them another path, or join the two `{methods[0]}` operations"
    return "join their operations under one of the two paths"
