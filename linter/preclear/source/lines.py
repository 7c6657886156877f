"""Lines and columns of a text, as editors count them."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from preclear.source.span import Position, Span

_BREAK = re.compile(r"\r\n|\n|\r")


class Lines:
    """Where each line of a text begins. Lines end at LF, CRLF or a lone CR, and at nothing else."""

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        if text.count("\r") == text.count("\r\n"):
            self._starts = [0, *accumulate([len(line) + 1 for line in text.split("\n")])]
            self._starts.pop()
        else:
            self._starts = [0, *(match.end() for match in _BREAK.finditer(text))]

    def position(self, offset: int) -> Position:
        """The line and column, from 1, of the character at `offset`, which counts characters from 0."""
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
        """The offset of a line and column that count from 0. Past the last line it is the text's end."""
        if line >= len(self._starts):
            return len(self._text)
        return min(self._starts[line] + column, len(self._text))

    def text(self, number: int) -> str:
        """The text of line `number`, from 1, without its line end. Raises LookupError where there is none."""
        starts = self._starts
        if not 1 <= number <= len(starts):
            raise LookupError(number)
        end = starts[number] if number < len(starts) else len(self._text)
        return self._text[starts[number - 1] : end].rstrip("\r\n")
