"""A value in a document, together with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.source.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source.document import Document
    from preclear.source.json_value import Json
    from preclear.source.pointer import Pointer


class Node(NamedTuple):
    """One value and the way to it. Nothing is followed: a `$ref` is an entry like any other here."""

    document: Document
    pointer: Pointer
    value: Json

    @property
    def identity(self) -> tuple[int, Pointer]:
        """What tells it from all other nodes of a run."""
        return id(self.document), self.pointer

    @property
    def place(self) -> Place:
        """The place of the value."""
        return Place(self.document, self.pointer)

    @property
    def key(self) -> Place:
        """The place of the key that this value stands under; of the value itself in a list or at the root."""
        pointer = self.pointer
        return Place(self.document, pointer, "key" if pointer and pointer[-1].__class__ is str else "value")

    @property
    def mapping(self) -> dict[str, Json]:
        """The value where it is a mapping; an empty one where it is not."""
        value = self.value
        return value if isinstance(value, dict) else {}

    def get(self, key: str) -> Node | None:
        """The value under `key`; None where this is no mapping or has no such key."""
        value = self.value
        if isinstance(value, dict) and key in value:
            return Node(self.document, (*self.pointer, key), value[key])
        return None

    def entries(self) -> Iterator[tuple[str, Node]]:
        """Every key of a mapping with its node, in the document's order; nothing where this is no mapping."""
        document, pointer, value = self
        if isinstance(value, dict):
            for key, child in value.items():
                yield key, Node(document, (*pointer, key), child)

    def items(self) -> Iterator[Node]:
        """Every item of a list; nothing where this is no list."""
        document, pointer, value = self
        if isinstance(value, list):
            for index, child in enumerate(value):
                yield Node(document, (*pointer, index), child)

    def text(self, key: str) -> str | None:
        """The text under `key`; None where there is none or it is no text."""
        value = self.value
        text = value.get(key) if isinstance(value, dict) else None
        return text if isinstance(text, str) else None

    def missing_key(self, key: str) -> Place:
        """The place where `key` should be and is not: this node's own key, with `missing` set."""
        pointer = self.pointer
        return Place(self.document, pointer, "key" if pointer and pointer[-1].__class__ is str else "value", key)
