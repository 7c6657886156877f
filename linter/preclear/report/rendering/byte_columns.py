"""Columns that count bytes of UTF-8."""

from __future__ import annotations

import codecs
from itertools import accumulate
from typing import TYPE_CHECKING

from preclear.source import find_byte_order_mark

if TYPE_CHECKING:
    from preclear.source import Document, Position

_CHUNK = 4_096  # characters whose bytes are counted at once


class ByteColumns:
    """Converts columns of characters to columns of bytes, both 1-based.

    The last line is remembered with the bytes before each part of it, because a minified document has all findings in
    one line.
    """

    def __init__(self) -> None:
        self._document: Document | None = None
        self._number = 0
        self._line = ""
        self._offset = 0  # bytes before the line's text: a byte order mark
        self._counts: list[int] = []  # bytes before each part; empty for a line of ASCII

    def column(self, document: Document, position: Position) -> int:
        """Return the column of a position. Beyond the end of its line, each column counts one byte."""
        if self._document is not document or self._number != position.line:
            self._read_line(document, position.line)
        index = position.column - 1
        if not self._counts:
            return self._offset + position.column
        part = min(index // _CHUNK, len(self._counts) - 1)
        rest = self._line[part * _CHUNK : index]
        return self._offset + self._counts[part] + _count_bytes(rest) + max(0, index - len(self._line)) + 1

    def _read_line(self, document: Document, number: int) -> None:
        try:
            line = document.line(number)
        except LookupError:
            line = ""
        self._document, self._number, self._line = document, number, line
        is_marked = number == 1 and find_byte_order_mark(document.data) == codecs.BOM_UTF8
        self._offset = len(codecs.BOM_UTF8) if is_marked else 0
        parts = () if line.isascii() else range(0, len(line), _CHUNK)
        self._counts = [*accumulate((_count_bytes(line[start : start + _CHUNK]) for start in parts), initial=0)]
        self._counts = self._counts[:-1] if parts else []


def _count_bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
