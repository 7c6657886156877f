"""Tabs that YAML 1.2 allows but libyaml refuses, found by reading the block structure of a text.

Tabs can separate tokens like spaces do (YAML 1.2.2, 6.2), but libyaml refuses them where a block collection could
begin, even before a scalar. In a block scalar, tabs after the indentation are text (8.1).
"""

from __future__ import annotations

import re
from io import StringIO
from typing import Final

from preclear._patterns import lazy_pattern
from preclear._records import NamedTuple

_BLANKS = lazy_pattern(r"[ \t]*")
_LINE_END = lazy_pattern(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_MARKER = lazy_pattern(r"(?:---|\.\.\.)(?=[ \t\r\n]|\Z)")
_INDICATOR = lazy_pattern(r"[-?:](?=[ \t\r\n]|\Z)")
_PROPERTY = lazy_pattern(r"[&!][^ \t\r\n]*")
_QUOTED_TEXT = r'"(?:[^"\\]|\\.)*"|' + r"'(?:[^']|'')*'"
_QUOTED = lazy_pattern(_QUOTED_TEXT, re.DOTALL)
_FLOW_TOKEN = lazy_pattern(_QUOTED_TEXT + r"|[\[{]|[\]}]|(?<=[ \t\r\n])#[^\r\n]*|[^\"'\[\]{}# \t\r\n,]+", re.DOTALL)
_PLAIN = lazy_pattern(r"(?:[^ \t\r\n:]|:(?![ \t\r\n]|\Z)|[ \t]+(?![ \t\r\n#]|\Z))+")
_PLAIN_REST = lazy_pattern(r"(?:[^ \t\r\n]|[ \t]+(?![ \t\r\n#]|\Z))*[ \t]*")
_COLON = lazy_pattern(r"[ \t]*:(?=[ \t\r\n]|\Z)")
_HEADER = lazy_pattern(r"[|>](?:[-+]?([1-9])?[-+]?)(?:[ \t]+#[^\r\n]*|[ \t]*)(?:\r\n|\n|\r|\Z)")
_LINE = lazy_pattern(r"( *)([^\r\n]*)(\r\n|\n|\r|\Z)")
_MAX_INDICATOR: Final = 9


class TabReplacement(NamedTuple):
    """A text without the tabs that libyaml refuses.

    `misplaced_tabs` is the number of tabs that YAML doesn't allow either, in empty lines of block scalars, and the
    offset of the first (0-based, in characters).
    """

    text: str
    misplaced_tabs: tuple[int, int]


class _UnsupportedTextError(Exception):
    """The text is invalid, or has a structure that this reader doesn't support."""


class InvalidTabError(_UnsupportedTextError):
    """A tab is part of the indentation, at `offset`."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def replace_tabs(text: str) -> TabReplacement | None:
    """Replace the tabs that libyaml refuses. None if there are none, or if the text isn't supported.

    Everything keeps its line and column. Raises InvalidTabError for a tab that YAML doesn't allow either.
    """
    reader = _TabReplacer(text)
    try:
        reader.replace_all()
    except InvalidTabError:
        raise
    except _UnsupportedTextError:
        return None
    return (
        TabReplacement(reader.finish(), (reader.misplaced_count, reader.first_misplaced_offset))
        if reader.copied_end
        else None
    )


class _TabReplacer:
    """Reads a text token by token. `offset` is where the next token starts, `line_start` where its line does."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offset = self.line_start = 0
        self.open_columns = [-1]  # the columns of the open block collections
        self.can_begin_block = True  # whether a block collection may begin at `offset`
        self.misplaced_count = self.first_misplaced_offset = 0
        self.copied_end = 0  # the end of the text that has been written
        self._output = StringIO()

    def finish(self) -> str:
        """Return the text with its replacements."""
        self._replace(len(self.text), len(self.text), "")
        return self._output.getvalue()

    def _replace(self, start: int, end: int, replacement: str) -> None:
        self._output.write(self.text[self.copied_end : start])
        self._output.write(replacement)
        self.copied_end = end

    def replace_all(self) -> None:
        """Read the whole text and replace its tabs. Raises InvalidTabError and _UnsupportedTextError."""
        text = self.text
        while True:
            start = self.offset
            match = _BLANKS.match(text, start)
            self.offset = match.end() if match else start
            tab_offset = text.find("\t", start, self.offset) if self.can_begin_block else -1
            first = text[self.offset : self.offset + 1]
            if first in ("", "\r", "\n") or (first == "#" and (self.offset > start or start == self.line_start)):
                if tab_offset >= 0 and start == self.line_start:
                    # Remove them, since spaces would become part of a block scalar before the line.
                    self._replace(tab_offset, self.offset, "")
                else:
                    self._replace_blanks(start, tab_offset, self.offset)
                if not first:
                    return
                self._skip_line()
            elif start == self.offset == self.line_start and (_MARKER.match(text, start) or first == "%"):
                self._read_marker(first)
            else:
                if 0 <= tab_offset <= start + self.open_columns[-1] and start == self.line_start:
                    raise InvalidTabError(tab_offset)
                self._replace_blanks(start, tab_offset, self.offset)
                if self._read_token(first) and tab_offset >= 0:
                    raise InvalidTabError(tab_offset)

    def _replace_blanks(self, start: int, tab_offset: int, end: int) -> None:
        if tab_offset >= 0:
            self._replace(start, end, " " * (end - start))

    def _skip_line(self) -> None:
        match = _LINE_END.match(self.text, self.offset)
        self.offset = self.line_start = match.end() if match else len(self.text)
        self.can_begin_block = True

    def _read_marker(self, first: str) -> None:
        if first == "%":
            self._skip_line()
            return
        self.open_columns = [-1]
        self.offset += 3
        self.can_begin_block = False

    def _read_token(self, first: str) -> bool:
        """Skip a token or a key. Returns whether it begins a block entry. Raises _UnsupportedTextError."""
        text, start = self.text, self.offset
        if self.can_begin_block and _INDICATOR.match(text, start):
            self._open_entry(start)
            self.offset += 1
            return True
        while first in ("&", "!"):
            match = _PROPERTY.match(text, self.offset)
            blank = _BLANKS.match(text, match.end() if match else self.offset)
            self.offset = blank.end() if blank else self.offset
            first = text[self.offset : self.offset + 1]
            if first in ("", "\r", "\n", "#"):
                return False
        if first in ("|", ">"):
            self._read_block_scalar()
            return False
        self._skip_scalar(first)
        colon = _COLON.match(text, self.offset)
        if colon and self.can_begin_block and text.find("\n", start, self.offset) < 0:
            self._open_entry(start)
            self.offset = colon.end()
            self.can_begin_block = False
            return True
        if first not in ("'", '"', "[", "{"):
            self._skip_plain()
        self.can_begin_block = self.offset == self.line_start
        return False

    def _open_entry(self, start: int) -> None:
        """Update the open columns for an entry of a block collection that begins at `start`."""
        column, columns = start - self.line_start, self.open_columns
        while columns[-1] > column:
            columns.pop()
        if columns[-1] < column:
            columns.append(column)

    def _skip_scalar(self, first: str) -> None:
        """Skip a quoted scalar, a flow collection, or the first line of a plain scalar."""
        text = self.text
        if first in ("'", '"'):
            match = _QUOTED.match(text, self.offset)
            if not match:
                raise _UnsupportedTextError
            end = match.end()
        elif first in ("[", "{"):
            end = self._find_flow_end()
        else:
            match = _PLAIN.match(text, self.offset)
            end = match.end() if match else self.offset + 1
        self._move_to(end)

    def _move_to(self, end: int) -> None:
        """Set the next offset, and the start of its line."""
        text = self.text
        self.line_start = max(
            self.line_start, text.rfind("\n", self.offset, end) + 1, text.rfind("\r", self.offset, end) + 1
        )
        self.offset = end

    def _find_flow_end(self) -> int:
        depth = 0
        for match in _FLOW_TOKEN.finditer(self.text, self.offset):
            token = match[0]
            if token in ("[", "{"):
                depth += 1
            elif token in ("]", "}"):
                depth -= 1
                if not depth:
                    return match.end()
        raise _UnsupportedTextError

    def _skip_plain(self) -> None:
        """Skip the rest of a plain scalar: its line, and all lines that continue it."""
        text, parent_column = self.text, self.open_columns[-1]
        match = _PLAIN_REST.match(text, self.offset)
        self.offset = match.end() if match else self.offset
        while text[self.offset : self.offset + 1] in ("\r", "\n"):
            line_end = _LINE_END.match(text, self.offset)
            self.offset = self.line_start = line_end.end() if line_end else len(text)
            line = _LINE.match(text, self.offset)
            if not line or self.offset >= len(text):
                return
            rest = line[2].lstrip("\t ")
            if not rest:
                if line[2]:
                    self._replace(line.start(2), line.end(2), "")
                self.offset = line.end(2)
            elif len(line[1]) <= parent_column or rest[0] == "#" or _MARKER.match(text, self.offset):
                return
            else:
                content = _PLAIN_REST.match(text, line.end(2) - len(rest))
                self.offset = content.end() if content else line.end(2)

    def _read_block_scalar(self) -> None:
        text, parent_column = self.text, self.open_columns[-1]
        header = _HEADER.match(text, self.offset)
        if not header:
            raise _UnsupportedTextError
        offset = header.end()
        indent = max(parent_column, 0) + int(header[1]) if header[1] else self._find_indentation(header, parent_column)
        while offset < len(text):
            line = _LINE.match(text, offset)
            if not line:
                break
            spaces, rest = len(line[1]), line[2]
            if rest and (spaces < indent or not indent):
                if rest.strip("\t "):
                    break
                self.first_misplaced_offset = self.first_misplaced_offset or line.start(2)
                self.misplaced_count += 1
                self._replace(line.start(2), line.end(2), "")
            offset = line.end()
        self.offset = self.line_start = offset
        self.can_begin_block = True

    def _find_indentation(self, header: re.Match[str], parent_column: int) -> int:
        """Return the column of the first line of a block scalar that isn't empty; 0 if all are.

        If that line begins with a tab, libyaml doesn't find the column, so an indicator is added to the header.
        """
        offset = header.end()
        while offset < len(self.text):
            line = _LINE.match(self.text, offset)
            if not line or (line[2].strip("\t ") and len(line[1]) <= parent_column):
                break
            indent = len(line[1])
            if line[2] and indent > parent_column:
                indicator = indent - max(parent_column, 0)
                if line[2][0] == "\t" and not 1 <= indicator <= _MAX_INDICATOR:
                    raise _UnsupportedTextError
                if line[2][0] == "\t":
                    self._replace(header.start() + 1, header.start() + 1, str(indicator))
                return indent
            offset = line.end()
        return 0
