"""Tabs that YAML 1.2 allows and libyaml refuses, found by reading a text's block structure.

Between tokens a tab is a blank like any other, but where a block collection may begin: there libyaml refuses it even
before a scalar (1.2.2, 6.2 Separation Spaces). In a block scalar it is text behind the indentation (8.1).
"""

from __future__ import annotations

import re
from io import StringIO
from typing import Final, NamedTuple

_BLANKS = re.compile(r"[ \t]*")
_LINE_END = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_MARKER = re.compile(r"(?:---|\.\.\.)(?=[ \t\r\n]|\Z)")
_INDICATOR = re.compile(r"[-?:](?=[ \t\r\n]|\Z)")
_PROPERTY = re.compile(r"[&!][^ \t\r\n]*")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|' + r"'(?:[^']|'')*'", re.DOTALL)
_FLOW_TOKEN = re.compile(_QUOTED.pattern + r"|[\[{]|[\]}]|(?<=[ \t\r\n])#[^\r\n]*|[^\"'\[\]{}# \t\r\n,]+", re.DOTALL)
_PLAIN = re.compile(r"(?:[^ \t\r\n:]|:(?![ \t\r\n]|\Z)|[ \t]+(?![ \t\r\n#]|\Z))+")
_PLAIN_REST = re.compile(r"(?:[^ \t\r\n]|[ \t]+(?![ \t\r\n#]|\Z))*[ \t]*")
_COLON = re.compile(r"[ \t]*:(?=[ \t\r\n]|\Z)")
_HEADER = re.compile(r"[|>](?:[-+]?([1-9])?[-+]?)(?:[ \t]+#[^\r\n]*|[ \t]*)(?:\r\n|\n|\r|\Z)")
_LINE = re.compile(r"( *)([^\r\n]*)(\r\n|\n|\r|\Z)")
_LARGEST_INDICATOR: Final = 9


class Tabs(NamedTuple):
    """A text without the tabs that libyaml refuses.

    `misplaced` counts those that YAML has no place for either, in empty lines of block scalars, and has the offset of
    the first.
    """

    text: str
    misplaced: tuple[int, int]


class _Unread(Exception):
    """The text is not sound, or does something that is not read here."""


class WrongTab(_Unread):
    """A tab stands in the indentation, at the offset `at`."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


def without_tabs(text: str) -> Tabs | None:
    """`text` with nothing that libyaml refuses for a tab; None where that can't be done.

    Every line keeps its number, and all that stands on it its column. Raises WrongTab where YAML allows no tab either.
    """
    reader = _Reader(text)
    try:
        reader.read()
    except WrongTab:
        raise
    except _Unread:
        return None
    return Tabs(reader.written(), (reader.misplaced, reader.first_misplaced)) if reader.copied else None


class _Reader:
    """Goes through a text token by token. `at` is the offset of the next, `line` of the beginning of its line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = self.line = 0
        self.columns = [-1]  # those of the open block collections
        self.may_begin = True  # whether a block collection may begin at `at`
        self.misplaced = self.first_misplaced = 0
        self.copied = 0  # up to where the text was written
        self._written = StringIO()

    def written(self) -> str:
        """The text as it was written."""
        self._replace(len(self.text), len(self.text), "")
        return self._written.getvalue()

    def _replace(self, start: int, end: int, new: str) -> None:
        self._written.write(self.text[self.copied : start])
        self._written.write(new)
        self.copied = end

    def read(self) -> None:
        """Write the text. Raises WrongTab and _Unread."""
        text = self.text
        while True:
            start = self.at
            found = _BLANKS.match(text, start)
            self.at = found.end() if found else start
            tab = text.find("\t", start, self.at) if self.may_begin else -1
            first = text[self.at : self.at + 1]
            if first in ("", "\r", "\n") or (first == "#" and (self.at > start or start == self.line)):
                if tab >= 0 and start == self.line:
                    # nothing there has a place, and it may follow a block scalar, whose text it must not become
                    self._replace(tab, self.at, "")
                else:
                    self._replace_blanks(start, tab, self.at)
                if not first:
                    return
                self._next_line()
            elif start == self.at == self.line and (_MARKER.match(text, start) or first == "%"):
                self._read_marker(first)
            else:
                if 0 <= tab <= start + self.columns[-1] and start == self.line:
                    raise WrongTab(tab)
                self._replace_blanks(start, tab, self.at)
                if self._read_token(first) and tab >= 0:
                    raise WrongTab(tab)

    def _replace_blanks(self, start: int, tab: int, end: int) -> None:
        if tab >= 0:
            self._replace(start, end, " " * (end - start))

    def _next_line(self) -> None:
        found = _LINE_END.match(self.text, self.at)
        self.at = self.line = found.end() if found else len(self.text)
        self.may_begin = True

    def _read_marker(self, first: str) -> None:
        if first == "%":
            self._next_line()
            return
        self.columns = [-1]
        self.at += 3
        self.may_begin = False

    def _read_token(self, first: str) -> bool:
        """Go past a token, or past a key; whether a block collection's entry begins with it. Raises _Unread."""
        text, start = self.text, self.at
        if self.may_begin and _INDICATOR.match(text, start):
            self._open(start)
            self.at += 1
            return True
        while first in ("&", "!"):
            found = _PROPERTY.match(text, self.at)
            blank = _BLANKS.match(text, found.end() if found else self.at)
            self.at = blank.end() if blank else self.at
            first = text[self.at : self.at + 1]
            if first in ("", "\r", "\n", "#"):
                return False
        if first in ("|", ">"):
            self._read_block_scalar()
            return False
        self._skip_scalar(first)
        colon = _COLON.match(text, self.at)
        if colon and self.may_begin and text.find("\n", start, self.at) < 0:
            self._open(start)
            self.at = colon.end()
            self.may_begin = False
            return True
        if first not in ("'", '"', "[", "{"):
            self._skip_plain()
        self.may_begin = self.at == self.line
        return False

    def _open(self, start: int) -> None:
        """Note that an entry of a block collection begins at `start`."""
        column, columns = start - self.line, self.columns
        while columns[-1] > column:
            columns.pop()
        if columns[-1] < column:
            columns.append(column)

    def _skip_scalar(self, first: str) -> None:
        """Go to the end of a quoted scalar, of a flow collection, or of a plain scalar's first line, or its key."""
        text = self.text
        if first in ("'", '"'):
            found = _QUOTED.match(text, self.at)
            if not found:
                raise _Unread
            end = found.end()
        elif first in ("[", "{"):
            end = self._end_of_flow()
        else:
            found = _PLAIN.match(text, self.at)
            end = found.end() if found else self.at + 1
        self._go_to(end)

    def _go_to(self, end: int) -> None:
        """Set the next offset, and the beginning of its line."""
        text = self.text
        self.line = max(self.line, text.rfind("\n", self.at, end) + 1, text.rfind("\r", self.at, end) + 1)
        self.at = end

    def _end_of_flow(self) -> int:
        depth = 0
        for found in _FLOW_TOKEN.finditer(self.text, self.at):
            token = found[0]
            if token in ("[", "{"):
                depth += 1
            elif token in ("]", "}"):
                depth -= 1
                if not depth:
                    return found.end()
        raise _Unread

    def _skip_plain(self) -> None:
        """Go to the end of a plain scalar: past its line, and all lines that continue it."""
        text, parent = self.text, self.columns[-1]
        found = _PLAIN_REST.match(text, self.at)
        self.at = found.end() if found else self.at
        while text[self.at : self.at + 1] in ("\r", "\n"):
            end = _LINE_END.match(text, self.at)
            self.at = self.line = end.end() if end else len(text)
            line = _LINE.match(text, self.at)
            if not line or self.at >= len(text):
                return
            rest = line[2].lstrip("\t ")
            if not rest:
                if line[2]:
                    self._replace(line.start(2), line.end(2), "")
                self.at = line.end(2)
            elif len(line[1]) <= parent or rest[0] == "#" or _MARKER.match(text, self.at):
                return
            else:
                content = _PLAIN_REST.match(text, line.end(2) - len(rest))
                self.at = content.end() if content else line.end(2)

    def _read_block_scalar(self) -> None:
        text, parent = self.text, self.columns[-1]
        header = _HEADER.match(text, self.at)
        if not header:
            raise _Unread
        at = header.end()
        indent = max(parent, 0) + int(header[1]) if header[1] else self._indentation(header, parent)
        while at < len(text):
            line = _LINE.match(text, at)
            if not line:
                break
            spaces, rest = len(line[1]), line[2]
            if rest and (spaces < indent or not indent):
                if rest.strip("\t "):
                    break
                self.first_misplaced = self.first_misplaced or line.start(2)
                self.misplaced += 1
                self._replace(line.start(2), line.end(2), "")
            at = line.end()
        self.at = self.line = at
        self.may_begin = True

    def _indentation(self, header: re.Match[str], parent: int) -> int:
        """The column of a block scalar's first line that is not empty; 0 without any.

        libyaml doesn't find it where that line begins with a tab, so the header has to say it.
        """
        at = header.end()
        while at < len(self.text):
            line = _LINE.match(self.text, at)
            if not line or (line[2].strip("\t ") and len(line[1]) <= parent):
                break
            indent = len(line[1])
            if line[2] and indent > parent:
                indicator = indent - max(parent, 0)
                if line[2][0] == "\t" and not 1 <= indicator <= _LARGEST_INDICATOR:
                    raise _Unread
                if line[2][0] == "\t":
                    self._replace(header.start() + 1, header.start() + 1, str(indicator))
                return indent
            at = line.end()
        return 0
