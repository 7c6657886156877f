"""What is shown of a line of a source text: all of it, or of a long one the part around a span."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.report.cells import cells

if TYPE_CHECKING:
    from preclear.report.cells import Cell
    from preclear.source import Document, Span

CUT = "…"


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


def excerpt(line: str, span: Span, room: int) -> Excerpt:
    """Show `line`, in which `span` starts, in at most `room` cells, and say where in them the span stands.

    A span that goes on in further lines is shown to the end of this one. Of a line that is too long two thirds of the
    room show what stands at and behind the span's start and the rest what is before it.
    """
    start = min(span.start.column - 1, len(line))
    end = len(line.rstrip()) if span.end.line > span.start.line else min(span.end.column - 1, len(line))
    end = max(end, start)
    first = max(0, start - room)
    shown = cells(line[first : start + room + 1])
    left, right = shown[: start - first], shown[start - first :]
    if len(shown) < len(line) or _width(shown) > room:
        left, right = _around(left, right, room - 2 * len(CUT))
    cut_left, cut_right = len(left) < start, start + len(right) < len(line)
    text = CUT * cut_left + "".join(cell.text for cell in (*left, *right)) + CUT * cut_right
    return Excerpt(text, cut_left + _width(left), max(1, _width(right[: end - start])))


def _around(before: list[Cell], after: list[Cell], room: int) -> tuple[list[Cell], list[Cell]]:
    """Take from both sides of the place where they meet: a third of the room before it, the rest behind, or what is."""
    right = _first(after, room - room // 3)
    left = _last(before, room - _width(right))
    right = _first(after, room - _width(left))
    return left, right


def _first(held: list[Cell], room: int) -> list[Cell]:
    count = 0
    for cell in held:
        room -= cell.width
        if room < 0:
            break
        count += 1
    return held[:count]


def _last(held: list[Cell], room: int) -> list[Cell]:
    count = len(_first(held[::-1], room))
    return held[len(held) - count :]


def _width(held: list[Cell]) -> int:
    return sum(cell.width for cell in held)
