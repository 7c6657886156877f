"""Positions between preclear's findings and the editor: lines and columns of the Language Server Protocol.

Both end lines at LF, CRLF and a lone CR (LSP 3.17, "Text Documents"). preclear counts lines and columns from 1, in
characters; the protocol counts from 0, in units of the encoding that client and server agree on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from preclear.source import Position, Span

if TYPE_CHECKING:
    from preclear.source import Document

ENCODINGS = (
    types.PositionEncodingKind.Utf32,
    types.PositionEncodingKind.Utf16,
    types.PositionEncodingKind.Utf8,
)
"""The encodings that the server can count in, the one that costs least first."""


class PositionEncoder:
    """Converts positions in the encoding of one session."""

    def __init__(self, encoding: types.PositionEncodingKind | str = types.PositionEncodingKind.Utf16) -> None:
        self._encoding = types.PositionEncodingKind(encoding)

    def range(self, document: Document, span: Span) -> types.Range:
        """Convert a span of `document` to a range of the protocol."""
        return types.Range(self.position(document, span.start), self.position(document, span.end))

    def position(self, document: Document, position: Position) -> types.Position:
        """Convert a position of `document`, 1-based and in characters, to one of the protocol."""
        line = _line(document, position.line)
        return types.Position(position.line - 1, self._count_units(line[: position.column - 1]))

    def source_position(self, document: Document, position: types.Position) -> Position:
        """Convert a position of the protocol to one of `document`, 1-based and in characters.

        A position past the end of its line is the end of the line. One within a character is the character's start.
        """
        line = _line(document, position.line + 1)
        if self._encoding == types.PositionEncodingKind.Utf32 or line.isascii():
            return Position(position.line + 1, min(position.character, len(line)) + 1)
        units = 0
        for index, character in enumerate(line):
            units += self._count_units(character)
            if units > position.character:
                return Position(position.line + 1, index + 1)
        return Position(position.line + 1, len(line) + 1)

    def offset(self, document: Document, position: types.Position) -> int:
        """Convert a position of the protocol to the 0-based offset of a character; past the last line, to the end."""
        line, column = self.source_position(document, position)
        return document.lines.offset(line - 1, column - 1)

    def _count_units(self, text: str) -> int:
        if self._encoding == types.PositionEncodingKind.Utf32 or text.isascii():
            return len(text)
        if self._encoding == types.PositionEncodingKind.Utf8:
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text) + sum(character > "\uffff" for character in text)


def _line(document: Document, number: int) -> str:
    """Return the text of a 1-based line; no text if the document has no such line."""
    try:
        return document.line(number)
    except LookupError:
        return ""
