"""Edits that refer to nodes that don't exist are an error in the rule that proposes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.document import Insert, Remove, Rename
from preclear.source.node import node_at

if TYPE_CHECKING:
    from preclear.source.document import Edit, EditOperation


def check_edit(edit: Edit) -> None:
    """Raise LookupError if an operation of `edit`, or of an alternative, refers to a node that doesn't exist.

    The same goes for a key that exists already, where the operation adds one.
    """
    for operation in edit.operations:
        _check_operation(operation)
    for alternative in edit.alternatives:
        check_edit(alternative)


def _check_operation(operation: EditOperation) -> None:
    place = operation.target.place
    node = node_at(place)
    if isinstance(operation, Insert):
        key, value = operation.key, node.value
        if isinstance(value, dict) and isinstance(key, str) and key not in value:
            return
        if isinstance(value, list) and isinstance(key, int) and 0 <= key <= len(value):
            return
        raise LookupError(place.pointer, key)
    if isinstance(operation, Rename):
        holder = node_at(place._replace(pointer=place.pointer[:-1])).value
        if not place.pointer or not isinstance(holder, dict) or operation.key in holder:
            raise LookupError(place.pointer, operation.key)
    elif isinstance(operation, Remove) and not place.pointer:
        raise LookupError(place.pointer)
