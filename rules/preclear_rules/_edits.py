"""Build operations of edits: set a field that may be missing, add to a description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

from preclear import Insert, Node, Remove, Rename, Set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Json, Place

EditOperation: TypeAlias = Set | Rename | Insert | Remove

_SERIALIZATION = ("style", "explode", "allowReserved", "allowEmptyValue")


class HasPlace(Protocol):
    """A node, a place or a value, which all have a place."""

    @property
    def place(self) -> Place: ...


def set_field(node: Node, key: str, value: Json) -> Set | Insert:
    """Give the mapping `node` the field `key` with this value, whether or not it has one."""
    field = node.get(key)
    return Insert(node, key, value) if field is None else Set(field, value)


def parent(node: HasPlace) -> Node:
    """Return the node that `node` is in."""
    document, pointer = node.place.document, node.place.pointer[:-1]
    value = document.value
    for part in pointer:
        if isinstance(value, dict):
            value = value[str(part)]
        elif isinstance(value, list):
            value = value[int(part)]
    return Node(document, pointer, value)


def remove_serialization(parameter: Node) -> Iterator[Remove]:
    """Remove all fields that say how the value of `parameter` is written into a request."""
    yield from (Remove(field) for key in _SERIALIZATION if (field := parameter.get(key)) is not None)


def add_to_description(node: Node, note: str) -> Set | Insert:
    """Add `note` to the description of `node` as a paragraph of its own."""
    description = (node.text("description") or "").rstrip()
    return set_field(node, "description", f"{description}\n\n{note}" if description else note)
