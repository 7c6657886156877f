"""Lines, columns and spans of a text, as editors count them."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from preclear._records import NamedTuple

_BLOCK_LENGTH: Final = 4096  # characters
_MAX_STEPS: Final = 64  # lines to go on from the last one, instead of beginning at a block


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
    """The lines of a text. Lines end at LF, CRLF or a lone CR, and at nothing else.

    A table of all lines would take more time than all positions that a run needs. Instead, the line ends are counted
    once for each block of the text, up to the last block that is needed, and then only within the block.
    """

    __slots__ = ("_counts", "_last_line", "_line_starts", "_lines", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        has_lone_cr = "\r" in text and text.count("\r") != text.count("\r\n")
        self._lines = text.replace("\r\n", " \n").replace("\r", "\n") if has_lone_cr else text
        self._counts = [0]  # of line ends before each block
        self._line_starts = [0]  # of the line that each block begins in
        self._last_line = (0, 0)  # the 0-based line that was looked for last, and its start

    def position(self, offset: int) -> Position:
        """The 1-based position of the character at `offset`, which is 0-based."""
        text, block = self._lines, min(offset, len(self._lines)) // _BLOCK_LENGTH
        while len(self._counts) <= block:
            self._count_next()
        block_start = block * _BLOCK_LENGTH
        count = text.count("\n", block_start, offset)
        start = text.rfind("\n", block_start, offset) + 1 if count else self._line_starts[block]
        return Position(self._counts[block] + count + 1, offset - start + 1)

    def span(self, start: int, end: int) -> Span:
        """The span of `text[start:end]`."""
        first = self.position(start)
        if start <= end <= start + _BLOCK_LENGTH and self._lines.find("\n", start, end) < 0:
            return Span(first, Position(first.line, first.column + end - start))
        return Span(first, self.position(end))

    def offset(self, line: int, column: int) -> int:
        """The 0-based offset of a 0-based line and column. Past the last line, it's the end of the text."""
        start = self._find_start(line)
        return len(self._text) if start < 0 else min(start + column, len(self._text))

    def text(self, number: int) -> str:
        """The text of line `number` (1-based), without its line end. Raises LookupError if there is no such line."""
        start = self._find_start(number - 1) if number > 0 else -1
        if start < 0:
            raise LookupError(number)
        end = self._lines.find("\n", start)
        return self._text[start : end if end >= 0 else None].rstrip("\r\n")

    def _count_next(self) -> None:
        """Count the line ends of the first block that they weren't counted for."""
        end = len(self._counts) * _BLOCK_LENGTH
        start = end - _BLOCK_LENGTH
        count = self._lines.count("\n", start, end)
        self._counts.append(self._counts[-1] + count)
        self._line_starts.append(self._lines.rfind("\n", start, end) + 1 if count else self._line_starts[-1])

    def _find_start(self, line: int) -> int:
        """Return the offset where the 0-based `line` starts; -1 if there is no such line."""
        number, start = self._last_line
        if not number <= line <= number + _MAX_STEPS:
            while self._counts[-1] <= line and len(self._counts) * _BLOCK_LENGTH <= len(self._lines):
                self._count_next()
            block = bisect_right(self._counts, line) - 1
            number, start = self._counts[block], self._line_starts[block]
        while number < line:
            start = self._lines.find("\n", start) + 1
            if not start:
                return -1
            number += 1
        self._last_line = number, start
        return start
