"""From a place in the document to the field of the action or trigger that it became.

A field is a JSON Pointer into the resource (ActionError.field); inside a definition it continues into the schema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.source import format_pointer

if TYPE_CHECKING:
    from preclear.connector import Value
    from preclear.source import Json, Node, Place, Pointer


class ResourceField(NamedTuple):
    """A field. `is_deep` says that deeper places in the document are deeper fields.

    `omission_index` is the 0-based number of the omission if the place was left out, else None.
    """

    pointer: Pointer
    is_deep: bool = False
    omission_index: int | None = None

    @property
    def text(self) -> str:
        """The JSON Pointer."""
        return format_pointer(self.pointer)


class FieldMap:
    """The fields of one resource, by their places in the document."""

    def __init__(self) -> None:
        self._by_node: dict[tuple[int, Pointer], ResourceField] = {}
        self._by_missing_key: dict[tuple[int, Pointer, str], ResourceField] = {}

    def add_node(self, node: Node, field: ResourceField, *keys: str) -> None:
        """Map `node`, or the node at `keys` below it, to `field`. The first mapping of a node wins."""
        self._by_node.setdefault((id(node.document), (*node.pointer, *keys)), field)

    def add_missing(self, node: Node, key: str, field: ResourceField) -> None:
        """Map the key `key` that `node` lacks to `field`."""
        self._by_missing_key.setdefault((id(node.document), node.pointer, key), field)

    def add_value(self, value: Value[str] | Value[bool] | Value[Json], field: ResourceField) -> None:
        """Map the place of `value`, which can be missing, to `field`."""
        self.add_place(value.place, field)

    def add_place(self, place: Place, field: ResourceField) -> None:
        """Map `place`, which can be missing, to `field`."""
        document = id(place.document)
        if place.missing is None:
            self._by_node.setdefault((document, place.pointer), field)
        else:
            self._by_missing_key.setdefault((document, place.pointer, place.missing), field)

    def find_field(self, place: Place) -> ResourceField:
        """Return the field for a finding at `place`: the nearest one above it, else the resource itself."""
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
