"""From what was sent back to the files that it was made of: by pointer and by line."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, Protocol

from preclear.source import Node, Place, Position, Span
from preclear.source.under import node_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.source import Document, Pointer


LINE = re.compile(r"\b[Ll]ine (\d{1,7})(?:(?:, ?| )(?:col(?:umn)?|char(?:acter)?) (\d{1,6}))?")
POSITION = re.compile(r"(?:^|(?<=[\s(\[])|(?<=yaml:)|(?<=yml:)|(?<=json:))(\d{1,7}):(\d{1,6})(?!\d|:\d)")
"""Lines and columns as texts have them: `line 12, column 3`, `12:3`, `openapi.yaml:12:3`."""

_FILE_BEFORE = re.compile(
    r"""([^\s"'`(\[<>|,;:]+\.(?:ya?ml|json))["'`]?(?::|,? (?:(?:at|on|in) )?)\s*$""", re.IGNORECASE
)
_FILE_BEHIND = re.compile(
    r"""(?::\d+)?,? (?:of|in) (?:file |the file )?["'`]?([^\s"'`(\[<>|,;:]+\.(?:ya?ml|json))(?!\w)""", re.IGNORECASE
)
"""A file's name beside a line: `models/pet.yaml:12:3`, `"pet.yaml", line 12`, `line 12 of pet.yaml`."""

_REMEMBERED = 4096  # places of lines that are kept
_LONGEST = 2048  # characters of a text that are looked at


class SourceMap(Protocol):
    """Where each part of a bundle comes from."""

    def origin(self, pointer: Pointer) -> Place:
        """The place in the original files of what stands at `pointer` in the bundle."""
        ...


class _Line(NamedTuple):
    """Of a line the columns where its text starts and ends, and its length."""

    first: int
    last: int
    length: int


class Origins:
    """The places of the text that was sent, in the files that people have."""

    def __init__(
        self, document: Document, source_map: SourceMap | None = None, others: Iterable[Document] = ()
    ) -> None:
        """`document` is what was sent: the bundle where there is a `source_map`. `others` are the files people have."""
        self._document = document
        self._map = source_map
        self._files: defaultdict[str, list[Document]] = defaultdict(list)
        for other in others:
            self._files[_last(other.path)].append(other)
        self._named: dict[str, Origins | None] = {}
        self._of_files: dict[Document, Origins] = {}
        self._places: dict[tuple[int, int | None], Place | None] = {}
        self._lines: dict[int, _Line] = {}
        self._children: dict[Pointer, list[Node]] = {}
        self._spans: dict[Pointer, tuple[Span | None, Span | None]] = {}
        self._wholes: dict[Pointer, Span] = {}

    @property
    def mapped(self) -> bool:
        """Whether what was sent is not what people have."""
        return self._map is not None

    def of(self, pointer: Pointer) -> Place | None:
        """The place of what stands at `pointer`, at its key; None where it leads to nothing."""
        place = self.origin(pointer)
        if place is None or span_of(place) is None:
            return None
        return node_at(place).key if place.exact is None else place

    def origin(self, pointer: Pointer) -> Place | None:
        """Where what stands at `pointer` comes from, whether or not anything is there; None where that is nowhere."""
        if self._map is None:
            return Place(self._document, pointer)
        try:
            return self._map.origin(pointer)
        except (LookupError, ValueError):
            return None

    def at_text_line(self, text: str) -> Place | None:
        """The place of the one line that a text names; None where it names none or several."""
        matches = [match for pattern in (LINE, POSITION) for match in pattern.finditer(text[:_LONGEST])]
        if len({(match[1], match[2]) for match in matches}) != 1:
            return None
        return self.at_match(matches[0])

    def at_match(self, match: re.Match[str]) -> Place | None:
        """The place of a match of LINE or POSITION, in the file that its text names with it, if it names one.

        None where there is no such line, and where the file is none of ours.
        """
        line, column = int(match[1]), int(match[2]) if match[2] else None
        file = file_beside(match)
        if file is None or self._is_sent(file[0]):
            return self.at_line(line, column)
        other = self._file(file[0])
        return other.at_line(line, column) if other is not None else None

    def _file(self, name: str) -> Origins | None:
        """The one of the files that people have which has this name; None where none has it, or several have."""
        if name not in self._named:
            fitting = [each for each in self._files.get(_last(name), ()) if _ends(each.path, name)]
            document = fitting[0] if len(fitting) == 1 else None
            if document is not None and document not in self._of_files:
                self._of_files[document] = Origins(document)
            self._named[name] = self._of_files[document] if document is not None else None
        return self._named[name]

    def _is_sent(self, name: str) -> bool:
        """Whether a file's name is that of what was sent, which an upload calls `openapi`."""
        return _last(name).lower() in ("openapi.yaml", "openapi.yml", "openapi.json") or _ends(
            self._document.path, name
        )

    def at_line(self, line: int, column: int | None = None) -> Place | None:
        """The place of a line of what was sent, and of a column in it, both from 1; None where there is no such line.

        It stands at the innermost node there, or at the line's text where a node that began earlier goes on.
        """
        key = (line, column)
        if key not in self._places:
            if len(self._places) >= _REMEMBERED:
                self._places.clear()
            self._places[key] = self._at_line(line, column)
        return self._places[key]

    def _at_line(self, line: int, column: int | None) -> Place | None:
        document, bounds = self._document, self._line(line)
        if bounds is None:
            return None
        first = bounds.first
        node = self._innermost(Position(line, column or first)) if document.loaded else None
        if node is not None and self._map is not None:
            return self.of(node.pointer)
        if self._map is not None:
            return None
        if node is not None and node.pointer:
            key, value = self._spans_of(node)
            span = key or value
            if column is None and span is not None and span.start.line == line:
                return node.key
            if column is not None and span is not None and span.start <= (line, column) < span.end:
                return node.key
            if column is not None and not isinstance(node.value, dict | list):
                return node.place
        start = Position(line, min(column or first, bounds.length + 1))
        end = Position(line, max(bounds.last, start.column))
        return Place(document, node.pointer if node is not None else (), exact=Span(start, end))

    def _line(self, number: int) -> _Line | None:
        """The columns of a line; None where there is no such line. A minified document is one line, of all its text."""
        if number not in self._lines:
            try:
                text = self._document.line(number)
            except LookupError:
                return None
            first = len(text) - len(text.lstrip(" \t-")) + 1 if text.strip(" \t-") else 1
            self._lines[number] = _Line(first, len(text.rstrip()) + 1, len(text))
        return self._lines[number]

    def _innermost(self, position: Position) -> Node:
        """The deepest node whose key or value holds `position`."""
        node = Node(self._document, (), self._document.value)
        while True:
            child = self._child(node, position)
            if child is None:
                return node
            node = child

    def _child(self, node: Node, position: Position) -> Node | None:
        children = self._children.get(node.pointer)
        if children is None:
            children = [child for _, child in node.entries()] or list(node.items())
            self._children[node.pointer] = children
        low, high = 0, len(children)  # children stand in the text's order, those of a merge key aside
        while low < high:
            middle = (low + high) // 2
            whole = self._whole(children[middle])
            if whole is None or whole.start <= position:
                low = middle + 1
            else:
                high = middle
        for child in reversed(children[max(0, low - 2) : low]):
            whole = self._whole(child)
            if whole is None or whole.start > position:
                continue
            if position < whole.end or position.line == whole.start.line:
                return child
        return None

    def _whole(self, node: Node) -> Span | None:
        """From the start of a node's key to the end of its value."""
        whole = self._wholes.get(node.pointer)
        if whole is None:
            key, value = self._spans_of(node)
            whole = Span(key.start, max(key.end, value.end)) if key and value else value
            if whole is not None:
                self._wholes[node.pointer] = whole
        return whole

    def _spans_of(self, node: Node) -> tuple[Span | None, Span | None]:
        """The spans of a node's key and value."""
        spans = self._spans.get(node.pointer)
        if spans is None:
            spans = self._spans[node.pointer] = span_of(node.key), span_of(node.place)
        return spans


def file_beside(match: re.Match[str]) -> tuple[str, int, int] | None:
    """The name of the file that a text has beside a match of LINE or POSITION, with its start and end there."""
    text, first = match.string, max(0, match.start() - 300)
    file = _FILE_BEFORE.search(text[first : match.start()])
    if file is None:
        first = match.end()
        file = _FILE_BEHIND.match(text[first : first + 300])
    return (file[1], first + file.start(1), first + file.end(1)) if file is not None else None


def _last(name: str) -> str:
    """The name of a file without its folders."""
    return name.replace("\\", "/").rpartition("/")[2]


def _ends(path: str, name: str) -> bool:
    """Whether two paths, of which either may be the shorter, have the same end, the file's name at least."""
    ours, theirs = (each.replace("\\", "/").removeprefix("./").split("/") for each in (path, name))
    least = min(len(ours), len(theirs))
    return ours[-least:] == theirs[-least:]


def span_of(place: Place) -> Span | None:
    """The span of a place; None where it leads to nothing."""
    try:
        return place.span
    except LookupError:
        return None
