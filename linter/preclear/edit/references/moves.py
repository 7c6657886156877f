"""The keys, indexes and operationIds that groups of operations change, and the texts that refer to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi import replace_parts
from preclear.source import Insert, Remove, Rename, Set

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from preclear.openapi import ReferenceUse
    from preclear.source import EditOperation, Node, Pointer

    Identity = tuple[int, Pointer]


class _Shift(NamedTuple):
    """Moves the items of a list from 0-based `start` on by `distance`; `group` does it."""

    start: int
    distance: int
    group: int


class Moves:
    """What the operations of `groups`, given by their indexes, call by another name or number than before."""

    def __init__(self, groups: Sequence[Sequence[EditOperation]]) -> None:
        self._renames: dict[Identity, dict[int, str]] = {}
        self._shifts: dict[Identity, list[_Shift]] = {}
        self._operation_ids: dict[Identity, dict[int, str]] = {}
        for group, operations in enumerate(groups):
            for operation in operations:
                self._add(group, operation)

    @property
    def has_moves(self) -> bool:
        """Whether there is anything that references may have to follow."""
        return bool(self._renames or self._shifts or self._operation_ids)

    def renaming_groups(self, node: Node) -> Collection[int]:
        """Return the groups that rename the key of `node`."""
        return self._renames.get(node.identity, {})

    def groups_moving(self, use: ReferenceUse) -> list[int]:
        """Return the groups that change what the text of `use` has to be, in their order."""
        if use.form == "operationId":
            ids = self._operation_ids.get(use.target.identity, {})
            return sorted(group for group, name in ids.items() if name != use.text)
        groups: set[int] = set()
        for step in use.steps:
            groups.update(self._renames.get(step.identity, ()))
            groups.update(shift.group for shift in self._shifts_before(step.identity))
        return sorted(groups)

    def new_text(self, use: ReferenceUse, groups: Collection[int]) -> str:
        """Return the text of `use` after the operations of `groups`."""
        if use.form == "operationId":
            ids = self._operation_ids.get(use.target.identity, {})
            return next((name for group, name in ids.items() if group in groups), use.text)
        parts = {index: self._new_part(step.identity, groups) for index, step in enumerate(use.steps)}
        if use.form == "key":
            return next((str(part) for part in parts.values() if part is not None), use.text)
        changes = {index: str(part) for index, part in parts.items() if part is not None}
        return replace_parts(use.text, changes) if changes else use.text

    def new_pointer(self, node: Node, groups: Collection[int]) -> Pointer:
        """Return the pointer of `node` after the operations of `groups`."""
        document, pointer = node.identity
        parts = (self._new_part((document, pointer[:length]), groups) for length in range(1, len(pointer) + 1))
        return tuple(old if new is None else new for old, new in zip(pointer, parts, strict=True))

    def _add(self, group: int, operation: EditOperation) -> None:
        document, pointer = operation.target.place.identity
        if isinstance(operation, Rename):
            self._renames.setdefault((document, pointer), {})[group] = operation.key
        elif isinstance(operation, Remove) and pointer and isinstance(pointer[-1], int):
            self._add_shift((document, pointer[:-1]), _Shift(pointer[-1] + 1, -1, group))
        elif isinstance(operation, Insert) and isinstance(operation.key, int):
            self._add_shift((document, pointer), _Shift(operation.key, 1, group))
        elif isinstance(operation, Insert) and operation.key == "operationId":
            self._add_operation_id((document, pointer), group, operation.value)
        elif isinstance(operation, Set) and pointer[-1:] == ("operationId",):
            self._add_operation_id((document, pointer[:-1]), group, operation.value)
        elif isinstance(operation, Set) and isinstance(operation.value, dict):
            self._add_operation_id((document, pointer), group, operation.value.get("operationId"))

    def _add_shift(self, list_identity: Identity, shift: _Shift) -> None:
        self._shifts.setdefault(list_identity, []).append(shift)

    def _add_operation_id(self, operation: Identity, group: int, name: object) -> None:
        if isinstance(name, str):
            self._operation_ids.setdefault(operation, {})[group] = name

    def _shifts_before(self, identity: Identity) -> Iterator[_Shift]:
        """Yield the shifts of the list around an item, if they move it."""
        document, pointer = identity
        if self._shifts and pointer and isinstance(pointer[-1], int):
            for shift in self._shifts.get((document, pointer[:-1]), ()):
                if shift.start <= pointer[-1]:
                    yield shift

    def _new_part(self, identity: Identity, groups: Collection[int]) -> str | int | None:
        """Return the new key or index of a node; None if it stays as it is."""
        renames = self._renames.get(identity)
        if renames is not None:
            return next((key for group, key in renames.items() if group in groups), None)
        distance = sum(shift.distance for shift in self._shifts_before(identity) if shift.group in groups)
        index = identity[1][-1]
        return index + distance if distance and isinstance(index, int) else None
