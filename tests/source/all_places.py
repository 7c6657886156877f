"""An independent reader of places: every pointer of a text with its extents, from a full pass. Slow and simple.

It shares no code with the locators that it is compared with: YAML from PyYAML's events, JSON from a recursive descent.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

Pointer = tuple[str | int, ...]


class Seen(NamedTuple):
    """Offsets of a key (-1 without one) and of its value, ends exclusive."""

    key_start: int
    key_end: int
    start: int
    end: int


def _tight(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip(" \t\r\n")) if end > start else start


class YamlNode:
    """A node as the events give it."""

    def __init__(self, start: int, end: int) -> None:
        self.start, self.end = start, end
        self.pairs: list[tuple[str, bool, int, int, YamlNode]] = []  # text, is merge key, key start, key end, value
        self.items: list[YamlNode] | None = None
        self.target: YamlNode | None = None


class YamlReader:
    """Composes the first document. Recursive: for documents that are known to be sound."""

    def __init__(self, text: str) -> None:
        self.text = text
        # libyaml refuses blank lines with tabs before a block scalar's first line. Without their blanks it reads them,
        # and as no line or column changes, the offsets are counted by those.
        self.events: Any = yaml.parse(re.sub(r"(?m)^ *\t[ \t]*(?=\r?$)", "", text), Loader=yaml.CSafeLoader)
        self.starts: list[int] = [0, *(found.end() for found in re.finditer(r"\r\n|\n|\r", text))]
        self.anchors: dict[str, YamlNode] = {}
        self.next()
        self.next()
        self.root = self.node(self.next())

    def next(self) -> Any:
        return next(self.events)

    def offset(self, mark: Any) -> int:
        line, column = int(mark.line), int(mark.column)
        return self.starts[line] + column

    def content(self, event: Any) -> int:
        """Where the node starts behind its anchor and tag."""
        at = self.offset(event.start_mark)
        if event.anchor is None and event.tag is None:
            return at
        while self.text[at] in "&!":
            found = re.compile(r"[^ \t\r\n]+(?:[ \t\r\n]+|#[^\n]*)*").match(self.text, at)
            assert found
            at = found.end()
        return at

    def node(self, event: Any) -> YamlNode:
        text = self.text
        if isinstance(event, yaml.AliasEvent):
            node = YamlNode(self.offset(event.start_mark), self.offset(event.end_mark))
            node.target = self.anchors[str(event.anchor)]
            return node
        start = self.content(event)
        node = YamlNode(start, start)
        if event.anchor:
            self.anchors[event.anchor] = node
        if isinstance(event, yaml.ScalarEvent):
            node.end = _tight(text, start, self.offset(event.end_mark))
        elif isinstance(event, yaml.SequenceStartEvent):
            node.items = []
            while not isinstance(inner := self.next(), yaml.SequenceEndEvent):
                node.items.append(self.node(inner))
            node.end = self.offset(inner.end_mark) if event.flow_style else node.items[-1].end
        else:
            self.mapping(node, event)
        return node

    def mapping(self, node: YamlNode, event: Any) -> None:
        while not isinstance(inner := self.next(), yaml.MappingEndEvent):
            key_start = self.content(inner)
            merge = inner.value == "<<" and inner.style == ""
            node.pairs.append((inner.value, merge, key_start, self.offset(inner.end_mark), self.node(self.next())))
        if event.flow_style:
            node.end = _tight(self.text, node.start, self.offset(inner.end_mark))
        else:
            node.start, node.end = node.pairs[0][2], node.pairs[-1][4].end

    def places(self) -> Iterator[tuple[Pointer, Seen]]:
        waiting: list[tuple[Pointer, int, int, YamlNode]] = [((), -1, -1, self.root)]
        while waiting:
            pointer, key_start, key_end, node = waiting.pop()
            yield pointer, Seen(key_start, key_end, node.start, node.end)
            node = node.target or node
            for index, item in enumerate(node.items or ()):
                waiting.append(((*pointer, index), -1, -1, item))
            for text, start, end, value in entries(node).values():
                waiting.append(((*pointer, text), start, end, value))


def entries(node: YamlNode) -> dict[str, tuple[str, int, int, YamlNode]]:
    """A mapping's entries with what its merge keys bring."""
    own = {text: (text, start, end, value) for text, merge, start, end, value in node.pairs if not merge}
    for _, merge, _, _, value in node.pairs:
        source = value.target or value
        for mapping in (source.items or [source]) if merge else []:
            for key, entry in entries(mapping.target or mapping).items():
                own.setdefault(key, entry)
    return own


def json_places(text: str) -> Iterator[tuple[Pointer, Seen]]:
    """Every pointer of a JSON text with its extents."""
    found: list[tuple[Pointer, Seen]] = []
    blank = re.compile(r"[ \t\r\n]*")
    scalar = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s,\]}]+')

    def skip(at: int) -> int:
        match = blank.match(text, at)
        assert match
        return match.end()

    def token(at: int) -> int:
        match = scalar.match(text, at)
        assert match
        return match.end()

    def value(at: int, pointer: Pointer, key_start: int, key_end: int) -> int:
        place = len(found)
        found.append((pointer, Seen(key_start, key_end, at, at)))
        end = collection(at, pointer) if text[at] in "[{" else token(at)
        found[place] = (pointer, Seen(key_start, key_end, at, end))
        return end

    def collection(at: int, pointer: Pointer) -> int:
        is_object, at, index = text[at] == "{", skip(at + 1), 0
        while text[at] not in "]}":
            if is_object:
                key_end = token(at)
                behind = skip(skip(key_end) + 1)
                behind = value(behind, (*pointer, json.loads(text[at:key_end])), at, key_end)
            else:
                behind = value(at, (*pointer, index), -1, -1)
            index += 1
            at = skip(behind)
            at = skip(at + 1) if text[at] == "," else at
        return at + 1

    value(skip(0), (), -1, -1)
    return iter(found)


def all_places(text: str, kind: str) -> Iterator[tuple[Pointer, Seen]]:
    """Every pointer of `text`, which is "yaml" or "json"."""
    return json_places(text) if kind == "json" else YamlReader(text).places()
