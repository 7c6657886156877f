"""The place of everything in a YAML text, by one pass over all its events.

Exact for whatever libyaml reads, and slow: it serves where `yaml_locate` finds the text irregular.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from preclear.source.lines import Lines
from preclear.source.yaml.events import create_event_reader, event_classes
from preclear.source.yaml.input import prepare_yaml_input
from preclear.source.yaml.keys import MERGE_KEY, MERGE_TAG
from preclear.source.yaml.nodes import YamlBranch, YamlNode, find_extent

if TYPE_CHECKING:
    from preclear.source.document import Extent
    from preclear.source.pointer import Pointer
    from preclear.source.yaml.events import Event, EventReader, YamlMark
    from preclear.source.yaml.input import YamlInput

_PROPERTIES = re.compile(r"(?:(?:&[\w-]+|!<[^>\s]*>|![^\s,\[\]{}]*)(?:[ \t\r\n]+|(?<=[ \t\r\n])#[^\r\n]*)*)+")


class _Key(NamedTuple):
    """A key's text, or an index, and extent; `is_merge` where it is a merge key."""

    part: str | int
    start: int = -1
    end: int = -1
    is_merge: bool = False


_NO_KEY = _Key("")


def _pair_entries(items: list[YamlNode]) -> dict[str, YamlNode]:
    """A mapping of keys and values that follow each other. Keys that are no text are left out."""
    entries: dict[str, YamlNode] = {}
    for key, value in zip(items[::2], items[1::2], strict=True):
        text = (key.target or key).text if isinstance(key, YamlBranch) else None
        if text is not None:
            value.part, value.key_start, value.key_end = text, key.start, key.end
            entries[text] = value
    return entries


class YamlIndex:
    """Finds extents in the first document, or the first flow collection, of a text."""

    def __init__(self, text: str, yaml_input: YamlInput | None = None, *, base: int = 0) -> None:
        """Read `text`, which begins at the offset `base` of the document's text. Raises yaml.YAMLError.

        `yaml_input` is what libyaml reads in its place, if that was found out. Nothing behind the first node is read.
        """
        self._text = text
        self._base = base
        self._lines = None if yaml_input is None else Lines(text)
        self._anchors: dict[str, YamlBranch] = {}
        self._root: YamlNode = YamlNode("", -1, -1)
        self._build(create_event_reader(yaml_input or prepare_yaml_input(text)))

    def extent(self, pointer: Pointer) -> Extent:
        """The extent of the node at `pointer`. Raises LookupError where there is none."""
        return find_extent(self._root, pointer, self._base)

    def _build(self, get: EventReader) -> None:
        classes = event_classes()
        stack: list[YamlBranch] = []
        event = get()
        while event.__class__ in (classes.stream_start, classes.document_start):
            event = get()
        while True:
            if classes.is_end(event):
                self._close(stack.pop(), event)
            else:
                key = _NO_KEY
                if stack and not stack[-1].is_list:
                    key = self._read_key(event, get)
                    event = get()
                elif stack:
                    key = key._replace(part=len(stack[-1].items))
                node_class = YamlNode if event.__class__ is classes.scalar and event.anchor is None else YamlBranch
                item = node_class(key.part, key.start, key.end)
                self._fill(item, event)
                if stack:
                    self._add(stack, item, key.is_merge)
                else:
                    self._root = item
                if isinstance(item, YamlBranch) and classes.is_start(event):
                    stack.append(item)
            if not stack:
                return
            event = get()

    def _read_key(self, event: Event, get: EventReader) -> _Key:
        """The key that begins with `event`."""
        classes = event_classes()
        key = YamlBranch("", -1, -1)
        self._fill(key, event)
        if event.__class__ is classes.scalar:
            text = event.value
            is_merge = text == MERGE_KEY and (event.tag == MERGE_TAG or (event.tag is None and not event.style))
            return _Key(text, key.start, key.end, is_merge)
        if event.__class__ is classes.alias:
            target = key.target
            text = target.text if target and target.text is not None else f"*{event.anchor}"
            return _Key(text, key.start, key.end)
        start, end = self._offset(event.start_mark), self._skip_key(key, event, get)
        return _Key(self._text[start:end], key.start, end)

    def _skip_key(self, key: YamlBranch, event: Event, get: EventReader) -> int:
        """Read a mapping or a list that is a key, for the anchors in it; gives the offset behind it."""
        classes = event_classes()
        stack = [key]
        while True:
            event = get()
            if classes.is_end(event):
                container = stack.pop()
                self._close(container, event)
                if not container.is_list:
                    container.entries = _pair_entries(container.items)
                if not stack:
                    return self._find_end(event, key.start)
                continue
            item = YamlBranch(len(stack[-1].items), -1, -1)
            self._fill(item, event)
            stack[-1].items.append(item)
            if classes.is_start(event):
                stack.append(item)

    def _fill(self, item: YamlNode, event: Event) -> None:
        """Set what the event says of the node that it begins, or is."""
        classes = event_classes()
        start = self._offset(event.start_mark)
        item.end = self._find_end(event, start)
        is_scalar = event.__class__ is classes.scalar
        if event.__class__ is classes.alias:
            if isinstance(item, YamlBranch):
                item.target = self._anchors.get(event.anchor or "")
        else:
            if event.anchor is not None or event.tag is not None:
                match = _PROPERTIES.match(self._text, start)
                start = match.end() if match else start
                item.end = item.end if is_scalar else max(item.end, start)
            if isinstance(item, YamlBranch):
                item.is_list = event.__class__ is classes.sequence_start
                if is_scalar:
                    item.text = event.value
                if event.anchor is not None:
                    self._anchors[event.anchor] = item
        item.start = min(start, item.end) if is_scalar else start

    def _add(self, stack: list[YamlBranch], item: YamlNode, is_merge: bool) -> None:
        parent, part = stack[-1], item.part
        if isinstance(part, str):
            if parent.last_child is None and self._text[parent.start : parent.start + 1] != "{":
                parent.start = item.key_start
            parent.entries[part] = item
        else:
            parent.items.append(item)
        parent.last_child = item
        if is_merge:
            parent.merge_values = parent.merge_values or []
            parent.merge_values.append(item)

    def _close(self, item: YamlBranch, event: Event) -> None:
        last = item.last_child
        if self._text[item.start : item.start + 1] in ("{", "["):
            item.end = self._find_end(event, item.start)
        elif last is not None:
            item.end = last.end

    def _offset(self, mark: YamlMark) -> int:
        lines = self._lines
        return min(mark.index, len(self._text)) if lines is None else lines.offset(mark.line, mark.column)

    def _find_end(self, event: Event, start: int) -> int:
        """Where the event ends, without the blanks and lines behind it."""
        end, text = self._offset(event.end_mark), self._text
        while end > start and text[end - 1] in " \t\r\n":
            end -= 1
        return end
