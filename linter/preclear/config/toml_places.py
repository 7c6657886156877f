"""Where every key and value of a TOML text stands: the standard library reads TOML without places.

For texts that were read as TOML already: what the grammar (TOML 1.0) allows is told apart, nothing is checked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.source.lines import Lines

if TYPE_CHECKING:
    from preclear.source import Span

Way: TypeAlias = "tuple[str | int, ...]"
"""The keys and indexes that lead to a value, as in the value that `tomllib` gives."""

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_TEXT = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}'  # basic, in several lines: up to two quotes may stand before the last three
    r"|'''(?:[^']|'{1,2}(?!'))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_OTHER = re.compile(r"[^,\]}#\n]+")
_ESCAPE = re.compile(r'\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|["\\befnrt])')
_ESCAPED = {"b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class TomlPlaces(NamedTuple):
    """The spans of keys and values by the way to them, 1-based, in characters, the end excluded.

    A key stands where it is first written, the last part of it in a dotted one. Tables with a heading have the
    heading's last part as their key, each of an array of tables its own; they have no value of their own.
    """

    keys: dict[Way, Span]
    values: dict[Way, Span]


def toml_places(text: str) -> TomlPlaces:
    """Give the places in `text`, which `tomllib` reads. Raises RecursionError where it nests too deep."""
    return _Scan(text.replace("\r\n", "\n")).run()


class _Scan:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._lines = Lines(text)
        self._lengths: dict[Way, int] = {}
        self._found = TomlPlaces({}, {})

    def run(self) -> TomlPlaces:
        table: Way = ()
        while self._skip(_BLANK) < len(self._text):
            if self._text.startswith("[[", self._at):
                table = self._heading(2)
            elif self._text[self._at] == "[":
                table = self._heading(1)
            else:
                self._pair(table)
        return self._found

    def _heading(self, brackets: int) -> Way:
        """`[a.b]` or `[[a.b]]`: gives the way to the table that the next lines are in."""
        self._at += brackets
        parts = self._key()
        self._skip(_SPACE)
        self._at += brackets
        way: Way = ()
        for number, (name, span) in enumerate(parts):
            way = (*way, name)
            last = number == len(parts) - 1
            self._found.keys.setdefault(way, span)
            if last and brackets == 2:
                count = self._lengths[way] = self._lengths.get(way, 0) + 1
                way = (*way, count - 1)
                self._found.keys[way] = span
            elif way in self._lengths:  # the last table of an array of tables
                way = (*way, self._lengths[way] - 1)
        return way

    def _pair(self, table: Way) -> None:
        """`a.b = value`."""
        parts = self._key()
        way = table
        for name, span in parts:
            way = (*way, name)
            self._found.keys.setdefault(way, span)
        self._skip(_SPACE)
        self._at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(way)

    def _value(self, way: Way) -> None:
        start = self._at
        sign = self._text[start]
        if sign == "[":
            self._array(way)
        elif sign == "{":
            self._inline(way)
        elif sign in "\"'":
            self._skip(_TEXT)
        else:
            self._at += len(_match(_OTHER, self._text, start).rstrip())
        self._found.values[way] = self._span(start, self._at)

    def _array(self, way: Way) -> None:
        self._at += 1
        count = 0
        while self._text[self._skip(_BLANK)] != "]":
            if self._text[self._at] == ",":
                self._at += 1
                continue
            self._value((*way, count))
            count += 1
        self._at += 1

    def _inline(self, way: Way) -> None:
        self._at += 1
        while self._text[self._skip(_BLANK)] != "}":
            if self._text[self._at] == ",":
                self._at += 1
                continue
            self._pair(way)
        self._at += 1

    def _key(self) -> list[tuple[str, Span]]:
        """A key, dotted or not: each of its parts with its place."""
        parts: list[tuple[str, Span]] = []
        while True:
            start = self._skip(_SPACE)
            quoted = self._text[start] in "\"'"
            self._skip(_TEXT if quoted else _BARE)
            parts.append((_name(self._text[start : self._at]), self._span(start, self._at)))
            self._skip(_SPACE)
            if self._text[self._at] != ".":
                return parts
            self._at += 1

    def _skip(self, pattern: re.Pattern[str]) -> int:
        """Go behind what fits `pattern`; gives where that is."""
        self._at += len(_match(pattern, self._text, self._at))
        return self._at

    def _span(self, start: int, end: int) -> Span:
        return self._lines.span(start, end)


def _match(pattern: re.Pattern[str], text: str, at: int) -> str:
    found = pattern.match(text, at)
    return found[0] if found is not None else ""


def _name(written: str) -> str:
    if written[0] == "'":
        return written[1:-1]
    return _ESCAPE.sub(_character, written[1:-1]) if written[0] == '"' else written


def _character(found: re.Match[str]) -> str:
    sign = found[1]
    return chr(int(sign[1:], 16)) if sign[0] in "xuU" else _ESCAPED.get(sign, sign)
