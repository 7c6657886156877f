"""Nodes of a YAML text with their extents, and the way from a pointer to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.document import Extent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from preclear.source.pointer import Pointer


class YamlNode:
    """A node in the text: its extent, and that of the key it stands under (-1 without one).

    A scalar is no more than this, as a text of a megabyte can have half a million of them.
    """

    __slots__ = ("end", "key_end", "key_start", "part", "start")

    def __init__(self, part: str | int, key_start: int, key_end: int) -> None:
        self.part = part  # what it stands under
        self.key_start = key_start
        self.key_end = key_end
        self.start = self.end = 0


class YamlBranch(YamlNode):
    """A mapping, a list, an alias, or a scalar that has an anchor."""

    __slots__ = ("entries", "is_list", "items", "last_child", "merge_values", "target", "text")

    def __init__(self, part: str | int, key_start: int, key_end: int) -> None:
        super().__init__(part, key_start, key_end)
        self.is_list = False
        self.entries: dict[str, YamlNode] = {}  # of a mapping; of two under the same key, the later one
        self.items: list[YamlNode] = []  # of a list
        self.last_child: YamlNode | None = None  # the last child in the text
        self.merge_values: list[YamlNode] | None = None  # the values of merge keys
        self.target: YamlBranch | None = None  # what an alias stands for
        self.text: str | None = None  # of a scalar

    @property
    def children(self) -> Collection[YamlNode]:
        """The nodes in a mapping or a list."""
        return self.items if self.is_list else self.entries.values()

    def child(self, part: str | int) -> YamlNode | None:
        """What stands under `part`: an own child, or one that a merge key brings."""
        if isinstance(part, int):
            return self.items[part] if 0 <= part < len(self.items) else None
        child = self.entries.get(part)
        if self.merge_values is None:
            return child
        if child is not None and child not in self.merge_values:
            return child
        for source in self._merge_sources():
            child_found = source.entries.get(part)
            if child_found is not None and not (source.merge_values and child_found in source.merge_values):
                return child_found
        return None

    def _merge_sources(self) -> Iterator[YamlBranch]:
        """The mappings whose entries are merged into this one, nearest first."""
        seen = {id(self)}
        pending = list(reversed(self.merge_values or ()))
        while pending:
            source = pending.pop()
            if not isinstance(source, YamlBranch):
                continue
            source = source.target or source
            if id(source) in seen:
                continue
            seen.add(id(source))
            if source.is_list:
                pending.extend(reversed(source.items))
            else:
                yield source
                pending.extend(reversed(source.merge_values or ()))


def find_extent(root: YamlNode, pointer: Pointer, base: int) -> Extent:
    """The extent of what `pointer` leads to from `root`, `base` added to it. Raises LookupError where there is none."""
    item = root
    for part in pointer:
        child = (item.target or item).child(part) if isinstance(item, YamlBranch) else None
        if child is None:
            raise LookupError(pointer)
        item = child
    if item.key_start < 0:
        return Extent(-1, -1, item.start + base, item.end + base)
    return Extent(item.key_start + base, item.key_end + base, item.start + base, item.end + base)
