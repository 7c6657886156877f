"""From the document that was sent back to the original files, by pointer and by line."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, Protocol

from preclear.mapping.lines import MAX_TEXT_LENGTH, find_lines
from preclear.source import Node, Place, Position, Span, node_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.mapping.lines import LineReference
    from preclear.source import Document, Pointer


_CACHE_SIZE = 4096  # places of lines


class SupportsOrigin(Protocol):
    """A source map: where each part of a bundle comes from."""

    def origin(self, pointer: Pointer) -> Place:
        """Return the place in the original files of the node at `pointer` in the bundle."""
        ...


class _LineBounds(NamedTuple):
    """The 1-based columns where a line's text starts and ends, and the line's length."""

    start_column: int
    end_column: int
    length: int


class OriginResolver:
    """Maps places in the document that was sent to the user's files."""

    def __init__(
        self, document: Document, source_map: SupportsOrigin | None = None, documents: Iterable[Document] = ()
    ) -> None:
        """`document` is what was sent: with a `source_map`, the bundle. `documents` are the user's files."""
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
        """Whether a bundle was sent."""
        return self._source_map is not None

    def find_place(self, pointer: Pointer) -> Place | None:
        """Return the place of the key at `pointer`; None if there is no such node."""
        place = self.find_origin(pointer)
        if place is None or find_span(place) is None:
            return None
        return node_at(place).key if place.exact is None else place

    def find_origin(self, pointer: Pointer) -> Place | None:
        """Return the original place of `pointer`, which need not exist; None if the source map has none."""
        if self._source_map is None:
            return Place(self._document, pointer)
        try:
            return self._source_map.origin(pointer)
        except (LookupError, ValueError):
            return None

    def place_of_text(self, text: str) -> Place | None:
        """Return the place of the one line that a text names; None if it names no line or several."""
        references = [reference for reference in find_lines(text[:MAX_TEXT_LENGTH]) if not reference.is_earlier]
        if len({(reference.line, reference.column) for reference in references}) != 1:
            return None
        return self.place_of_reference(references[0])

    def place_of_reference(self, reference: LineReference) -> Place | None:
        """Return the place of a line that a text names, in the file that the text names, if any.

        Returns None if the line or the file is unknown.
        """
        file = reference.file
        if file is None or self._is_sent_file(file):
            return self.place_of_line(reference.line, reference.column)
        resolver = self._resolver_for(file)
        return resolver.place_of_line(reference.line, reference.column) if resolver is not None else None

    def find_document(self, name: str) -> Document | None:
        """Return the user's file called `name`; None if there is no such file, several, or if it's what was sent."""
        if self._is_sent_file(name):
            return None
        candidates = [
            candidate
            for candidate in self._documents_by_name.get(_base_name(name), ())
            if has_same_end(candidate.path, name)
        ]
        return candidates[0] if len(candidates) == 1 else None

    def _resolver_for(self, name: str) -> OriginResolver | None:
        """Return the resolver of the user's file called `name`; None if there is no such file or several."""
        if name not in self._resolvers_by_name:
            document = self.find_document(name)
            if document is not None and document not in self._resolvers:
                self._resolvers[document] = OriginResolver(document)
            self._resolvers_by_name[name] = self._resolvers[document] if document is not None else None
        return self._resolvers_by_name[name]

    def _is_sent_file(self, name: str) -> bool:
        """Return whether `name` is the document that was sent, which an upload calls `openapi`."""
        return _base_name(name).lower() in ("openapi.yaml", "openapi.yml", "openapi.json") or has_same_end(
            self._document.path, name
        )

    def place_of_line(self, line: int, column: int | None = None) -> Place | None:
        """Return the place of a 1-based line and column of the document that was sent; None if there is no such line.

        It's the innermost node there, or the line's text if that node starts on an earlier line.
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
        if column is not None and column < start_column:
            column = None  # in the indentation: the line as a whole
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
        """Return the bounds of a line; None if there is no such line. Cached: a minified document is one long line."""
        if line not in self._bounds_by_line:
            try:
                text = self._document.line(line)
            except LookupError:
                return None
            start_column = len(text) - len(text.lstrip(" \t-")) + 1 if text.strip(" \t-") else 1
            self._bounds_by_line[line] = _LineBounds(start_column, len(text.rstrip()) + 1, len(text))
        return self._bounds_by_line[line]

    def _innermost_node(self, position: Position) -> Node:
        """Return the deepest node whose key or value contains `position`."""
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
        low, high = 0, len(children)  # children are in text order, except those of a merge key
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
        """Return the span from the start of a node's key to the end of its value."""
        full_span = self._full_spans.get(node.pointer)
        if full_span is None:
            key, value = self._key_value_spans(node)
            full_span = Span(key.start, max(key.end, value.end)) if key and value else value
            if full_span is not None:
                self._full_spans[node.pointer] = full_span
        return full_span

    def _key_value_spans(self, node: Node) -> tuple[Span | None, Span | None]:
        """Return the spans of a node's key and value, cached."""
        spans = self._spans.get(node.pointer)
        if spans is None:
            spans = self._spans[node.pointer] = find_span(node.key), find_span(node.place)
        return spans


def _base_name(name: str) -> str:
    """Return the file name without its folders."""
    return name.replace("\\", "/").rpartition("/")[2]


def has_same_end(path: str, name: str) -> bool:
    """Return whether one path is a suffix of the other, by whole segments."""
    path_parts, name_parts = (file.replace("\\", "/").removeprefix("./").split("/") for file in (path, name))
    length = min(len(path_parts), len(name_parts))
    return path_parts[-length:] == name_parts[-length:]


def find_span(place: Place) -> Span | None:
    """Return the span of a place; None if it doesn't exist."""
    try:
        return place.span
    except LookupError:
        return None
