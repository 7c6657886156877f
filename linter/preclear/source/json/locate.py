"""Finds the extent of a node in a JSON text. Only the path to it is read, and each collection's children once.

In an indented text, the children of a collection are the lines that begin in their column. This is used only if they
match the children of the loaded value. Otherwise, the standard library's scanner skips from child to child.
"""

from __future__ import annotations

import re
from array import array
from functools import lru_cache
from typing import TYPE_CHECKING

from preclear._patterns import lazy_pattern
from preclear._records import NamedTuple
from preclear.source.json.string import scan_string, scan_value
from preclear.source.json_value import get_child
from preclear.source.locator import Extent

if TYPE_CHECKING:
    from preclear.source.json_value import Json
    from preclear.source.pointer import Pointer

_UNKNOWN = -1


class JsonEntry(NamedTuple):
    """An entry: the offsets of its key (-1 in an array), of its value (-1: unknown), and the limit on the end."""

    key_start: int
    key_end: int
    start: int
    end: int
    limit: int


class JsonEntries:
    """The children of a collection, in one array: a tuple for each would take more memory than the value itself."""

    __slots__ = ("_numbers", "_parts")

    def __init__(self, length: int, *, has_keys: bool) -> None:
        """`length` is that of the text."""
        self._parts: dict[str | int, int] | None = {} if has_keys else None
        self._numbers = array("i" if length < 2**31 else "q")

    def __len__(self) -> int:
        return len(self._numbers) // _FIELDS if self._parts is None else len(self._parts)

    def __getitem__(self, part: str | int) -> JsonEntry:
        row = part if self._parts is None else self._parts[part]
        if not isinstance(row, int) or row < 0:
            raise LookupError(part)
        found = self._numbers[row * _FIELDS : (row + 1) * _FIELDS]
        if not found:
            raise LookupError(part)
        return JsonEntry(*found)

    def add(self, part: str | int, child: tuple[int, int, int, int, int]) -> None:
        """Add a child by the numbers of its `JsonEntry`; of two with the same key the later one counts."""
        if self._parts is not None:
            self._parts[part] = len(self._numbers) // _FIELDS
        self._numbers.extend(child)

    def has_keys_of(self, value: Json) -> bool:
        """Whether it has exactly the children of `value`."""
        if self._parts is None:
            return isinstance(value, list) and len(self) == len(value)
        return isinstance(value, dict) and self._parts.keys() == value.keys()


_FIELDS = len(JsonEntry._fields)

_BLANK = lazy_pattern(r"[ \t\r\n]*")
_FIRST_LINE = lazy_pattern(r"[\[{]\r?\n([ \t]*)")
_NUMBER_OR_WORD = lazy_pattern(r"[^\s,\]}]+")


@lru_cache(maxsize=256)
def _line_pattern(indentation: str) -> re.Pattern[str]:
    return re.compile("\n" + indentation + r"(?=[^ \t\r\n}\]])")


class JsonLocator:
    """Finds the extents of nodes in one text, whose value is `value`."""

    def __init__(self, text: str, value: Json) -> None:
        self._text = text
        self._value = value
        self._entries: dict[int, JsonEntries] = {}
        self._root = JsonEntry(-1, -1, _skip_blanks(text, 0), _UNKNOWN, len(text))

    def extent(self, pointer: Pointer) -> Extent:
        """Return the extent of the node at `pointer`. Raises LookupError if there is no such node."""
        entry, value = self._root, self._value
        for part in pointer:
            child_value = get_child(value, part)
            entry, value = self._read_entries(entry, value)[part], child_value
            if entry.start == _UNKNOWN:
                entry = entry._replace(start=self._skip_colon(entry.key_end))
        return Extent(entry.key_start, entry.key_end, entry.start, self._find_end(entry, value))

    def _read_entries(self, entry: JsonEntry, value: Json) -> JsonEntries:
        entries = self._entries.get(entry.start)
        if entries is None:
            entries = self._read_indented(entry, value)
            if not entries:
                entries = self._scan_entries(entry.start)
            self._entries[entry.start] = entries
        return entries

    def _read_indented(self, entry: JsonEntry, value: Json) -> JsonEntries | None:
        """Read the children by their column. None if they don't match the loaded value."""
        text, limit = self._text, entry.limit
        first = _FIRST_LINE.match(text, entry.start)
        if not first or not isinstance(value, (dict, list)):
            return None
        starts = [match.end() for match in _line_pattern(first[1]).finditer(text, entry.start, limit)]
        if len(starts) != len(value):
            return None
        starts.append(self._find_end(entry, value) - 1)  # before the closing bracket
        entries = JsonEntries(len(text), has_keys=isinstance(value, dict))
        for index in range(len(value)):
            start, next_start = starts[index], starts[index + 1]
            if isinstance(value, list):
                entries.add(index, (-1, -1, start, _UNKNOWN, next_start))
            elif text[start] != '"':
                return None
            else:
                key, end = scan_string(text, start + 1, False)
                entries.add(key, (start, end, _UNKNOWN, _UNKNOWN, next_start))
        return entries if entries.has_keys_of(value) else None

    def _scan_entries(self, start: int) -> JsonEntries:
        """Read the children one after the other. If a key is repeated, its last value is used."""
        text = self._text
        is_object = text[start] == "{"
        entries = JsonEntries(len(text), has_keys=is_object)
        count = 0
        offset = _skip_blanks(text, start + 1)
        while text[offset] not in "]}":
            key_start = key_end = -1
            part: str | int = count
            count += 1
            if is_object:
                key_start = offset
                part, key_end = scan_string(text, offset + 1, False)
                offset = self._skip_colon(key_end)
            end = self._skip(offset)
            entries.add(part, (key_start, key_end, offset, end, end))
            offset = _skip_blanks(text, end)
            if text[offset] == ",":
                offset = _skip_blanks(text, offset + 1)
        return entries

    def _skip_colon(self, key_end: int) -> int:
        return _skip_blanks(self._text, _skip_blanks(self._text, key_end) + 1)

    def _find_end(self, entry: JsonEntry, value: Json) -> int:
        if entry.end != _UNKNOWN:
            return entry.end
        if isinstance(value, (dict, list)):
            # The closing bracket is the last one before the limit.
            return (
                max(self._text.rfind("}", entry.start, entry.limit), self._text.rfind("]", entry.start, entry.limit))
                + 1
            )
        return self._skip(entry.start)

    def _skip(self, start: int) -> int:
        """Return the offset where the value that begins at `start` ends."""
        text = self._text
        character = text[start]
        if character == '"':
            return scan_string(text, start + 1, False)[1]
        if character not in "[{":
            match = _NUMBER_OR_WORD.match(text, start)
            return match.end() if match else start
        try:
            return scan_value(text, start)[1]
        except (RecursionError, ValueError):
            return _skip_brackets(text, start)


_BRACKET = lazy_pattern(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)


def _skip_brackets(text: str, start: int) -> int:
    """Return the offset where the collection that begins at `start` ends, at any depth."""
    depth = 0
    for match in _BRACKET.finditer(text, start):
        character = match[0]
        if character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
            if not depth:
                return match.end()
    return len(text)


def _skip_blanks(text: str, offset: int) -> int:
    match = _BLANK.match(text, offset)
    return match.end() if match else offset
