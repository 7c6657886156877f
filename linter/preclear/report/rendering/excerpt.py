"""Excerpts of source lines: the whole line, or the part of a long line around a span."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.report.rendering.cells import is_plain, split_cells

if TYPE_CHECKING:
    from preclear.report.rendering.cells import Cell
    from preclear.source import Document, Span

ELLIPSIS = "…"


class Excerpt(NamedTuple):
    """A line or a part of it as it is shown, and the start and length of the span in it, in cells."""

    text: str
    start: int
    length: int


class SourceLines:
    """The lines of documents. The last one is cached, because a minified document has all findings in one line."""

    __slots__ = ("_last",)

    def __init__(self) -> None:
        self._last: tuple[Document, int, str] | None = None

    def line(self, document: Document, number: int) -> str:
        """Return line `number` (1-based) of `document`, without its newline; empty if there is no such line."""
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
    """Make an excerpt of `line`, in which `span` starts, of at most `max_width` cells.

    A span over several lines is shown up to the end of this one. In an excerpt of a long line, two thirds of the width
    show the text from the span's start on, and the rest the text before it.
    """
    start = min(span.start.column - 1, len(line))
    end = len(line.rstrip()) if span.end.line > span.start.line else min(span.end.column - 1, len(line))
    end = max(end, start)
    first = max(0, start - max_width)
    window = line[first : start + max_width + 1]
    if is_plain(window):
        return _make_plain_excerpt(line, start, end, window, start - first, max_width)
    line_cells = split_cells(window)
    left, right = line_cells[: start - first], line_cells[start - first :]
    if len(line_cells) < len(line) or _total_width(line_cells) > max_width:
        left, right = _fit_around(left, right, max_width - 2 * len(ELLIPSIS))
    is_cut_left, is_cut_right = len(left) < start, start + len(right) < len(line)
    text = ELLIPSIS * is_cut_left + "".join(cell.text for cell in (*left, *right)) + ELLIPSIS * is_cut_right
    return Excerpt(text, is_cut_left + _total_width(left), max(1, _total_width(right[: end - start])))


def _make_plain_excerpt(line: str, start: int, end: int, window: str, position: int, max_width: int) -> Excerpt:
    """Make an excerpt as `make_excerpt` does, of a `window` of one cell a character in which the span is at `position`.

    Nearly all text is plain, and a minified document has a long line for each finding.
    """
    left, right = position, len(window) - position
    if len(window) < len(line) or len(window) > max_width:
        width = max(0, max_width - 2 * len(ELLIPSIS))
        right_limit = width - width // 3
        left_limit = width - min(right, right_limit)
        left = min(left, left_limit)
        right = min(right, width - left)
    is_cut_left, is_cut_right = left < start, start + right < len(line)
    text = ELLIPSIS * is_cut_left + window[position - left : position + right] + ELLIPSIS * is_cut_right
    return Excerpt(text, is_cut_left + left, max(1, min(right, end - start)))


def _fit_around(before: list[Cell], after: list[Cell], max_width: int) -> tuple[list[Cell], list[Cell]]:
    """Take cells around the point where `before` and `after` meet: a third of the width before it, two after it."""
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
