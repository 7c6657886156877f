"""Finds the extent of a node in the table that a compiled reader makes."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from preclear.source.json_value import get_child
from preclear.source.locator import Extent

if TYPE_CHECKING:
    from preclear.source.json_value import Json
    from preclear.source.pointer import Pointer
    from preclear.source.yaml.compiled.extension import NodeTable


class TableLocator:
    """Finds the extents of nodes in one text. The children of each container are looked up once."""

    def __init__(self, value: Json, nodes: NodeTable) -> None:
        """`value` is the text's value, with the entries of each mapping in the order of the text."""
        self._value = value
        self._nodes = nodes
        self._items: dict[int, array[int]] = {}  # the indexes of the items of each list
        self._entries: dict[int, dict[str, int]] = {}  # the indexes of the entries of each mapping

    def extent(self, pointer: Pointer) -> Extent:
        """Return the extent of the node at `pointer`. Raises LookupError if there is no such node."""
        index, value = 0, self._value
        for part in pointer:
            child = get_child(value, part)
            index = self._read_entries(index, value)[part] if isinstance(part, str) else self._read_items(index)[part]
            value = child
        return Extent(*self._nodes.extent(index))

    def _read_entries(self, index: int, value: Json) -> dict[str, int]:
        entries = self._entries.get(index)
        if entries is None:
            keys = value if isinstance(value, dict) else ()
            entries = self._entries[index] = dict(zip(keys, self._nodes.children(index), strict=True))
        return entries

    def _read_items(self, index: int) -> array[int]:
        items = self._items.get(index)
        if items is None:
            items = self._items[index] = array("I", self._nodes.children(index))
        return items
