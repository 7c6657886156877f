"""Positions between preclear's findings and the editor: lines and columns of the Language Server Protocol.

Both end lines at LF, CRLF and a lone CR (LSP 3.17, "Text Documents"). preclear counts lines and columns from 1, in
characters; the protocol counts from 0, in units of the encoding that client and server agree on.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from lsprotocol import types

from preclear.source import Position, Span

if TYPE_CHECKING:
    from preclear.source import Document

_WIDE_CHARACTERS = {
    types.PositionEncodingKind.Utf32: re.compile(r"(?!)"),
    types.PositionEncodingKind.Utf16: re.compile("[\U00010000-\U0010ffff]"),
    types.PositionEncodingKind.Utf8: re.compile("[^\x00-\x7f]"),
}
"""The characters that have more than one unit."""

_MAX_READ_COLUMNS = 1_000


class PositionEncoder:
    """Converts positions in the encoding of one session. The units of the line that it converted last are kept."""

    def __init__(self, encoding: types.PositionEncodingKind | str = types.PositionEncodingKind.Utf16) -> None:
        self._encoding = types.PositionEncodingKind(encoding)
        self._text = ""
        self._number = 0
        self._line = _LineUnits("", self._encoding)

    def range(self, document: Document, span: Span) -> types.Range:
        """Convert a span of `document` to a range of the protocol."""
        return types.Range(self.position(document, span.start), self.position(document, span.end))

    def position(self, document: Document, position: Position) -> types.Position:
        """Convert a position of `document`, 1-based and in characters, to one of the protocol."""
        line = self._read_line(document, position.line)
        return types.Position(position.line - 1, line.count_units(position.column - 1))

    def offset_position(self, document: Document, offset: int) -> types.Position:
        """Convert the 0-based offset of a character of `document` to a position of the protocol.

        Only the text before it in its line is read. If that is long, the line's units are kept, as for `position`.
        """
        line, column = document.lines.position(offset)
        if column > _MAX_READ_COLUMNS:
            return self.position(document, Position(line, column))
        text = document.text[offset - column + 1 : offset].rstrip("\r")
        return types.Position(
            line - 1, len(text) if text.isascii() else _LineUnits(text, self._encoding).count_units(len(text))
        )

    def source_position(self, document: Document, position: types.Position) -> Position:
        """Convert a position of the protocol to one of `document`, 1-based and in characters.

        A position past the end of its line is the end of the line. One within a character is the character's start.
        """
        line = self._read_line(document, position.line + 1)
        return Position(position.line + 1, line.find_character(position.character) + 1)

    def offset(self, document: Document, position: types.Position) -> int:
        """Convert a position of the protocol to the 0-based offset of a character; past the last line, to the end."""
        line, column = self.source_position(document, position)
        return document.lines.offset(line - 1, column - 1)

    def _read_line(self, document: Document, number: int) -> _LineUnits:
        """Return the units of a 1-based line; those of an empty one if the document has no such line."""
        if document.text is not self._text or number != self._number:
            try:
                line = document.line(number)
            except LookupError:
                line = ""
            self._line = _LineUnits(line, self._encoding)
            self._text = document.text
            self._number = number
        return self._line


class _LineUnits:
    """The units of one line. Only characters with several are stored: a text can be a single line of megabytes."""

    def __init__(self, line: str, encoding: types.PositionEncodingKind) -> None:
        self._length = len(line)
        self._characters: list[int] = []  # the offsets of the characters with several units
        self._units: list[int] = []  # the offset of the first unit of each
        self._extra_units = [0]  # how many units more than characters come before each, and before the end
        for match in () if line.isascii() else _WIDE_CHARACTERS[encoding].finditer(line):
            extra = self._extra_units[-1]
            self._characters.append(match.start())
            self._units.append(match.start() + extra)
            is_utf8 = encoding == types.PositionEncodingKind.Utf8
            self._extra_units.append(extra + (len(match[0].encode("utf-8", "surrogatepass")) - 1 if is_utf8 else 1))

    def count_units(self, characters: int) -> int:
        """Return how many units the first `characters` of the line have."""
        characters = min(characters, self._length)
        return characters + self._extra_units[bisect_left(self._characters, characters)]

    def find_character(self, units: int) -> int:
        """Return the 0-based offset of the character at or around the unit at the 0-based offset `units`."""
        index = bisect_left(self._units, units)  # of the first wide character that doesn't begin before it
        character = units - self._extra_units[index]
        return min(max(character, self._characters[index - 1]) if index else character, self._length)
