"""Where every key and value of a TOML text stands: the standard library reads TOML without places.

For texts that were read as TOML already: what the grammar (TOML 1.0) allows is told apart, nothing is checked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.source import Lines

if TYPE_CHECKING:
    from preclear.source import Span

KeyPath: TypeAlias = "tuple[str | int, ...]"
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

    keys: dict[KeyPath, Span]
    values: dict[KeyPath, Span]


def locate_toml(text: str) -> TomlPlaces:
    """Give the places in `text`, which `tomllib` reads. Raises RecursionError where it nests too deep."""
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
        """`[a.b]` or `[[a.b]]`: gives the way to the table that the next lines are in."""
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
        """`a.b = value`."""
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
        """A key, dotted or not: each of its parts with its place."""
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
        """Go behind what fits `pattern`; gives where that is."""
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
