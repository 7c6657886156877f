"""Groups of operations that can only be made together, because they change the same references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source import Insert, Remove, Rename, Set

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from preclear.source import EditOperation, HasPlace, Pointer

    Identity = tuple[int, Pointer]


class Dependencies:
    """Joins groups, given by their indexes, into components.

    Groups that overlap, such as two that set the same node, are never in one component: only one of them is made in a
    round, so that they needn't agree.
    """

    def __init__(self, groups: Sequence[Sequence[EditOperation]]) -> None:
        self._parents = list(range(len(groups)))
        self._members: list[set[int]] = [{index} for index in self._parents]
        self._conflicts: list[set[int]] = [set() for _ in groups]
        self._replacing: dict[Identity, dict[int, EditOperation]] = {}
        self._add_conflicts(groups)

    def find(self, group: int) -> int:
        """Return the index that stands for the component of `group`."""
        while self._parents[group] != group:
            self._parents[group] = group = self._parents[self._parents[group]]
        return group

    def members(self, group: int) -> Collection[int]:
        """Return the groups of the component of `group`."""
        return self._members[self.find(group)]

    def join(self, groups: Iterable[int]) -> None:
        """Join the components of `groups`, except for those that overlap."""
        joined: list[int] = []
        for group in groups:
            for index, other in enumerate(joined):
                if self._join(other, group):
                    joined[index] = self.find(group)
                    break
            else:
                joined.append(self.find(group))

    def groups_around(self, node: HasPlace) -> Iterator[int]:
        """Yield the groups that set or remove `node`, or something around it."""
        document, pointer = node.place.identity
        for length in range(len(pointer) + 1):
            yield from self._replacing.get((document, pointer[:length]), ())

    def _join(self, first: int, second: int) -> bool:
        first, second = self.find(first), self.find(second)
        if first == second:
            return True
        if not self._conflicts[first].isdisjoint(self._members[second]):
            return False
        if len(self._members[first]) < len(self._members[second]):
            first, second = second, first
        self._parents[second] = first
        self._members[first] |= self._members[second]
        self._conflicts[first] |= self._conflicts[second]
        return True

    def _add_conflicts(self, groups: Sequence[Sequence[EditOperation]]) -> None:
        entries: dict[Identity, dict[int, EditOperation]] = {}
        for index, operations in enumerate(groups):
            for operation in operations:
                if isinstance(operation, (Set, Remove)):
                    self._replacing.setdefault(operation.target.place.identity, {})[index] = operation
                entry = _new_entry(operation)
                if entry is not None:
                    entries.setdefault(entry, {})[index] = operation
        for index, operations in enumerate(groups):
            for operation in operations:
                document, pointer = operation.target.place.identity
                for length in range(len(pointer) + 1):
                    self._add_conflict(index, operation, self._replacing.get((document, pointer[:length])))
                entry = _new_entry(operation)
                if entry is not None:
                    self._add_conflict(index, operation, entries[entry])
                    self._add_conflict(index, operation, self._replacing.get(entry))

    def _add_conflict(self, group: int, operation: EditOperation, others: dict[int, EditOperation] | None) -> None:
        for other, other_operation in others.items() if others is not None else ():
            if other != group and not _is_same(operation, other_operation):
                self._conflicts[group].add(other)
                self._conflicts[other].add(group)


def _new_entry(operation: EditOperation) -> Identity | None:
    """The entry of a mapping that an operation adds, or the entry that it renames, as its identity."""
    document, pointer = operation.target.place.identity
    if isinstance(operation, Rename):
        return document, (*pointer[:-1], operation.key)
    if isinstance(operation, Insert) and isinstance(operation.key, str):
        return document, (*pointer, operation.key)
    return None


def _is_same(operation: EditOperation, other: EditOperation) -> bool:
    if type(operation) is not type(other) or operation.target.place.identity != other.target.place.identity:
        return False
    return operation[1:] == other[1:]
