"""Nodes of a YAML text with their extents, and the way from a pointer to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.document import Extent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from preclear.source.pointer import Pointer


class Leaf:
    """A node in the text: its extent, and that of the key it stands under (-1 without one).

    A scalar is no more than this, as a text of a megabyte can have half a million of them.
    """

    __slots__ = ("end", "key_end", "key_start", "part", "start")

    def __init__(self, part: str | int, key_start: int, key_end: int) -> None:
        self.part = part  # what it stands under
        self.key_start = key_start
        self.key_end = key_end
        self.start = self.end = 0


class Item(Leaf):
    """A mapping, a list, an alias, or a scalar that has an anchor."""

    __slots__ = ("entries", "is_list", "items", "last", "merges", "target", "text")

    def __init__(self, part: str | int, key_start: int, key_end: int) -> None:
        super().__init__(part, key_start, key_end)
        self.is_list = False
        self.entries: dict[str, Leaf] = {}  # of a mapping; of two under the same key, the later one
        self.items: list[Leaf] = []  # of a list
        self.last: Leaf | None = None  # the last child in the text
        self.merges: list[Leaf] | None = None  # the values of merge keys
        self.target: Item | None = None  # what an alias stands for
        self.text: str | None = None  # of a scalar

    @property
    def children(self) -> Collection[Leaf]:
        """The nodes in a mapping or a list."""
        return self.items if self.is_list else self.entries.values()

    def child(self, part: str | int) -> Leaf | None:
        """What stands under `part`: an own child, or one that a merge key brings."""
        if isinstance(part, int):
            return self.items[part] if 0 <= part < len(self.items) else None
        own = self.entries.get(part)
        if self.merges is None:
            return own
        if own is not None and own not in self.merges:
            return own
        for source in self._sources():
            found = source.entries.get(part)
            if found is not None and not (source.merges and found in source.merges):
                return found
        return None

    def _sources(self) -> Iterator[Item]:
        """The mappings whose entries are merged into this one, nearest first."""
        seen = {id(self)}
        waiting = list(reversed(self.merges or ()))
        while waiting:
            source = waiting.pop()
            if not isinstance(source, Item):
                continue
            source = source.target or source
            if id(source) in seen:
                continue
            seen.add(id(source))
            if source.is_list:
                waiting.extend(reversed(source.items))
            else:
                yield source
                waiting.extend(reversed(source.merges or ()))


def extent_of(root: Leaf, pointer: Pointer, base: int) -> Extent:
    """The extent of what `pointer` leads to from `root`, `base` added to it. Raises LookupError where there is none."""
    item = root
    for part in pointer:
        found = (item.target or item).child(part) if isinstance(item, Item) else None
        if found is None:
            raise LookupError(pointer)
        item = found
    if item.key_start < 0:
        return Extent(-1, -1, item.start + base, item.end + base)
    return Extent(item.key_start + base, item.key_end + base, item.start + base, item.end + base)
