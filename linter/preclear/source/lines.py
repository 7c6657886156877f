"""Lines, columns and spans of a text, as editors count them."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from preclear._patterns import lazy_pattern
from preclear._records import NamedTuple

_BREAK = lazy_pattern(r"\r\n|\n|\r")


class Position(NamedTuple):
    """A position between two characters of a text.

    `line` and `column` are 1-based. A column counts characters (Unicode code points), not bytes or UTF-16 units. A byte
    order mark isn't counted. Lines end at LF, CRLF or a lone CR, and at nothing else.
    """

    line: int
    column: int


class Span(NamedTuple):
    """A range of text, from `start` up to but not including `end`."""

    start: Position
    end: Position


class Lines:
    """The starts of a text's lines. Lines end at LF, CRLF or a lone CR, and at nothing else."""

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        if text.count("\r") == text.count("\r\n"):
            self._starts = [0, *accumulate([len(line) + 1 for line in text.split("\n")])]
            self._starts.pop()
        else:
            self._starts = [0, *(match.end() for match in _BREAK.finditer(text))]

    def position(self, offset: int) -> Position:
        """The 1-based position of the character at `offset`, which is 0-based."""
        starts = self._starts
        line = bisect_right(starts, offset)
        return Position(line, offset - starts[line - 1] + 1)

    def span(self, start: int, end: int) -> Span:
        """The span of `text[start:end]`."""
        first = self.position(start)
        line, column = first
        starts = self._starts
        if start <= end and (line == len(starts) or end < starts[line]):
            return Span(first, Position(line, column + end - start))
        return Span(first, self.position(end))

    def offset(self, line: int, column: int) -> int:
        """The 0-based offset of a 0-based line and column. Past the last line, it's the end of the text."""
        if line >= len(self._starts):
            return len(self._text)
        return min(self._starts[line] + column, len(self._text))

    def text(self, number: int) -> str:
        """The text of line `number` (1-based), without its line end. Raises LookupError if there is no such line."""
        starts = self._starts
        if not 1 <= number <= len(starts):
            raise LookupError(number)
        end = starts[number] if number < len(starts) else len(self._text)
        return self._text[starts[number - 1] : end].rstrip("\r\n")
