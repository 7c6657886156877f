"""Nodes of a YAML text with their extents, and the way from a pointer to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.document import Extent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source.pointer import Pointer


class Item:
    """A node in the text: its extent, and that of the key it stands under (-1 without one)."""

    __slots__ = (
        "children",
        "end",
        "is_list",
        "key_end",
        "key_start",
        "last",
        "merges",
        "part",
        "start",
        "target",
        "text",
    )

    def __init__(self, start: int, end: int, key_start: int, key_end: int) -> None:
        self.start = start
        self.end = end
        self.key_start = key_start
        self.key_end = key_end
        self.part: str | int = 0  # what it stands under
        self.is_list = False
        self.children: dict[str | int, Item] = {}  # of two under the same key, the later one
        self.last: Item | None = None  # the last child in the text
        self.merges: list[Item] | None = None  # the values of merge keys
        self.target: Item | None = None  # what an alias stands for
        self.text: str | None = None  # of a scalar

    def child(self, part: str | int) -> Item | None:
        """What stands under `part`: an own child, or one that a merge key brings."""
        own = self.children.get(part)
        if self.merges is None:
            return own
        if own is not None and own not in self.merges:
            return own
        for source in self._sources():
            found = source.children.get(part)
            if found is not None and not (source.merges and found in source.merges):
                return found
        return None

    def _sources(self) -> Iterator[Item]:
        """The mappings whose entries are merged into this one, nearest first."""
        seen = {id(self)}
        waiting = list(reversed(self.merges or ()))
        while waiting:
            source = waiting.pop()
            source = source.target or source
            if id(source) in seen:
                continue
            seen.add(id(source))
            if source.is_list:
                waiting.extend(reversed(source.children.values()))
            else:
                yield source
                waiting.extend(reversed(source.merges or ()))


def extent_of(root: Item, pointer: Pointer, base: int) -> Extent:
    """The extent of what `pointer` leads to from `root`, `base` added to it. Raises LookupError where there is none."""
    item = root
    for part in pointer:
        found = (item.target or item).child(part)
        if found is None:
            raise LookupError(pointer)
        item = found
    if item.key_start < 0:
        return Extent(-1, -1, item.start + base, item.end + base)
    return Extent(item.key_start + base, item.key_end + base, item.start + base, item.end + base)
