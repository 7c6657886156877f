"""The operations of a round as a tree, by the pointers of the document they refer to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from preclear.source.document import Insert, Remove, Rename, Set

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.source.document import EditOperation
    from preclear.source.json_value import Json
    from preclear.source.pointer import Pointer

OperationKey = tuple[type, "Pointer", str | int | None, str]


class OperationNode:
    """The operations on one node, and those below it. Inserts are in their order."""

    __slots__ = ("children", "inserts", "is_removed", "is_set", "new_key", "value")

    def __init__(self) -> None:
        self.children: dict[str | int, OperationNode] = {}
        self.is_set: bool = False
        self.value: Json = None  # the new value if `is_set`
        self.is_removed: bool = False
        self.new_key: str | None = None
        self.inserts: list[Insert] = []

    @property
    def replaces_node(self) -> bool:
        """Whether the node is set or removed, so that nothing below it matters."""
        return self.is_set or self.is_removed

    @property
    def changes_members(self) -> bool:
        """Whether entries or items of the node are added or removed."""
        return bool(self.inserts) or any(child.is_removed for child in self.children.values())


def operation_key(operation: EditOperation) -> OperationKey:
    """Return a key that two operations share if and only if they do the same to the same document."""
    pointer = operation.target.place.pointer
    if isinstance(operation, Set):
        return Set, pointer, None, json.dumps(operation.value)
    if isinstance(operation, Insert):
        return Insert, pointer, operation.key, json.dumps(operation.value)
    if isinstance(operation, Rename):
        return Rename, pointer, operation.key, ""
    return Remove, pointer, None, ""


def unique_operations(operations: Iterable[EditOperation]) -> Iterable[EditOperation]:
    """Return `operations`, all of one document, without repeated ones."""
    return {operation_key(operation): operation for operation in operations}.values()


def build_operation_tree(operations: Iterable[EditOperation]) -> OperationNode:
    """Return the root of the tree of `operations`, all of one document and each once."""
    root = OperationNode()
    for operation in operations:
        node = root
        for part in operation.target.place.pointer:
            child = node.children.get(part)
            if child is None:
                child = node.children[part] = OperationNode()
            node = child
        if isinstance(operation, Set):
            node.is_set, node.value = True, operation.value
        elif isinstance(operation, Rename):
            node.new_key = operation.key
        elif isinstance(operation, Insert):
            node.inserts.append(operation)
        else:
            node.is_removed = True
    return root
