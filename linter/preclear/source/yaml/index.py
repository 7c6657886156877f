"""The place of everything in a YAML text, by one pass over all its events.

Exact for whatever libyaml reads, and slow: it serves where `yaml_locate` finds the text irregular.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from preclear.source.lines import Lines
from preclear.source.yaml.events import event_kinds, next_event
from preclear.source.yaml.items import Item, Leaf, extent_of
from preclear.source.yaml.keys import MERGE_KEY, MERGE_TAG
from preclear.source.yaml.source import source_of

if TYPE_CHECKING:
    from preclear.source.document import Extent
    from preclear.source.pointer import Pointer
    from preclear.source.yaml.events import Event, Mark, NextEvent
    from preclear.source.yaml.source import Source

_PROPERTIES = re.compile(r"(?:(?:&[\w-]+|!<[^>\s]*>|![^\s,\[\]{}]*)(?:[ \t\r\n]+|(?<=[ \t\r\n])#[^\r\n]*)*)+")


class _Key(NamedTuple):
    """A key's text, or an index, and extent; `merges` where it is a merge key."""

    part: str | int
    start: int = -1
    end: int = -1
    merges: bool = False


_NO_KEY = _Key("")


def _entries(items: list[Leaf]) -> dict[str, Leaf]:
    """A mapping of keys and values that follow each other. Keys that are no text are left out."""
    entries: dict[str, Leaf] = {}
    for key, value in zip(items[::2], items[1::2], strict=True):
        text = (key.target or key).text if isinstance(key, Item) else None
        if text is not None:
            value.part, value.key_start, value.key_end = text, key.start, key.end
            entries[text] = value
    return entries


class YamlIndex:
    """Finds extents in the first document, or the first flow collection, of a text."""

    def __init__(self, text: str, source: Source | None = None, *, base: int = 0) -> None:
        """Read `text`, which begins at the offset `base` of the document's text. Raises yaml.YAMLError.

        `source` is what libyaml reads in its place, if that was found out. Nothing behind the first node is read.
        """
        self._text = text
        self._base = base
        self._lines = None if source is None else Lines(text)
        self._anchors: dict[str, Item] = {}
        self._root: Leaf = Leaf("", -1, -1)
        self._build(next_event(source or source_of(text)))

    def extent(self, pointer: Pointer) -> Extent:
        """The extent of the node at `pointer`. Raises LookupError where there is none."""
        return extent_of(self._root, pointer, self._base)

    def _build(self, get: NextEvent) -> None:
        kinds = event_kinds()
        stack: list[Item] = []
        event = get()
        while event.__class__ in (kinds.stream_start, kinds.document_start):
            event = get()
        while True:
            if kinds.ends(event):
                self._close(stack.pop(), event)
            else:
                key = _NO_KEY
                if stack and not stack[-1].is_list:
                    key = self._key(event, get)
                    event = get()
                elif stack:
                    key = key._replace(part=len(stack[-1].items))
                make = Leaf if event.__class__ is kinds.scalar and event.anchor is None else Item
                item = make(key.part, key.start, key.end)
                self._fill(item, event)
                if stack:
                    self._add(stack, item, key.merges)
                else:
                    self._root = item
                if isinstance(item, Item) and kinds.starts(event):
                    stack.append(item)
            if not stack:
                return
            event = get()

    def _key(self, event: Event, get: NextEvent) -> _Key:
        """The key that begins with `event`."""
        kinds = event_kinds()
        key = Item("", -1, -1)
        self._fill(key, event)
        if event.__class__ is kinds.scalar:
            text = event.value
            merges = text == MERGE_KEY and (event.tag == MERGE_TAG or (event.tag is None and not event.style))
            return _Key(text, key.start, key.end, merges)
        if event.__class__ is kinds.alias:
            target = key.target
            text = target.text if target and target.text is not None else f"*{event.anchor}"
            return _Key(text, key.start, key.end)
        start, end = self._offset(event.start_mark), self._pass_over(key, event, get)
        return _Key(self._text[start:end], key.start, end)

    def _pass_over(self, key: Item, event: Event, get: NextEvent) -> int:
        """Read a mapping or a list that is a key, for the anchors in it; gives the offset behind it."""
        kinds = event_kinds()
        stack = [key]
        while True:
            event = get()
            if kinds.ends(event):
                closed = stack.pop()
                self._close(closed, event)
                if not closed.is_list:
                    closed.entries = _entries(closed.items)
                if not stack:
                    return self._end(event, key.start)
                continue
            item = Item(len(stack[-1].items), -1, -1)
            self._fill(item, event)
            stack[-1].items.append(item)
            if kinds.starts(event):
                stack.append(item)

    def _fill(self, item: Leaf, event: Event) -> None:
        """Set what the event says of the node that it begins, or is."""
        kinds = event_kinds()
        start = self._offset(event.start_mark)
        item.end = self._end(event, start)
        is_scalar = event.__class__ is kinds.scalar
        if event.__class__ is kinds.alias:
            if isinstance(item, Item):
                item.target = self._anchors.get(event.anchor or "")
        else:
            if event.anchor is not None or event.tag is not None:
                found = _PROPERTIES.match(self._text, start)
                start = found.end() if found else start
                item.end = item.end if is_scalar else max(item.end, start)
            if isinstance(item, Item):
                item.is_list = event.__class__ is kinds.sequence_start
                if is_scalar:
                    item.text = event.value
                if event.anchor is not None:
                    self._anchors[event.anchor] = item
        item.start = min(start, item.end) if is_scalar else start

    def _add(self, stack: list[Item], item: Leaf, merges: bool) -> None:
        parent, part = stack[-1], item.part
        if isinstance(part, str):
            if parent.last is None and self._text[parent.start : parent.start + 1] != "{":
                parent.start = item.key_start
            parent.entries[part] = item
        else:
            parent.items.append(item)
        parent.last = item
        if merges:
            parent.merges = parent.merges or []
            parent.merges.append(item)

    def _close(self, item: Item, event: Event) -> None:
        last = item.last
        if self._text[item.start : item.start + 1] in ("{", "["):
            item.end = self._end(event, item.start)
        elif last is not None:
            item.end = last.end

    def _offset(self, mark: Mark) -> int:
        lines = self._lines
        return min(mark.index, len(self._text)) if lines is None else lines.offset(mark.line, mark.column)

    def _end(self, event: Event, start: int) -> int:
        """Where the event ends, without the blanks and lines behind it."""
        end, text = self._offset(event.end_mark), self._text
        while end > start and text[end - 1] in " \t\r\n":
            end -= 1
        return end
