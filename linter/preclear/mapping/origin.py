"""From what was sent back to the files that it was made of: by pointer and by line."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, Protocol

from preclear.source import Node, Place, Position, Span, node_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.source import Document, Pointer


LINE_PATTERN = re.compile(r"\b[Ll]ine (\d{1,7})(?:(?:, ?| )(?:col(?:umn)?|char(?:acter)?) (\d{1,6}))?")
POSITION_PATTERN = re.compile(r"(?:^|(?<=[\s(\[])|(?<=yaml:)|(?<=yml:)|(?<=json:))(\d{1,7}):(\d{1,6})(?!\d|:\d)")
"""Lines and columns as texts have them: `line 12, column 3`, `12:3`, `openapi.yaml:12:3`."""

_FILE_BEFORE = re.compile(
    r"""([^\s"'`(\[<>|,;:]+\.(?:ya?ml|json))["'`]?(?::|,? (?:(?:at|on|in) )?)\s*$""", re.IGNORECASE
)
_FILE_AFTER = re.compile(
    r"""(?::\d+)?,? (?:of|in) (?:file |the file )?["'`]?([^\s"'`(\[<>|,;:]+\.(?:ya?ml|json))(?!\w)""", re.IGNORECASE
)
"""A file's name beside a line: `models/pet.yaml:12:3`, `"pet.yaml", line 12`, `line 12 of pet.yaml`."""

_CACHE_SIZE = 4096  # places of lines that are kept
_MAX_LENGTH = 2048  # characters of a text that are looked at


class SupportsOrigin(Protocol):
    """Where each part of a bundle comes from."""

    def origin(self, pointer: Pointer) -> Place:
        """The place in the original files of what stands at `pointer` in the bundle."""
        ...


class _LineBounds(NamedTuple):
    """Of a line the columns where its text starts and ends, and its length."""

    start_column: int
    end_column: int
    length: int


class OriginResolver:
    """The places of the text that was sent, in the files that people have."""

    def __init__(
        self, document: Document, source_map: SupportsOrigin | None = None, documents: Iterable[Document] = ()
    ) -> None:
        """`document` is what was sent: the bundle where there is a `source_map`.

        `documents` are the files people have.
        """
        self._document = document
        self._source_map = source_map
        self._documents_by_name: defaultdict[str, list[Document]] = defaultdict(list)
        for file in documents:
            self._documents_by_name[_base_name(file.path)].append(file)
        self._resolvers_by_name: dict[str, OriginResolver | None] = {}
        self._resolvers: dict[Document, OriginResolver] = {}
        self._place_cache: dict[tuple[int, int | None], Place | None] = {}
        self._bounds_by_line: dict[int, _LineBounds] = {}
        self._children: dict[Pointer, list[Node]] = {}
        self._spans: dict[Pointer, tuple[Span | None, Span | None]] = {}
        self._full_spans: dict[Pointer, Span] = {}

    @property
    def has_source_map(self) -> bool:
        """Whether what was sent is not what people have."""
        return self._source_map is not None

    def find_place(self, pointer: Pointer) -> Place | None:
        """The place of what stands at `pointer`, at its key; None where it leads to nothing."""
        place = self.find_origin(pointer)
        if place is None or find_span(place) is None:
            return None
        return node_at(place).key if place.exact is None else place

    def find_origin(self, pointer: Pointer) -> Place | None:
        """Where what stands at `pointer` comes from, whether or not anything is there; None where that is nowhere."""
        if self._source_map is None:
            return Place(self._document, pointer)
        try:
            return self._source_map.origin(pointer)
        except (LookupError, ValueError):
            return None

    def place_of_text(self, text: str) -> Place | None:
        """The place of the one line that a text names; None where it names none or several."""
        matches = [
            match for pattern in (LINE_PATTERN, POSITION_PATTERN) for match in pattern.finditer(text[:_MAX_LENGTH])
        ]
        if len({(match[1], match[2]) for match in matches}) != 1:
            return None
        return self.place_of_match(matches[0])

    def place_of_match(self, match: re.Match[str]) -> Place | None:
        """The place of a match of LINE or POSITION, in the file that its text names with it, if it names one.

        None where there is no such line, and where the file is none of ours.
        """
        line, column = int(match[1]), int(match[2]) if match[2] else None
        file = find_file_name(match)
        if file is None or self._is_sent_file(file[0]):
            return self.place_of_line(line, column)
        resolver = self._resolver_for(file[0])
        return resolver.place_of_line(line, column) if resolver is not None else None

    def _resolver_for(self, name: str) -> OriginResolver | None:
        """The one of the files that people have which has this name; None where none has it, or several have."""
        if name not in self._resolvers_by_name:
            candidates = [
                candidate
                for candidate in self._documents_by_name.get(_base_name(name), ())
                if _has_same_end(candidate.path, name)
            ]
            document = candidates[0] if len(candidates) == 1 else None
            if document is not None and document not in self._resolvers:
                self._resolvers[document] = OriginResolver(document)
            self._resolvers_by_name[name] = self._resolvers[document] if document is not None else None
        return self._resolvers_by_name[name]

    def _is_sent_file(self, name: str) -> bool:
        """Whether a file's name is that of what was sent, which an upload calls `openapi`."""
        return _base_name(name).lower() in ("openapi.yaml", "openapi.yml", "openapi.json") or _has_same_end(
            self._document.path, name
        )

    def place_of_line(self, line: int, column: int | None = None) -> Place | None:
        """The place of a line of what was sent, and of a column in it, both from 1; None where there is no such line.

        It stands at the innermost node there, or at the line's text where a node that began earlier goes on.
        """
        key = (line, column)
        if key not in self._place_cache:
            if len(self._place_cache) >= _CACHE_SIZE:
                self._place_cache.clear()
            self._place_cache[key] = self._find_line_place(line, column)
        return self._place_cache[key]

    def _find_line_place(self, line: int, column: int | None) -> Place | None:
        document, bounds = self._document, self._line_bounds(line)
        if bounds is None:
            return None
        start_column = bounds.start_column
        node = self._innermost_node(Position(line, column or start_column)) if document.is_loaded else None
        if node is not None and self._source_map is not None:
            return self.find_place(node.pointer)
        if self._source_map is not None:
            return None
        if node is not None and node.pointer:
            key, value = self._key_value_spans(node)
            span = key or value
            if column is None and span is not None and span.start.line == line:
                return node.key
            if column is not None and span is not None and span.start <= (line, column) < span.end:
                return node.key
            if column is not None and not isinstance(node.value, dict | list):
                return node.place
        start = Position(line, min(column or start_column, bounds.length + 1))
        end = Position(line, max(bounds.end_column, start.column))
        return Place(document, node.pointer if node is not None else (), exact=Span(start, end))

    def _line_bounds(self, line: int) -> _LineBounds | None:
        """The columns of a line; None where there is no such line. A minified document is one line, of all its text."""
        if line not in self._bounds_by_line:
            try:
                text = self._document.line(line)
            except LookupError:
                return None
            start_column = len(text) - len(text.lstrip(" \t-")) + 1 if text.strip(" \t-") else 1
            self._bounds_by_line[line] = _LineBounds(start_column, len(text.rstrip()) + 1, len(text))
        return self._bounds_by_line[line]

    def _innermost_node(self, position: Position) -> Node:
        """The deepest node whose key or value holds `position`."""
        node = Node(self._document, (), self._document.value)
        while True:
            child = self._child_at(node, position)
            if child is None:
                return node
            node = child

    def _child_at(self, node: Node, position: Position) -> Node | None:
        children = self._children.get(node.pointer)
        if children is None:
            children = [child for _, child in node.entries()] or list(node.items())
            self._children[node.pointer] = children
        low, high = 0, len(children)  # children stand in the text's order, those of a merge key aside
        while low < high:
            middle = (low + high) // 2
            full_span = self._full_span(children[middle])
            if full_span is None or full_span.start <= position:
                low = middle + 1
            else:
                high = middle
        for child in reversed(children[max(0, low - 2) : low]):
            full_span = self._full_span(child)
            if full_span is None or full_span.start > position:
                continue
            if position < full_span.end or position.line == full_span.start.line:
                return child
        return None

    def _full_span(self, node: Node) -> Span | None:
        """From the start of a node's key to the end of its value."""
        full_span = self._full_spans.get(node.pointer)
        if full_span is None:
            key, value = self._key_value_spans(node)
            full_span = Span(key.start, max(key.end, value.end)) if key and value else value
            if full_span is not None:
                self._full_spans[node.pointer] = full_span
        return full_span

    def _key_value_spans(self, node: Node) -> tuple[Span | None, Span | None]:
        """The spans of a node's key and value."""
        spans = self._spans.get(node.pointer)
        if spans is None:
            spans = self._spans[node.pointer] = find_span(node.key), find_span(node.place)
        return spans


def find_file_name(match: re.Match[str]) -> tuple[str, int, int] | None:
    """The name of the file that a text has beside a match of LINE or POSITION, with its start and end there."""
    text, offset = match.string, max(0, match.start() - 300)
    file = _FILE_BEFORE.search(text[offset : match.start()])
    if file is None:
        offset = match.end()
        file = _FILE_AFTER.match(text[offset : offset + 300])
    return (file[1], offset + file.start(1), offset + file.end(1)) if file is not None else None


def _base_name(name: str) -> str:
    """The name of a file without its folders."""
    return name.replace("\\", "/").rpartition("/")[2]


def _has_same_end(path: str, name: str) -> bool:
    """Whether two paths, of which either may be the shorter, have the same end, the file's name at least."""
    path_parts, name_parts = (file.replace("\\", "/").removeprefix("./").split("/") for file in (path, name))
    length = min(len(path_parts), len(name_parts))
    return path_parts[-length:] == name_parts[-length:]


def find_span(place: Place) -> Span | None:
    """The span of a place; None where it leads to nothing."""
    try:
        return place.span
    except LookupError:
        return None
