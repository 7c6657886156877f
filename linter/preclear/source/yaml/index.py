"""The extents of all nodes in a YAML text, from one pass over all of its events.

It's exact for everything that libyaml reads, but slow: the fallback for layouts that `locate` doesn't support.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from preclear.source.lines import Lines
from preclear.source.locator import Extent
from preclear.source.yaml.events import create_event_reader, event_classes
from preclear.source.yaml.input import prepare_yaml_input
from preclear.source.yaml.keys import MERGE_KEY, MERGE_TAG

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from preclear.source.parser_input import YamlInput
    from preclear.source.pointer import Pointer
    from preclear.source.yaml.events import Event, EventReader, YamlMark

_PROPERTIES = re.compile(r"(?:(?:&[\w-]+|!<[^>\s]*>|![^\s,\[\]{}]*)(?:[ \t\r\n]+|(?<=[ \t\r\n])#[^\r\n]*)*)+")


class YamlNode:
    """A node in the text: its offsets, and those of its key (-1 without one).

    Scalars have nothing else, because a text of a megabyte can contain half a million of them.
    """

    __slots__ = ("end", "key_end", "key_start", "part", "start")

    def __init__(self, part: str | int, key_start: int, key_end: int) -> None:
        self.part: str | int = part  # the node's key or index
        self.key_start: int = key_start
        self.key_end: int = key_end
        self.start: int = 0
        self.end: int = 0


class YamlBranch(YamlNode):
    """A mapping, a list, an alias, or a scalar with an anchor."""

    __slots__ = ("entries", "is_list", "items", "last_child", "merge_values", "target", "text")

    def __init__(self, part: str | int, key_start: int, key_end: int) -> None:
        super().__init__(part, key_start, key_end)
        self.is_list: bool = False
        self.entries: dict[str, YamlNode] = {}  # of a mapping; if a key is repeated, its last node
        self.items: list[YamlNode] = []  # of a list
        self.last_child: YamlNode | None = None  # the last child in the text
        self.merge_values: list[YamlNode] | None = None  # the values of the merge keys
        self.target: YamlBranch | None = None  # the node that an alias refers to
        self.text: str | None = None  # of a scalar

    @property
    def children(self) -> Collection[YamlNode]:
        """The child nodes of a mapping or a list."""
        return self.items if self.is_list else self.entries.values()

    def child(self, part: str | int) -> YamlNode | None:
        """Return the child under `part`: the node's own, or one that a merge key adds; None if there is none."""
        if isinstance(part, int):
            return self.items[part] if 0 <= part < len(self.items) else None
        child = self.entries.get(part)
        if self.merge_values is None:
            return child
        if child is not None and child not in self.merge_values:
            return child
        for source in self._merge_sources():
            merged_child = source.entries.get(part)
            if merged_child is not None and not (source.merge_values and merged_child in source.merge_values):
                return merged_child
        return None

    def _merge_sources(self) -> Iterator[YamlBranch]:
        """Yield the mappings whose entries are merged into this one, in order of precedence."""
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
    """Return the extent of the node at `pointer` below `root`, plus `base`. Raises LookupError if there is none."""
    item = root
    for part in pointer:
        child = (item.target or item).child(part) if isinstance(item, YamlBranch) else None
        if child is None:
            raise LookupError(pointer)
        item = child
    if item.key_start < 0:
        return Extent(-1, -1, item.start + base, item.end + base)
    return Extent(item.key_start + base, item.key_end + base, item.start + base, item.end + base)


class _Key(NamedTuple):
    """A key's text, or an index, and its offsets (-1 for an index)."""

    part: str | int
    start: int = -1
    end: int = -1
    is_merge: bool = False


_NO_KEY = _Key("")


def _pair_entries(items: list[YamlNode]) -> dict[str, YamlNode]:
    """Turn alternating keys and values into a mapping. Skips keys that aren't scalars."""
    entries: dict[str, YamlNode] = {}
    for key, value in zip(items[::2], items[1::2], strict=True):
        text = (key.target or key).text if isinstance(key, YamlBranch) else None
        if text is not None:
            value.part, value.key_start, value.key_end = text, key.start, key.end
            entries[text] = value
    return entries


class YamlIndex:
    """Finds the extents of nodes in the first document, or the first flow collection, of a text."""

    def __init__(self, text: str, yaml_input: YamlInput | None = None, *, base: int = 0) -> None:
        """Index `text`, which begins at the offset `base` of the document. Raises yaml.YAMLError.

        `yaml_input` is the input that the loader found for libyaml, if any. Nothing after the root node is read.
        """
        self._text = text
        self._base = base
        self._lines = None if yaml_input is None else Lines(text)
        self._anchors: dict[str, YamlBranch] = {}
        self._root: YamlNode = YamlNode("", -1, -1)
        self._build(create_event_reader(yaml_input or prepare_yaml_input(text)))

    def extent(self, pointer: Pointer) -> Extent:
        """Return the extent of the node at `pointer`. Raises LookupError if there is no such node."""
        return find_extent(self._root, pointer, self._base)

    def _build(self, next_event: EventReader, /) -> None:
        classes = event_classes()
        stack: list[YamlBranch] = []
        event = next_event()
        while event.__class__ in (classes.stream_start, classes.document_start):
            event = next_event()
        while True:
            if classes.is_end(event):
                self._close(stack.pop(), event)
            else:
                key = _NO_KEY
                if stack and not stack[-1].is_list:
                    key = self._read_key(event, next_event)
                    event = next_event()
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
            event = next_event()

    def _read_key(self, event: Event, next_event: EventReader) -> _Key:
        """Read the key that begins with `event`."""
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
        start, end = self._offset(event.start_mark), self._skip_key(key, event, next_event)
        return _Key(self._text[start:end], key.start, end)

    def _skip_key(self, key: YamlBranch, event: Event, next_event: EventReader) -> int:
        """Read a key that is a mapping or a list, for the anchors in it. Returns the offset of its end."""
        classes = event_classes()
        stack = [key]
        while True:
            event = next_event()
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
        """Set the attributes of a node from its first event."""
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
        """Return the offset where the event ends, without the whitespace after it."""
        end, text = self._offset(event.end_mark), self._text
        while end > start and text[end - 1] in " \t\r\n":
            end -= 1
        return end
