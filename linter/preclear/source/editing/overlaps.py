"""Which groups of operations can be made in one round: those that don't touch what an earlier group changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.document import Insert, Remove, Rename, Set
from preclear.source.editing.tree import operation_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from preclear.source.document import Document, EditOperation
    from preclear.source.editing.tree import OperationKey
    from preclear.source.pointer import Pointer

Identity = tuple[int, "Pointer"]
RoundKey = tuple[int, "OperationKey"]
Group = dict[RoundKey, "EditOperation"]
"""The operations of a group, each once."""


class Round:
    """The operations of a round. A group is added whole, or not at all."""

    def __init__(self) -> None:
        self._keys: set[RoundKey] = set()
        self._replaced: set[Identity] = set()  # nodes that are set or removed
        self._touched: set[Identity] = set()  # nodes with an operation at or below them
        self._renamed: set[Identity] = set()
        self._new_keys: set[Identity] = set()  # entries that an insert or a rename adds

    def add(self, group: Group) -> bool:
        """Add a group. Returns False, and adds nothing, if it overlaps an earlier one."""
        new_operations = [operation for key, operation in group.items() if key not in self._keys]
        if any(self._overlaps(operation) for operation in new_operations):
            return False
        self._keys.update(group)
        for operation in new_operations:
            self._add(operation)
        return True

    def _overlaps(self, operation: EditOperation) -> bool:
        document, pointer = operation.target.place.identity
        if any((document, pointer[:length]) in self._replaced for length in range(len(pointer) + 1)):
            return True
        if isinstance(operation, (Set, Remove)):
            return (document, pointer) in self._touched
        if isinstance(operation, Rename):
            return (document, pointer) in self._renamed or self._has_entry(document, (*pointer[:-1], operation.key))
        return isinstance(operation.key, str) and self._has_entry(document, (*pointer, operation.key))

    def _has_entry(self, document: int, pointer: Pointer) -> bool:
        return (document, pointer) in self._new_keys or (document, pointer) in self._replaced

    def _add(self, operation: EditOperation) -> None:
        document, pointer = operation.target.place.identity
        for length in range(len(pointer), -1, -1):
            if (document, pointer[:length]) in self._touched:
                break
            self._touched.add((document, pointer[:length]))
        if isinstance(operation, (Set, Remove)):
            self._replaced.add((document, pointer))
        elif isinstance(operation, Rename):
            self._renamed.add((document, pointer))
            self._new_keys.add((document, (*pointer[:-1], operation.key)))
        elif isinstance(operation.key, str):
            self._new_keys.add((document, (*pointer, operation.key)))


def simplify_group(operations: Iterable[EditOperation]) -> Group:
    """Return the operations of a group without repeated ones, and without those in a node that is set or removed."""
    group = {(id(operation.target.place.document), operation_key(operation)): operation for operation in operations}
    if len(group) == 1:
        return group
    replaced = {operation.target.place.identity for operation in group.values() if isinstance(operation, (Set, Remove))}
    return {key: operation for key, operation in group.items() if not _is_within(operation, replaced)}


def _is_within(operation: EditOperation, replaced: set[Identity]) -> bool:
    document, pointer = operation.target.place.identity
    longest = len(pointer) + 1 if isinstance(operation, Insert) else len(pointer)
    return any((document, pointer[:length]) in replaced for length in range(longest))


def find_contradiction(group: Group) -> str | None:
    """Return why the operations of a group can't all be made; None if they can."""
    for document_operations in group_by_document(group.values()).values():
        reason = _find_contradiction(document_operations)
        if reason is not None:
            return reason
    return None


def _find_contradiction(operations: Sequence[EditOperation]) -> str | None:
    from preclear.source.node import node_at

    results: dict[tuple[type, Pointer], EditOperation] = {}
    freed: set[Pointer] = set()
    added: set[Pointer] = set()
    for operation in operations:
        pointer = operation.target.place.pointer
        kind = Set if isinstance(operation, Remove) else type(operation)
        if not isinstance(operation, Insert):
            if (kind, pointer) in results:
                return f"`{pointer[-1] if pointer else 'document'}` has two different changes"
            results[kind, pointer] = operation
        if isinstance(operation, (Rename, Remove)):
            freed.add(pointer)
    for operation in operations:
        pointer = operation.target.place.pointer
        if isinstance(operation, Rename):
            entry: Pointer = (*pointer[:-1], operation.key)
        elif isinstance(operation, Insert) and isinstance(operation.key, str):
            entry = (*pointer, operation.key)
        else:
            continue
        holder = node_at(operation.target.place._replace(pointer=entry[:-1])).value
        if entry in added or (isinstance(holder, dict) and operation.key in holder and entry not in freed):
            return f"`{operation.key}` exists already"
        added.add(entry)
    return None


def group_by_document(operations: Iterable[EditOperation]) -> dict[Document, list[EditOperation]]:
    """Return the operations by their document, in their order."""
    grouped: dict[Document, list[EditOperation]] = {}
    for operation in operations:
        grouped.setdefault(operation.target.place.document, []).append(operation)
    return grouped
