"""A value in a document, with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

from preclear.source.document import Place
from preclear.source.json_value import get_child

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from preclear.source.document import Document
    from preclear.source.json_value import Json
    from preclear.source.locator import PlacePart
    from preclear.source.pointer import Pointer


_new_place: Callable[[type[Place], tuple[Document, Pointer, PlacePart, str | None, None]], Place] = vars(tuple)[
    "__new__"
]
"""Makes a place without the Python function that a named tuple's constructor is."""


@final
class Node:
    """A value in a document and its pointer. Nothing is resolved: a `$ref` is an ordinary entry here.

    A node is never changed. Two nodes are equal if they have the same document and pointer and equal values. It's a
    plain class because a run makes millions of nodes: a named tuple takes twice as long to make and to read.
    """

    __slots__ = ("document", "pointer", "value")

    document: Document
    pointer: Pointer
    value: Json

    def __init__(self, document: Document, pointer: Pointer, value: Json) -> None:
        self.document = document
        self.pointer = pointer
        self.value = value

    def __repr__(self) -> str:
        return f"Node({self.document!r}, {self.pointer!r}, {self.value!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Node):
            return NotImplemented
        return self.document is other.document and self.pointer == other.pointer and self.value == other.value

    def __hash__(self) -> int:
        return hash((id(self.document), self.pointer))

    @property
    def identity(self) -> tuple[int, Pointer]:
        """A key that's unique to this node within a run."""
        return id(self.document), self.pointer

    @property
    def place(self) -> Place:
        """The place of the value."""
        return _new_place(Place, (self.document, self.pointer, "value", None, None))

    @property
    def key(self) -> Place:
        """The place of this value's key; of the value itself in a list or at the root."""
        pointer = self.pointer
        part: PlacePart = "key" if pointer and pointer[-1].__class__ is str else "value"
        return _new_place(Place, (self.document, pointer, part, None, None))

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
        value = self.value
        if isinstance(value, dict):
            document, pointer = self.document, self.pointer
            for key, child in value.items():
                yield key, Node(document, (*pointer, key), child)

    def items(self) -> Iterator[Node]:
        """Yield the items of a list; nothing if this isn't a list."""
        value = self.value
        if isinstance(value, list):
            document, pointer = self.document, self.pointer
            for index, child in enumerate(value):
                yield Node(document, (*pointer, index), child)

    def text(self, key: str) -> str | None:
        """Return the string under `key`; None if there is none."""
        value = self.value
        text = value.get(key) if isinstance(value, dict) else None
        return text if isinstance(text, str) else None

    def with_value(self, value: Json) -> Node:
        """Return a node with another value at the same place."""
        return Node(self.document, self.pointer, value)

    def missing_key(self, key: str) -> Place:
        """Return the place of a missing `key`: the place of this node's own key, with `missing` set."""
        pointer = self.pointer
        part: PlacePart = "key" if pointer and pointer[-1].__class__ is str else "value"
        return _new_place(Place, (self.document, pointer, part, key, None))


def node_at(place: Place) -> Node:
    """Return the node at `place`. Raises LookupError if there is none."""
    value = place.document.value
    for part in place.pointer:
        value = get_child(value, part)
    return Node(place.document, place.pointer, value)
