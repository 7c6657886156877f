"""What is shown of a line of a source text: all of it, or of a long one the part around a span."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.report.rendering.cells import split_cells

if TYPE_CHECKING:
    from preclear.report.rendering.cells import Cell
    from preclear.source import Document, Span

ELLIPSIS = "…"


class Excerpt(NamedTuple):
    """A line, or a part of it, as it is shown; and where in it the span stands, in cells, at least one long."""

    text: str
    start: int
    length: int


class SourceLines:
    """The lines of documents. The last one is kept: a minified document is one line, and every finding stands in it."""

    __slots__ = ("_last",)

    def __init__(self) -> None:
        self._last: tuple[Document, int, str] | None = None

    def line(self, document: Document, number: int) -> str:
        """Give line `number` (1-based) of `document`, without its line end; empty where there is no such line."""
        last = self._last
        if last is not None and last[0] is document and last[1] == number:
            return last[2]
        try:
            text = document.line(number)
        except LookupError:
            text = ""
        self._last = (document, number, text)
        return text


def make_excerpt(line: str, span: Span, max_width: int) -> Excerpt:
    """Show `line`, in which `span` starts, in at most `max_width` cells, and say where in them the span stands.

    A span that goes on in further lines is shown to the end of this one. Of a line that is too long two thirds of the
    room show what stands at and behind the span's start and the rest what is before it.
    """
    start = min(span.start.column - 1, len(line))
    end = len(line.rstrip()) if span.end.line > span.start.line else min(span.end.column - 1, len(line))
    end = max(end, start)
    first = max(0, start - max_width)
    line_cells = split_cells(line[first : start + max_width + 1])
    left, right = line_cells[: start - first], line_cells[start - first :]
    if len(line_cells) < len(line) or _total_width(line_cells) > max_width:
        left, right = _fit_around(left, right, max_width - 2 * len(ELLIPSIS))
    is_cut_left, is_cut_right = len(left) < start, start + len(right) < len(line)
    text = ELLIPSIS * is_cut_left + "".join(cell.text for cell in (*left, *right)) + ELLIPSIS * is_cut_right
    return Excerpt(text, is_cut_left + _total_width(left), max(1, _total_width(right[: end - start])))


def _fit_around(before: list[Cell], after: list[Cell], max_width: int) -> tuple[list[Cell], list[Cell]]:
    """Take from both sides of the place where they meet: a third of the room before it, the rest behind, or what is."""
    right = _take_first(after, max_width - max_width // 3)
    left = _take_last(before, max_width - _total_width(right))
    right = _take_first(after, max_width - _total_width(left))
    return left, right


def _take_first(line_cells: list[Cell], max_width: int) -> list[Cell]:
    count = 0
    for cell in line_cells:
        max_width -= cell.width
        if max_width < 0:
            break
        count += 1
    return line_cells[:count]


def _take_last(line_cells: list[Cell], max_width: int) -> list[Cell]:
    count = len(_take_first(line_cells[::-1], max_width))
    return line_cells[len(line_cells) - count :]


def _total_width(line_cells: list[Cell]) -> int:
    return sum(cell.width for cell in line_cells)
