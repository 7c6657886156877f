"""Updates of references: whatever refers to a renamed or moved node follows it, in all files.

A reference keeps its spelling. Only the part of its pointer that leads through the renamed key changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.edit.dependencies import Dependencies
from preclear.edit.implicit_mappings import find_renamed_subtypes, format_reference_to, insert_entries
from preclear.edit.moves import Moves
from preclear.openapi import is_uri
from preclear.source import Insert, Place, Rename, Set, apply_operations

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from preclear.openapi import ApiDescription, ReferenceUse
    from preclear.source import EditOperation, Json


class _AffectedUse(NamedTuple):
    """A text that has to change, and the groups that make it."""

    use: ReferenceUse
    groups: list[int]


def add_reference_updates(
    description: ApiDescription, groups: Sequence[Sequence[EditOperation]]
) -> list[list[EditOperation]]:
    """Return each of `groups` with the operations that keep all references of `description` right.

    These follow renamed keys, items of a list that get another index, and changed operationIds: `$ref` and
    `$dynamicRef`, the mappings of discriminators, links and security requirements, also within the values that the
    operations set or insert. A schema that a discriminator selects by its name alone gets an entry in the mapping, so
    that the value stays the same. A reference within a node that is set or removed needs no update.

    Groups that change the same reference depend on each other, and so do one that renames a node and one that replaces
    a reference to it. Each of them gets the same list, with the operations of all of them: they are made together or
    not at all. Groups that overlap, of which a round makes only one, are never joined.
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
        self._join_dependent_groups()
        find = self._dependencies.find
        results: dict[int, list[EditOperation]] = {}
        for group, operations in enumerate(self._groups):
            result = results.setdefault(find(group), [])
            result += [self._update_value(group, index, operation) for index, operation in enumerate(operations)]
        for use, moving in self._uses:
            for component in dict.fromkeys(map(find, moving)):
                results[component] += self._update_text(use, component)
        for subtypes in self._subtypes:
            renaming = (group for schema in subtypes.schemas for group in self._moves.renaming_groups(schema))
            for component in dict.fromkeys(map(find, renaming)):
                members = self._dependencies.members(component)
                if not self._is_replaced(subtypes.discriminator.place, component):
                    results[component] += insert_entries(self._description, subtypes, self._moves, members)
        return [results[find(group)] for group in range(len(self._groups))]

    def _join_dependent_groups(self) -> None:
        dependencies = self._dependencies
        for use, moving in self._uses:
            dependencies.join([*moving, *dependencies.groups_around(use.node)])
        for group, operations in enumerate(self._groups):
            for index, operation in enumerate(operations):
                uses = self._affected_uses_in(operation)
                if uses:
                    self._value_uses[group, index] = [use for use, _ in uses]
                    dependencies.join([group, *(other for _, moving in uses for other in moving)])
        for subtypes in self._subtypes:
            if subtypes.mapping is None:
                dependencies.join(group for schema in subtypes.schemas for group in self._moves.renaming_groups(schema))

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
        place, members = _value_place(operation), self._dependencies.members(group)
        updates: list[EditOperation] = []
        for use in uses:
            text = self._new_text(use, members)
            target = Place(place.document, use.node.pointer[len(place.pointer) :])
            if text != use.text:
                updates.append(Rename(target, text) if use.is_key else Set(target, text))
        value: Json = apply_operations(operation.value, updates) if updates else operation.value
        return operation._replace(value=value)

    def _update_text(self, use: ReferenceUse, component: int) -> list[EditOperation]:
        """Return the operation that updates a text of the document, unless the component replaces it anyway."""
        members = self._dependencies.members(component)
        text = self._new_text(use, members)
        if text == use.text or self._is_replaced(use.node.place, component):
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

    def _is_replaced(self, place: Place, component: int) -> bool:
        members = self._dependencies.members(component)
        return any(group in members for group in self._dependencies.groups_around(place))


def _value_place(operation: Set | Insert) -> Place:
    place = operation.target.place
    return place if isinstance(operation, Set) else place._replace(pointer=(*place.pointer, operation.key))
