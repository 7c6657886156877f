"""Updates of references: whatever refers to a renamed or moved node follows it, in all files.

A reference keeps its spelling. Only the part of its pointer that leads through the renamed key changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.edit.references.dependencies import Dependencies
from preclear.edit.references.implicit_mappings import find_renamed_subtypes, format_reference_to, insert_entries
from preclear.edit.references.moves import Moves
from preclear.openapi import is_uri
from preclear.source import Insert, Place, Rename, Set, apply_operations

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from preclear.openapi import ApiDescription, ReferenceUse
    from preclear.source import EditOperation, Json


class _AffectedUse(NamedTuple):
    """A text that has to change, and the groups that make it."""

    use: ReferenceUse
    groups: list[int]


def has_moves(groups: Sequence[Sequence[EditOperation]]) -> bool:
    """Whether operations give something another name or index, which references may have to follow."""
    return Moves(groups).has_moves


def add_reference_updates(
    description: ApiDescription, groups: Sequence[Sequence[EditOperation]]
) -> list[list[EditOperation]]:
    """Return each of `groups` with the operations that keep all references of `description` right.

    These follow renamed keys, items of a list that get another index, and changed operationIds: `$ref` and
    `$dynamicRef`, the mappings of discriminators, links and security requirements, also within the values that the
    operations set or insert. A schema that a discriminator selects by its name alone gets an entry in the mapping, so
    that the value stays the same. A reference within a node that is set or removed needs no update.

    Some groups require others: two that change the same reference require each other. One that renames a node requires
    those that replace a reference to it, and one whose new value refers to the node requires the renaming one. Such a
    group also gets all operations of those that it requires, so that it can't be made without them. Groups that require
    each other get the same list. Groups that overlap, of which a round makes only one, never require each other.
    """
    moves = Moves(groups)
    if not moves.has_moves:
        return [list(operations) for operations in groups]
    return _ReferenceUpdates(description, groups, moves).complete_groups()


class _ReferenceUpdates:
    def __init__(self, description: ApiDescription, groups: Sequence[Sequence[EditOperation]], moves: Moves) -> None:
        self._description = description
        self._groups = groups
        self._moves = moves
        self._dependencies = Dependencies(groups)
        self._uses = [
            _AffectedUse(use, moving) for use in description.reference_uses.all if (moving := moves.groups_moving(use))
        ]
        self._value_uses: dict[tuple[int, int], list[ReferenceUse]] = {}
        self._subtypes = list(find_renamed_subtypes(description, moves))

    def complete_groups(self) -> list[list[EditOperation]]:
        """Return each group with its updates and with the groups that it requires."""
        self._find_dependencies()
        own_operations: list[list[EditOperation]] = [
            [self._update_value(group, index, operation) for index, operation in enumerate(operations)]
            for group, operations in enumerate(self._groups)
        ]
        closure = self._dependencies.closure
        for use, moving in self._uses:
            for members, group in self._first_groups(moving):
                own_operations[group] += self._update_text(use, members)
        for subtypes in self._subtypes:
            for members, group in self._first_groups(sorted(subtypes.schemas_by_group)):
                if not self._dependencies.is_replaced(subtypes.discriminator, members):
                    own_operations[group] += insert_entries(self._description, subtypes, self._moves, members)
        results: dict[frozenset[int], list[EditOperation]] = {}
        for members in map(closure, range(len(self._groups))):
            if members not in results:
                results[members] = [operation for member in sorted(members) for operation in own_operations[member]]
        return [results[closure(group)] for group in range(len(self._groups))]

    def _first_groups(self, groups: Sequence[int]) -> Iterator[tuple[Collection[int], int]]:
        """Yield the closures of `groups`, each with the first of them: all that share it get its operations."""
        first_groups: dict[frozenset[int], int] = {}
        for group in groups:
            first_groups.setdefault(self._dependencies.closure(group), group)
        yield from first_groups.items()

    def _find_dependencies(self) -> None:
        dependencies = self._dependencies
        for use, moving in self._uses:
            dependencies.require_all(moving)
            for group in moving:
                dependencies.require(group, dependencies.groups_around(use.node))
        for group, operations in enumerate(self._groups):
            for index, operation in enumerate(operations):
                uses = self._affected_uses_in(operation)
                if uses:
                    self._value_uses[group, index] = [use for use, _ in uses]
                    dependencies.require(group, [other for _, moving in uses for other in moving])
        for subtypes in self._subtypes:
            if subtypes.mapping is None:
                dependencies.require_all(sorted(subtypes.schemas_by_group))
        dependencies.close()

    def _affected_uses_in(self, operation: EditOperation) -> list[_AffectedUse]:
        """Return the references in the value that an operation sets or inserts."""
        if not isinstance(operation, (Set, Insert)) or not isinstance(operation.value, (str, dict, list)):
            return []
        uses = self._description.reference_uses.in_value(_value_place(operation), operation.value)
        return [_AffectedUse(use, moving) for use in uses if (moving := self._moves.groups_moving(use))]

    def _update_value(self, group: int, index: int, operation: EditOperation) -> EditOperation:
        """Return an operation with the references in its value updated."""
        uses = self._value_uses.get((group, index))
        if uses is None or not isinstance(operation, (Set, Insert)):
            return operation
        place, members = _value_place(operation), self._dependencies.closure(group)
        updates: list[EditOperation] = []
        for use in uses:
            text = self._new_text(use, members)
            target = Place(place.document, use.node.pointer[len(place.pointer) :])
            if text != use.text:
                updates.append(Rename(target, text) if use.is_key else Set(target, text))
        value: Json = apply_operations(operation.value, updates) if updates else operation.value
        return operation._replace(value=value)

    def _update_text(self, use: ReferenceUse, members: Collection[int]) -> list[EditOperation]:
        """Return the operation that updates a text of the document, unless `members` replace it anyway."""
        text = self._new_text(use, members)
        if text == use.text or self._dependencies.is_replaced(use.node, members):
            return []
        if not use.is_key:
            return [Set(use.node, text)]
        is_renamed = any(group in members for group in self._moves.renaming_groups(use.node))
        return [] if is_renamed else [Rename(use.node, text)]

    def _new_text(self, use: ReferenceUse, members: Collection[int]) -> str:
        text = self._moves.new_text(use, members)
        if use.form == "key" and not use.is_key and text != use.text and is_uri(text):  # no longer a name
            pointer = self._moves.new_pointer(use.target, members)
            return format_reference_to(self._description, use.target, pointer, use.node.document)
        return text


def _value_place(operation: Set | Insert) -> Place:
    place = operation.target.place
    return place if isinstance(operation, Set) else place._replace(pointer=(*place.pointer, operation.key))
