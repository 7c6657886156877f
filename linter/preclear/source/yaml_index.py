"""The place of everything in a YAML text, by one pass over all its events.

Exact for whatever libyaml reads, and slow: it serves where `yaml_locate` finds the text irregular, and lists the
duplicate keys of a text that is known to have some.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear.source.keys import report_duplicate
from preclear.source.lines import Lines
from preclear.source.yaml_events import event_kinds, next_event
from preclear.source.yaml_items import Item, extent_of
from preclear.source.yaml_keys import MERGE_KEY
from preclear.source.yaml_mend import mend
from preclear.source.yaml_words import Problem

if TYPE_CHECKING:
    from preclear.source.document import Document, Extent
    from preclear.source.pointer import Pointer
    from preclear.source.yaml_events import Event, Mark, NextEvent

_PROPERTIES = re.compile(r"(?:(?:&[\w-]+|!<[^>\s]*>|![^\s,\[\]{}]*)(?:[ \t\r\n]+|(?<=[ \t\r\n])#[^\r\n]*)*)+")


class YamlIndex:
    """Finds extents in the first document, or the first flow collection, of a text."""

    def __init__(self, text: str, *, base: int = 0, document: Document | None = None, flow: bool = False) -> None:
        """Read `text`, which begins at the offset `base` of the document's text. Raises yaml.YAMLError.

        With a `document`, its duplicate keys are reported. With `flow`, nothing behind the first node is looked at,
        and what libyaml refuses is not mended.
        """
        from yaml import YAMLError

        self._text = text
        self._base = base
        self._document = document
        self._lines: Lines | None = None
        source = text
        while True:
            self._anchors: dict[str, Item] = {}
            self._first: dict[tuple[int, str], tuple[int, int]] = {}
            self._root = Item(0, 0, -1, -1)
            try:
                self._build(next_event(source))
            except YAMLError as error:
                lines = self._lines = Lines(text)
                mended = None if flow else mend(source, lines, Problem.of(error))
                if mended is None:
                    raise
                source = mended
            else:
                return

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
                part: str | int = len(stack[-1].children) if stack else 0
                item = Item(0, 0, -1, -1)
                merges = False
                if stack and not stack[-1].is_list:
                    part, merges = self._key(item, event, get)
                    event = get()
                self._fill(item, event)
                item.part = part
                if stack:
                    self._add(stack, item, merges)
                else:
                    self._root = item
                if kinds.starts(event):
                    stack.append(item)
            if not stack:
                return
            event = get()

    def _key(self, item: Item, event: Event, get: NextEvent) -> tuple[str, bool]:
        """Set the extent of a key; gives its text, and whether it is a merge key."""
        kinds = event_kinds()
        key = Item(0, 0, -1, -1)
        self._fill(key, event)
        text, depth, start = key.text, 0, self._offset(event.start_mark)
        if kinds.starts(event):
            while True:
                depth += kinds.starts(event) - kinds.ends(event)
                if not depth:
                    break
                event = get()
            key.end = self._end(event, key.start)
            text = self._text[start : key.end]
        elif event.__class__ is kinds.alias:
            target = key.target
            text = target.text if target and target.text is not None else f"*{event.anchor}"
        item.key_start, item.key_end = key.start, key.end
        is_scalar = event.__class__ is kinds.scalar
        return text or "", is_scalar and not event.style and event.tag is None and text == MERGE_KEY

    def _fill(self, item: Item, event: Event) -> None:
        """Set what the event says of the node that it begins, or is."""
        kinds = event_kinds()
        start = self._offset(event.start_mark)
        item.end = self._end(event, start)
        if event.__class__ is kinds.alias:
            item.target = self._anchors.get(event.anchor or "")
        else:
            if event.anchor is not None or event.tag is not None:
                found = _PROPERTIES.match(self._text, start)
                start = found.end() if found else start
                item.end = max(item.end, start) if event.__class__ is not kinds.scalar else item.end
            if event.anchor is not None:
                self._anchors[event.anchor] = item
            item.is_list = event.__class__ is kinds.sequence_start
            if event.__class__ is kinds.scalar:
                item.text = event.value
        item.start = min(start, item.end) if event.__class__ is kinds.scalar else start

    def _add(self, stack: list[Item], item: Item, merges: bool) -> None:
        parent, part = stack[-1], item.part
        if isinstance(part, str):
            if parent.last is None and self._text[parent.start : parent.start + 1] != "{":
                parent.start = item.key_start
            if part in parent.children and self._document is not None:
                self._report_duplicate(stack, part, item)
        parent.children[part] = parent.last = item
        if merges:
            parent.merges = [item]

    def _report_duplicate(self, stack: list[Item], part: str, item: Item) -> None:
        parent = stack[-1]
        earlier = parent.children[part]
        first = self._first.setdefault((id(parent), part), (earlier.key_start, earlier.key_end))
        pointer = (*(open.part for open in stack[1:]), part)
        if self._document is not None:
            report_duplicate(self._document, pointer, first, (item.key_start, item.key_end))

    def _close(self, item: Item, event: Event) -> None:
        last = item.last
        if self._text[item.start : item.start + 1] in ("{", "["):
            item.end = self._end(event, item.start)
        elif last is not None:
            item.end = last.end

    def _offset(self, mark: Mark) -> int:
        lines = self._lines
        return mark.index if lines is None else lines.offset(mark.line, mark.column)

    def _end(self, event: Event, start: int) -> int:
        """Where the event ends, without the blanks and lines behind it."""
        end, text = self._offset(event.end_mark), self._text
        while end > start and text[end - 1] in " \t\r\n":
            end -= 1
        return end


def report_duplicates(document: Document) -> YamlIndex:
    """Report every key of `document` that is there twice. Gives the index, which knows all places."""
    return YamlIndex(document.text, document=document)
