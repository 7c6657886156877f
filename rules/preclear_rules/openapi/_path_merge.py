"""Move the operations of paths that match the same requests to one of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from preclear import HTTP_METHODS, Edit, Insert, Remove

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from preclear import Connector, Json, Node

_PATH_REFERENCE = r"#/paths/([^/\s\"']+)"
_NAME = r"\{([^{}]*)\}"
_PATH_FIELDS = ("parameters", "summary", "description")
_MOVED_FIELDS = frozenset({*_PATH_FIELDS, *map(str.lower, HTTP_METHODS)})


def find_referenced_paths(connector: Connector) -> set[str]:
    """Return the paths that the texts of the description refer to, or into."""
    texts = (document.text for document in connector.api.documents)
    keys = {key for text in texts for key in re.findall(_PATH_REFERENCE, text)}
    return {unquote(key).replace("~1", "/").replace("~0", "~") for key in keys}


def merge_paths(connector: Connector, first: Node, others: Sequence[Node], referenced: Collection[str]) -> Edit | None:
    """Return the edit that moves the operations of path items `others` to `first`, with the parameter names of `first`.

    Returns None if two of them have the same method, or if one of `others` is among the `referenced` paths.
    """
    taken = set(first.mapping)
    own_parameters = first.get("parameters")
    for parameter in own_parameters.items() if own_parameters is not None else ():
        if (connector.api.resolve(parameter) or parameter).text("in") != "path":
            return None  # it would apply to the moved operations, too
    operations: list[Insert | Remove] = []
    old_names: dict[str, None] = {}
    for item in others:
        if not _MOVED_FIELDS.issuperset(item.mapping) or "$ref" in taken or item.pointer[-1] in referenced:
            return None
        names = _map_names(item, first)
        for method, operation in item.entries():
            if method in _PATH_FIELDS:
                continue
            if method in taken or not isinstance(operation.value, dict):
                return None
            taken.add(method)
            operations.append(Insert(first, method, _rename_parameters(operation, item, names, connector)))
        operations.append(Remove(item))
        old_names.update((old, None) for old, new in names.items() if old != new)
    listed = ", ".join(f"`{name[:60]}`" for name in list(old_names)[:5])
    title = f"move its operations to `{str(first.pointer[-1])[:100]}`"
    return Edit("adapt", title, tuple(operations), f"parameter name {listed}")


def _map_names(item: Node, first: Node) -> dict[str, str]:
    """Map the parameter names in the path of `item` to those in the path of `first`, by position."""
    return dict(zip(re.findall(_NAME, str(item.pointer[-1])), re.findall(_NAME, str(first.pointer[-1])), strict=False))


def _rename_parameters(operation: Node, item: Node, names: dict[str, str], connector: Connector) -> Json:
    """Return the operation with all parameters of its path, and new names for the path parameters."""
    parameters: dict[tuple[str | None, str | None], Json] = {}
    for node, target in _list_parameters(item, operation, connector):
        location, name = target.text("in"), target.text("name")
        renamed: Json = node.value
        if location == "path" and name in names and names[name] != name:
            renamed = {**target.mapping, "name": names[name]}
        parameters[location, name] = renamed
    return {**operation.mapping, "parameters": [*parameters.values()]}


def _list_parameters(item: Node, operation: Node, connector: Connector) -> Iterator[tuple[Node, Node]]:
    """Yield the parameters of a path and then of its operation, each with the object behind its `$ref`."""
    for holder in (item, operation):
        parameters = holder.get("parameters")
        for node in parameters.items() if parameters is not None else ():
            yield node, connector.api.resolve(node) or node
