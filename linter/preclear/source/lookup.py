"""Down from a value: one step, and all the way to a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.node import Node

if TYPE_CHECKING:
    from preclear.source.json_value import Json
    from preclear.source.place import Place


def get_child(value: Json, part: str | int) -> Json:
    """What stands under a key of a mapping, or an index into a list. Raises LookupError where there is nothing."""
    if isinstance(value, dict) and isinstance(part, str):
        return value[part]
    if isinstance(value, list) and isinstance(part, int) and 0 <= part < len(value):
        return value[part]
    raise LookupError(part)


def node_at(place: Place) -> Node:
    """The node at a place. Raises LookupError where it leads to nothing."""
    value = place.document.value
    for part in place.pointer:
        value = get_child(value, part)
    return Node(place.document, place.pointer, value)
