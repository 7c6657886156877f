"""Finds the extent of a node in the table that the compiled loader makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
        self._children: dict[int, dict[str | int, tuple[int, Json]]] = {}  # indexes and values

    def extent(self, pointer: Pointer) -> Extent:
        """Return the extent of the node at `pointer`. Raises LookupError if there is no such node."""
        index, value = 0, self._value
        for part in pointer:
            children = self._children.get(index)
            if children is None:
                children = self._children[index] = self._read_children(index, value)
            child = children.get(part)
            if child is None:
                raise LookupError(pointer)
            index, value = child
        return Extent(*self._nodes.extent(index))

    def _read_children(self, index: int, value: Json) -> dict[str | int, tuple[int, Json]]:
        indexes = self._nodes.children(index)
        if isinstance(value, dict):
            return dict(zip(value, zip(indexes, value.values(), strict=True), strict=True))
        if isinstance(value, list):
            return dict(enumerate(zip(indexes, value, strict=True)))
        return {}
