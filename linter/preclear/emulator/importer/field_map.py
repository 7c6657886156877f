"""From a place in the document to the field of the action or trigger that was made of it.

The way back is that of the import contract, section 3. A field is a JSON Pointer into the resource (ActionError.field);
inside of a definition it goes on into the schema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.source import format_pointer

if TYPE_CHECKING:
    from preclear.connector import Value
    from preclear.source import Json, Node, Place, Pointer


class ResourceField(NamedTuple):
    """A field, and whether what lies deeper in the document lies deeper in it.

    `omission_index` numbers what was left out.
    """

    pointer: Pointer
    is_deep: bool = False
    omission_index: int | None = None

    @property
    def text(self) -> str:
        """The JSON Pointer."""
        return format_pointer(self.pointer)


class FieldMap:
    """The fields of one resource, by the places that they were made of."""

    def __init__(self) -> None:
        self._by_node: dict[tuple[int, Pointer], ResourceField] = {}
        self._by_missing_key: dict[tuple[int, Pointer, str], ResourceField] = {}

    def add_node(self, node: Node, field: ResourceField, *keys: str) -> None:
        """Note that `field` was made of `add_node`, or of what is `keys` it. The first that is noted counts."""
        self._by_node.setdefault((id(node.document), (*node.pointer, *keys)), field)

    def add_missing(self, node: Node, key: str, field: ResourceField) -> None:
        """Note that `field` would have been made of `key`, which `add_node` has not."""
        self._by_missing_key.setdefault((id(node.document), node.pointer, key), field)

    def add_value(self, value: Value[str] | Value[bool] | Value[Json], field: ResourceField) -> None:
        """Note that `field` was made of `add_value`, or would have been, where it is missing."""
        self.add_place(value.place, field)

    def add_place(self, place: Place, field: ResourceField) -> None:
        """Note that `field` was made of what stands at `add_place`, or is missing there."""
        document = id(place.document)
        if place.missing is None:
            self._by_node.setdefault((document, place.pointer), field)
        else:
            self._by_missing_key.setdefault((document, place.pointer, place.missing), field)

    def find_field(self, place: Place) -> ResourceField:
        """The field that a finding at `add_place` is about: the nearest above it, the resource itself if there is none."""
        document, pointer = id(place.document), place.pointer
        if place.missing is not None:
            missing_field = self._by_missing_key.get((document, pointer, place.missing))
            if missing_field is not None:
                return missing_field
        for length in range(len(pointer), -1, -1):
            nearest = self._by_node.get((document, pointer[:length]))
            if nearest is not None:
                missing_keys = () if place.missing is None else (place.missing,)
                rest = (*pointer[length:], *missing_keys) if nearest.is_deep else ()
                return nearest._replace(pointer=(*nearest.pointer, *rest))
        return ResourceField(())
