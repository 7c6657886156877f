"""Places of keys and values in a TOML text, which the standard library's parser doesn't give.

The text must be valid TOML 1.0: the scanner distinguishes the constructs of the grammar and checks nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.source import Lines

if TYPE_CHECKING:
    from preclear.source import Span

KeyPath: TypeAlias = "tuple[str | int, ...]"
"""The keys and indexes that lead to a value in what `tomllib` returns."""

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_TEXT = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}'  # multi-line basic: up to two quotes can precede the closing three
    r"|'''(?:[^']|'{1,2}(?!'))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_OTHER = re.compile(r"[^,\]}#\n]+")
_ESCAPE = re.compile(r'\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|["\\befnrt])')
_ESCAPED = {"b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class TomlPlaces(NamedTuple):
    """The spans of keys and values by key path. Lines and columns are 1-based, in characters; the end is exclusive.

    The span of a key is its first occurrence, or the last part of a dotted key. For a table with a heading, the key is
    the last part of the heading, for each table of an array its own heading. Such a table has no value span.
    """

    keys: dict[KeyPath, Span]
    values: dict[KeyPath, Span]


def locate_toml(text: str) -> TomlPlaces:
    """Return the places in `text`, which must be valid TOML. Raises RecursionError if it nests too deep."""
    return _Scanner(text.replace("\r\n", "\n")).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._offset = 0
        self._lines = Lines(text)
        self._array_lengths: dict[KeyPath, int] = {}
        self._places = TomlPlaces({}, {})

    def scan(self) -> TomlPlaces:
        table: KeyPath = ()
        while self._skip(_BLANK) < len(self._text):
            if self._text.startswith("[[", self._offset):
                table = self._read_heading(2)
            elif self._text[self._offset] == "[":
                table = self._read_heading(1)
            else:
                self._read_pair(table)
        return self._places

    def _read_heading(self, bracket_count: int) -> KeyPath:
        """Read `[a.b]` or `[[a.b]]`, and return the key path of the table that follows."""
        self._offset += bracket_count
        parts = self._read_key()
        self._skip(_SPACE)
        self._offset += bracket_count
        key_path: KeyPath = ()
        for number, (name, span) in enumerate(parts):
            key_path = (*key_path, name)
            is_last = number == len(parts) - 1
            self._places.keys.setdefault(key_path, span)
            if is_last and bracket_count == 2:
                count = self._array_lengths[key_path] = self._array_lengths.get(key_path, 0) + 1
                key_path = (*key_path, count - 1)
                self._places.keys[key_path] = span
            elif key_path in self._array_lengths:  # the last table of an array of tables
                key_path = (*key_path, self._array_lengths[key_path] - 1)
        return key_path

    def _read_pair(self, table: KeyPath) -> None:
        """Read `a.b = value`."""
        parts = self._read_key()
        key_path = table
        for name, span in parts:
            key_path = (*key_path, name)
            self._places.keys.setdefault(key_path, span)
        self._skip(_SPACE)
        self._offset += 1  # the equals sign
        self._skip(_SPACE)
        self._read_value(key_path)

    def _read_value(self, key_path: KeyPath) -> None:
        start = self._offset
        character = self._text[start]
        if character == "[":
            self._read_array(key_path)
        elif character == "{":
            self._read_inline_table(key_path)
        elif character in "\"'":
            self._skip(_TEXT)
        else:
            self._offset += len(_match_at(_OTHER, self._text, start).rstrip())
        self._places.values[key_path] = self._span(start, self._offset)

    def _read_array(self, key_path: KeyPath) -> None:
        self._offset += 1
        count = 0
        while self._text[self._skip(_BLANK)] != "]":
            if self._text[self._offset] == ",":
                self._offset += 1
                continue
            self._read_value((*key_path, count))
            count += 1
        self._offset += 1

    def _read_inline_table(self, key_path: KeyPath) -> None:
        self._offset += 1
        while self._text[self._skip(_BLANK)] != "}":
            if self._text[self._offset] == ",":
                self._offset += 1
                continue
            self._read_pair(key_path)
        self._offset += 1

    def _read_key(self) -> list[tuple[str, Span]]:
        """Read a key, dotted or not, and return its parts with their spans."""
        parts: list[tuple[str, Span]] = []
        while True:
            start = self._skip(_SPACE)
            is_quoted = self._text[start] in "\"'"
            self._skip(_TEXT if is_quoted else _BARE)
            parts.append((_decode_name(self._text[start : self._offset]), self._span(start, self._offset)))
            self._skip(_SPACE)
            if self._text[self._offset] != ".":
                return parts
            self._offset += 1

    def _skip(self, pattern: re.Pattern[str]) -> int:
        """Move past a match of `pattern`, and return the new offset."""
        self._offset += len(_match_at(pattern, self._text, self._offset))
        return self._offset

    def _span(self, start: int, end: int) -> Span:
        return self._lines.span(start, end)


def _match_at(pattern: re.Pattern[str], text: str, offset: int) -> str:
    match = pattern.match(text, offset)
    return match[0] if match is not None else ""


def _decode_name(raw: str) -> str:
    if raw[0] == "'":
        return raw[1:-1]
    return _ESCAPE.sub(_decode_escape, raw[1:-1]) if raw[0] == '"' else raw


def _decode_escape(match: re.Match[str]) -> str:
    escape = match[1]
    return chr(int(escape[1:], 16)) if escape[0] in "xuU" else _ESCAPED.get(escape, escape)
