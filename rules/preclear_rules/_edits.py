"""Build operations of edits: set a field that may be missing, add to a description."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from preclear import Insert, Remove, Rename, Set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Json, Node

EditOperation: TypeAlias = Set | Rename | Insert | Remove

_SERIALIZATION = ("style", "explode", "allowReserved", "allowEmptyValue")


def set_field(node: Node, key: str, value: Json) -> Set | Insert:
    """Give the mapping `node` the field `key` with this value, whether or not it has one."""
    field = node.get(key)
    return Insert(node, key, value) if field is None else Set(field, value)


def remove_serialization(parameter: Node) -> Iterator[Remove]:
    """Remove all fields that say how the value of `parameter` is written into a request."""
    yield from (Remove(field) for key in _SERIALIZATION if (field := parameter.get(key)) is not None)


def add_to_description(node: Node, note: str) -> Set | Insert:
    """Add `note` to the description of `node` as a paragraph of its own."""
    description = (node.text("description") or "").rstrip()
    return set_field(node, "description", f"{description}\n\n{note}" if description else note)
