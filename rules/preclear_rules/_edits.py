"""Build operations of edits: set a field that may be missing, add to a description."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from preclear import Insert, Remove, Rename, Set

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from preclear import Json, Node

EditOperation: TypeAlias = Set | Rename | Insert | Remove

_SERIALIZATION = ("style", "explode", "allowReserved", "allowEmptyValue")


def set_field(node: Node, key: str, value: Json) -> Set | Insert:
    """Give the mapping `node` the field `key` with this value, whether or not it has one."""
    field = node.get(key)
    return Insert(node, key, value) if field is None else Set(field, value)


def sibling_keys(node: Node) -> Container[str]:
    """Return the keys of the mapping that `node` is in, which a rename must not repeat."""
    value = node.document.value
    for part in node.pointer[:-1]:
        if isinstance(value, dict):
            value = value[str(part)]
        elif isinstance(value, list):
            value = value[int(part)]
    return value if isinstance(value, dict) else ()


def remove_serialization(parameter: Node) -> Iterator[Remove]:
    """Remove all fields that say how the value of `parameter` is written into a request."""
    yield from (Remove(field) for key in _SERIALIZATION if (field := parameter.get(key)) is not None)


def add_to_description(node: Node, note: str) -> Set | Insert:
    """Add `note` to the description of `node` as a paragraph of its own."""
    description = (node.text("description") or "").rstrip()
    return set_field(node, "description", f"{description}\n\n{note}" if description else note)
