"""Finds the extent of a node in a YAML text, fast: block collections are read by their indentation.

Only the nodes on the path are read, and the children of each collection once. Each collection on the path is compared
with the loaded value. If they differ, or the layout isn't supported, the slow and exact `YamlIndex` is used instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from preclear._records import NamedTuple
from preclear.source.json_value import get_child
from preclear.source.locator import Extent
from preclear.source.yaml.block import (
    BLOCK_LIST,
    BLOCK_MAPPING,
    FLOW,
    BlockNode,
    UnsupportedLayoutError,
    find_scalar_end,
    read_entries,
    read_node,
    read_root,
)

if TYPE_CHECKING:
    from preclear.source.json_value import Json
    from preclear.source.parser_input import YamlInput
    from preclear.source.pointer import Pointer
    from preclear.source.yaml.block import BlockEntry
    from preclear.source.yaml.index import YamlIndex

BlockEntries: TypeAlias = "dict[str | int, BlockEntry]"


class PathStep(NamedTuple):
    """A node on a path, with its value and the offsets of its key (-1 without one)."""

    node: BlockNode
    value: Json
    key_start: int
    key_end: int


class YamlLocator:
    """Finds the extents of nodes in one text."""

    def __init__(self, text: str, value: Json, yaml_input: YamlInput | None = None) -> None:
        """`value` is the text's value. `yaml_input` is what libyaml read, if that isn't the text itself."""
        self._text = text
        self._value = value
        self._yaml_input = yaml_input
        self._index: YamlIndex | None = None
        self._entries: dict[int, BlockEntries] = {}
        self._flow_indexes: dict[int, YamlIndex] = {}
        self._steps: dict[Pointer, PathStep] = {}

    def extent(self, pointer: Pointer) -> Extent:
        """Return the extent of the node at `pointer`. Raises LookupError if there is no such node."""
        index = self._index
        if index is None:
            try:
                if self._yaml_input is not None and self._yaml_input.has_replacements:
                    raise UnsupportedLayoutError
                return self._find_extent(pointer)
            except UnsupportedLayoutError:
                from preclear.source.yaml.index import YamlIndex

                # It isn't cheap to build, so once it exists it answers everything.
                index = self._index = YamlIndex(self._text, self._yaml_input)
        return index.extent(pointer)

    def _find_extent(self, pointer: Pointer) -> Extent:
        if not self._steps:
            self._steps[()] = PathStep(read_root(self._text), self._value, -1, -1)
        known_depth = len(pointer)
        while pointer[:known_depth] not in self._steps:
            known_depth -= 1
        step = self._steps[pointer[:known_depth]]
        for depth in range(known_depth, len(pointer)):
            if step.node.kind == FLOW:
                return self._find_in_flow(step, pointer, depth)
            step = self._steps[pointer[: depth + 1]] = self._descend(step, pointer, depth)
        if step.node.kind == FLOW:
            return self._find_in_flow(step, pointer, len(pointer))
        end = self._find_end(step.node, step.value)
        return Extent(step.key_start, step.key_end, step.node.start, end)

    def _descend(self, step: PathStep, pointer: Pointer, depth: int) -> PathStep:
        node, value, part = step.node, step.value, pointer[depth]
        child_value = get_child(value, part)
        entry = self._read_entries(node, value).get(part)
        if entry is None or part == "<<":
            raise UnsupportedLayoutError
        return PathStep(self._read_node(entry, node), child_value, entry.key_start, entry.key_end)

    def _read_node(self, entry: BlockEntry, parent: BlockNode) -> BlockNode:
        return read_node(self._text, entry.start, entry.limit, parent, is_compact=entry.is_compact)

    def _read_entries(self, node: BlockNode, value: Json) -> BlockEntries:
        """Read the children of a block collection. `value` must have the same. Raises UnsupportedLayoutError."""
        entries = self._entries.get(node.start)
        if entries is None:
            if node.kind not in (BLOCK_MAPPING, BLOCK_LIST):
                if isinstance(value, (dict, list)):
                    raise UnsupportedLayoutError
                return {}
            entries = read_entries(self._text, node)
            if node.kind == BLOCK_LIST:
                is_same = isinstance(value, list) and len(value) == len(entries)
            elif "<<" in entries:
                is_same = isinstance(value, dict) and entries.keys() - {"<<"} <= value.keys()
            else:
                is_same = isinstance(value, dict) and entries.keys() == value.keys()
            if not is_same:
                raise UnsupportedLayoutError
            self._entries[node.start] = entries
        return entries

    def _find_in_flow(self, step: PathStep, pointer: Pointer, depth: int) -> Extent:
        """Find the extent of `pointer` inside a flow collection at `depth`. libyaml reads only that text."""
        from yaml import YAMLError

        node = step.node
        index = self._flow_indexes.get(node.start)
        if index is None:
            from preclear.source.yaml.index import YamlIndex

            try:
                index = YamlIndex(self._text[node.start : node.limit], base=node.start)
            except YAMLError as error:
                raise UnsupportedLayoutError from error
            self._flow_indexes[node.start] = index
        try:
            extent = index.extent(pointer[depth:])
        except LookupError as error:
            raise UnsupportedLayoutError from error  # the pointer may go through an alias
        if depth == len(pointer):
            return extent._replace(key_start=step.key_start, key_end=step.key_end)
        return extent

    def _find_end(self, node: BlockNode, value: Json) -> int:
        """Return the offset where the node ends; a collection ends with its last child."""
        while node.kind in (BLOCK_MAPPING, BLOCK_LIST):
            entries = self._read_entries(node, value)
            part = next(reversed(entries))
            if part == "<<":
                raise UnsupportedLayoutError
            value = get_child(value, part)
            node = self._read_node(entries[part], node)
        if node.kind == FLOW:
            return self._find_in_flow(PathStep(node, value, -1, -1), (), 0).end
        if isinstance(value, (dict, list)) and not node.is_alias:
            raise UnsupportedLayoutError
        return find_scalar_end(self._text, node)
