"""Finds the node at a position of a text: the way back from an offset to a pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.document import Place
from preclear.source.node import node_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source.document import Document
    from preclear.source.json_value import Json
    from preclear.source.locator import Extent
    from preclear.source.pointer import Pointer


def place_at(document: Document, offset: int) -> Place:
    """Return the place of the innermost node whose key or value contains the character at `offset`, 0-based.

    The part is `key` in the node's key. Between the key and the value, and in the blank space of a mapping or list,
    it's `value`. An offset outside of the root node is in the root. A YAML alias is a node without children: the text
    that it stands for is elsewhere. Raises LookupError if the document isn't loaded.
    """
    pointer: Pointer = ()
    value, extent = document.value, document.extent(())
    while True:
        child = _find_child(document, pointer, value, offset)
        if child is None:
            is_key = extent.key_start <= offset < extent.key_end
            return Place(document, pointer, "key" if is_key else "value")
        pointer, value, extent = child


def is_in_text(place: Place, offset: int) -> bool:
    """Whether the character at `offset`, which is in the node at `place`, is part of a key, a scalar or an alias."""
    if place.part == "key":
        return True
    document, extent = place.document, place.document.extent(place.pointer)
    is_alias = document.format == "yaml" and document.text.startswith("*", extent.start)
    is_text = is_alias or not isinstance(node_at(place).value, dict | list)
    return is_text and extent.start <= offset < extent.end


def _find_child(document: Document, pointer: Pointer, value: Json, offset: int) -> tuple[Pointer, Json, Extent] | None:
    """Return the child of the node at `pointer` that contains `offset`; None if none does."""
    for part, child_value in _children(value):
        child_pointer = (*pointer, part)
        extent = document.extent(child_pointer)
        start = extent.start if extent.key_start < 0 else extent.key_start
        if start <= offset < max(extent.end, extent.key_end):
            return child_pointer, child_value, extent
    return None


def _children(value: Json) -> Iterator[tuple[str | int, Json]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)
