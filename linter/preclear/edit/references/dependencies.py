"""Groups of operations that can only be made together with others, because of the references that they change."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from preclear.openapi import strongly_connected_components
from preclear.source import Insert, Remove, Rename, Set

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from preclear.source import EditOperation, HasPlace, Pointer

    Identity = tuple[int, Pointer]


class Dependencies:
    """Which groups, given by their indexes, require others.

    Groups that overlap, such as two that set the same node, never require each other: only one of them is made in a
    round.
    """

    def __init__(self, groups: Sequence[Sequence[EditOperation]]) -> None:
        self._required: list[dict[int, None]] = [{} for _ in groups]
        self._closures: list[frozenset[int]] = []
        self._conflicts: list[set[int]] = [set() for _ in groups]
        self._replacing: dict[Identity, dict[int, EditOperation]] = {}
        self._add_conflicts(groups)

    def require(self, group: int, others: Iterable[int]) -> None:
        """Record that `group` is only made together with `others`."""
        for other in others:
            if other != group and other not in self._conflicts[group]:
                self._required[group][other] = None

    def require_all(self, groups: Sequence[int]) -> None:
        """Record that each of `groups` is only made together with all others."""
        for group, other in pairwise([*groups, *groups[:1]]):
            self.require(group, [other])
            self.require(other, [group])

    def close(self) -> None:
        """Compute the closures, once everything that groups require is known."""
        self._closures = [frozenset((group,)) for group in range(len(self._required))]
        required = {group: [*others] for group, others in enumerate(self._required)}
        for component in strongly_connected_components(required):
            outer = {self._closures[other] for group in component for other in required[group]}
            closure = self._closures[component[0]].union(component, *outer)
            if len(closure) > 1 and all(self._conflicts[member].isdisjoint(closure) for member in closure):
                for group in component:
                    self._closures[group] = closure

    def closure(self, group: int) -> frozenset[int]:
        """Return `group` and all groups that it requires, directly or not; `group` alone if some of these overlap."""
        return self._closures[group]

    def is_replaced(self, node: HasPlace, groups: Collection[int]) -> bool:
        """Whether one of `groups` sets or removes `node`, or something around it."""
        return any(group in groups for group in self.groups_around(node))

    def groups_around(self, node: HasPlace) -> Iterator[int]:
        """Yield the groups that set or remove `node`, or something around it."""
        document, pointer = node.place.identity
        for length in range(len(pointer) + 1):
            yield from self._replacing.get((document, pointer[:length]), ())

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
