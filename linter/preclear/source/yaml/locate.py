"""The place of a pointer in a YAML text, found by going down block collections line by line of one indentation.

Only what lies on the way is looked at, and each collection's children once. Every collection on the way is compared
with the value that was loaded; where the two differ, or the text does anything out of the ordinary, the exact and slow
`YamlIndex` answers instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.source.document import Extent
from preclear.source.under import value_under
from preclear.source.yaml.block import (
    BLOCK_LIST,
    BLOCK_MAPPING,
    FLOW,
    Irregular,
    Node,
    children,
    node_at,
    root_node,
    scalar_end,
)

if TYPE_CHECKING:
    from preclear.source.json_value import Json
    from preclear.source.pointer import Pointer
    from preclear.source.yaml.block import Child
    from preclear.source.yaml.index import YamlIndex
    from preclear.source.yaml.source import Source

Table: TypeAlias = "dict[str | int, Child]"


class Step(NamedTuple):
    """A node on the way, with the value that stands there and the extent of its key."""

    node: Node
    value: Json
    key_start: int
    key_end: int


class YamlLocator:
    """Finds extents in one text, whose loaded value is `value`."""

    def __init__(self, text: str, value: Json, source: Source | None = None) -> None:
        """`source` is what libyaml read in place of the text, where that is not the text itself."""
        self._text = text
        self._value = value
        self._source = source
        self._index: YamlIndex | None = None
        self._tables: dict[int, Table] = {}
        self._flows: dict[int, YamlIndex] = {}
        self._steps: dict[Pointer, Step] = {}

    def extent(self, pointer: Pointer) -> Extent:
        """The extent of the node at `pointer`. Raises LookupError where there is none."""
        index = self._index
        if index is None:
            try:
                if self._source is not None and self._source.is_changed:
                    raise Irregular
                return self._find(pointer)
            except Irregular:
                from preclear.source.yaml.index import YamlIndex

                # It is not cheap, so once it is there it answers everything.
                index = self._index = YamlIndex(self._text, self._source)
        return index.extent(pointer)

    def _find(self, pointer: Pointer) -> Extent:
        if not self._steps:
            self._steps[()] = Step(root_node(self._text), self._value, -1, -1)
        known = len(pointer)
        while pointer[:known] not in self._steps:
            known -= 1
        step = self._steps[pointer[:known]]
        for depth in range(known, len(pointer)):
            if step.node.kind == FLOW:
                return self._find_in_flow(step, pointer, depth)
            step = self._steps[pointer[: depth + 1]] = self._down(step, pointer, depth)
        if step.node.kind == FLOW:
            return self._find_in_flow(step, pointer, len(pointer))
        end = self._end(step.node, step.value)
        return Extent(step.key_start, step.key_end, step.node.start, end)

    def _down(self, step: Step, pointer: Pointer, depth: int) -> Step:
        node, value, part = step.node, step.value, pointer[depth]
        below = value_under(value, part)
        child = self._table(node, value).get(part)
        if child is None or part == "<<":
            raise Irregular
        return Step(self._node(child, node), below, child.key_start, child.key_end)

    def _node(self, child: Child, parent: Node) -> Node:
        return node_at(self._text, child.start, child.limit, parent)

    def _table(self, node: Node, value: Json) -> Table:
        """The children of a block collection, which `value` must have too."""
        table = self._tables.get(node.start)
        if table is None:
            if node.kind not in (BLOCK_MAPPING, BLOCK_LIST):
                if isinstance(value, (dict, list)):
                    raise Irregular
                return {}
            table = children(self._text, node)
            if node.kind == BLOCK_LIST:
                same = isinstance(value, list) and len(value) == len(table)
            elif "<<" in table:
                same = isinstance(value, dict) and table.keys() - {"<<"} <= value.keys()
            else:
                same = isinstance(value, dict) and table.keys() == value.keys()
            if not same:
                raise Irregular
            self._tables[node.start] = table
        return table

    def _find_in_flow(self, step: Step, pointer: Pointer, depth: int) -> Extent:
        """Look inside a flow collection: libyaml reads just that."""
        from yaml import YAMLError

        node = step.node
        index = self._flows.get(node.start)
        if index is None:
            from preclear.source.yaml.index import YamlIndex

            try:
                index = YamlIndex(self._text[node.start : node.limit], base=node.start)
            except YAMLError as error:
                raise Irregular from error
            self._flows[node.start] = index
        try:
            extent = index.extent(pointer[depth:])
        except LookupError as error:
            raise Irregular from error  # it may lead through an alias
        if depth == len(pointer):
            return extent._replace(key_start=step.key_start, key_end=step.key_end)
        return extent

    def _end(self, node: Node, value: Json) -> int:
        """Where the node's text ends: for a collection, where its last child's does."""
        while node.kind in (BLOCK_MAPPING, BLOCK_LIST):
            table = self._table(node, value)
            part = next(reversed(table))
            if part == "<<":
                raise Irregular
            value = value_under(value, part)
            node = self._node(table[part], node)
        if node.kind == FLOW:
            return self._find_in_flow(Step(node, value, -1, -1), (), 0).end
        if isinstance(value, (dict, list)) and not node.is_alias:
            raise Irregular
        return scalar_end(self._text, node)
