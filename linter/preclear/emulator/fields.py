"""From a place in the document to the field of the action or trigger that was made of it.

The way back is that of the import contract, section 3. A field is a JSON Pointer into the resource (ActionError.field);
inside of a definition it goes on into the schema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.source import pointer_text

if TYPE_CHECKING:
    from preclear.connector import Value
    from preclear.source import Json, Node, Place, Pointer


class Field(NamedTuple):
    """A field, and whether what lies deeper in the document lies deeper in it. `lost` numbers what was left out."""

    pointer: Pointer
    deep: bool = False
    lost: int | None = None

    @property
    def text(self) -> str:
        """The JSON Pointer."""
        return pointer_text(self.pointer)


class Fields:
    """The fields of one resource, by the places that they were made of."""

    def __init__(self) -> None:
        self._at: dict[tuple[int, Pointer], Field] = {}
        self._lacking: dict[tuple[int, Pointer, str], Field] = {}

    def node(self, node: Node, field: Field, *below: str) -> None:
        """Note that `field` was made of `node`, or of what is `below` it. The first that is noted counts."""
        self._at.setdefault((id(node.document), (*node.pointer, *below)), field)

    def lacks(self, node: Node, key: str, field: Field) -> None:
        """Note that `field` would have been made of `key`, which `node` has not."""
        self._lacking.setdefault((id(node.document), node.pointer, key), field)

    def value(self, value: Value[str] | Value[bool] | Value[Json], field: Field) -> None:
        """Note that `field` was made of `value`, or would have been, where it is missing."""
        self.place(value.place, field)

    def place(self, place: Place, field: Field) -> None:
        """Note that `field` was made of what stands at `place`, or is missing there."""
        document = id(place.document)
        if place.missing is None:
            self._at.setdefault((document, place.pointer), field)
        else:
            self._lacking.setdefault((document, place.pointer, place.missing), field)

    def of(self, place: Place) -> Field:
        """The field that a finding at `place` is about: the nearest above it, the resource itself if there is none."""
        document, pointer = id(place.document), place.pointer
        if place.missing is not None:
            lacking = self._lacking.get((document, pointer, place.missing))
            if lacking is not None:
                return lacking
        for length in range(len(pointer), -1, -1):
            found = self._at.get((document, pointer[:length]))
            if found is not None:
                missing = () if place.missing is None else (place.missing,)
                rest = (*pointer[length:], *missing) if found.deep else ()
                return found._replace(pointer=(*found.pointer, *rest))
        return Field(())
