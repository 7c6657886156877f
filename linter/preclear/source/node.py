"""A value in a document, with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.source.document import Place
from preclear.source.json_value import get_child

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source.document import Document
    from preclear.source.json_value import Json
    from preclear.source.pointer import Pointer


class Node(NamedTuple):
    """A value in a document and its pointer. Nothing is resolved: a `$ref` is an ordinary entry here."""

    document: Document
    pointer: Pointer
    value: Json

    @property
    def identity(self) -> tuple[int, Pointer]:
        """A key that's unique to this node within a run."""
        return id(self.document), self.pointer

    @property
    def place(self) -> Place:
        """The place of the value."""
        return Place(self.document, self.pointer)

    @property
    def key(self) -> Place:
        """The place of this value's key; of the value itself in a list or at the root."""
        pointer = self.pointer
        return Place(self.document, pointer, "key" if pointer and pointer[-1].__class__ is str else "value")

    @property
    def mapping(self) -> dict[str, Json]:
        """The value if it's a mapping, otherwise an empty mapping."""
        value = self.value
        return value if isinstance(value, dict) else {}

    def get(self, key: str) -> Node | None:
        """Return the node under `key`; None if this isn't a mapping or has no such key."""
        value = self.value
        if isinstance(value, dict) and key in value:
            return Node(self.document, (*self.pointer, key), value[key])
        return None

    def entries(self) -> Iterator[tuple[str, Node]]:
        """Yield the keys of a mapping with their nodes, in the document's order; nothing if this isn't a mapping."""
        document, pointer, value = self
        if isinstance(value, dict):
            for key, child in value.items():
                yield key, Node(document, (*pointer, key), child)

    def items(self) -> Iterator[Node]:
        """Yield the items of a list; nothing if this isn't a list."""
        document, pointer, value = self
        if isinstance(value, list):
            for index, child in enumerate(value):
                yield Node(document, (*pointer, index), child)

    def text(self, key: str) -> str | None:
        """Return the string under `key`; None if there is none."""
        value = self.value
        text = value.get(key) if isinstance(value, dict) else None
        return text if isinstance(text, str) else None

    def missing_key(self, key: str) -> Place:
        """Return the place of a missing `key`: the place of this node's own key, with `missing` set."""
        pointer = self.pointer
        return Place(self.document, pointer, "key" if pointer and pointer[-1].__class__ is str else "value", key)


def node_at(place: Place) -> Node:
    """Return the node at `place`. Raises LookupError if there is none."""
    value = place.document.value
    for part in place.pointer:
        value = get_child(value, part)
    return Node(place.document, place.pointer, value)
