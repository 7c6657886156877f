"""The place of a pointer in a JSON text. Only what lies on the way is read, and each collection's children once.

Where a text is indented, as a person or a formatter does it, the children of a collection are the lines that begin in
their column. That is believed only where they are exactly the children of the value that was loaded. Elsewhere the
standard library's scanner skips from child to child.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.source.document import Extent
from preclear.source.json.string import scan_string, scan_value
from preclear.source.under import value_under

if TYPE_CHECKING:
    from preclear.source.json_value import Json
    from preclear.source.pointer import Pointer

_UNKNOWN = -1


class Child(NamedTuple):
    """An entry: its key's extent (-1 in an array), its value's start and end (-1 unknown), how far it may reach."""

    key_start: int
    key_end: int
    start: int
    end: int
    limit: int


Table: TypeAlias = "dict[str | int, Child]"

_BLANK = re.compile(r"[ \t\r\n]*")
_FIRST_LINE = re.compile(r"[\[{]\r?\n([ \t]*)")
_NUMBER_OR_WORD = re.compile(r"[^\s,\]}]+")


@lru_cache(maxsize=256)
def _lines_at(indentation: str) -> re.Pattern[str]:
    return re.compile("\n" + indentation + r"(?=[^ \t\r\n}\]])")


class JsonLocator:
    """Finds extents in one text, whose loaded value is `value`."""

    def __init__(self, text: str, value: Json) -> None:
        self._text = text
        self._value = value
        self._tables: dict[int, Table] = {}
        self._root = Child(-1, -1, _skip_blanks(text, 0), _UNKNOWN, len(text))

    def extent(self, pointer: Pointer) -> Extent:
        """The extent of the node at `pointer`. Raises LookupError where there is none."""
        child, value = self._root, self._value
        for part in pointer:
            below = value_under(value, part)
            child, value = self._table(child, value)[part], below
        return Extent(child.key_start, child.key_end, child.start, self._end(child, value))

    def _table(self, child: Child, value: Json) -> Table:
        table = self._tables.get(child.start)
        if table is None:
            table = self._indented(child, value) or self._scanned(child.start)
            self._tables[child.start] = table
        return table

    def _indented(self, child: Child, value: Json) -> Table | None:
        """The children by their column; None where that is not what was loaded."""
        text, limit = self._text, child.limit
        first = _FIRST_LINE.match(text, child.start)
        if not first or not isinstance(value, (dict, list)):
            return None
        starts = [found.end() for found in _lines_at(first[1]).finditer(text, child.start, limit)]
        if len(starts) != len(value):
            return None
        starts.append(self._end(child, value) - 1)  # before the bracket that closes it
        table: Table = {}
        for place in range(len(value)):
            start, after = starts[place], starts[place + 1]
            if isinstance(value, list):
                table[place] = Child(-1, -1, start, _UNKNOWN, after)
            elif text[start] != '"':
                return None
            else:
                key, end = scan_string(text, start + 1, False)
                table[key] = Child(start, end, self._after_colon(end), _UNKNOWN, after)
        return table if isinstance(value, list) or table.keys() == value.keys() else None

    def _scanned(self, start: int) -> Table:
        """The children one after the other; of two with the same key the later one."""
        text = self._text
        table: Table = {}
        is_object = text[start] == "{"
        at = _skip_blanks(text, start + 1)
        while text[at] not in "]}":
            key_start = key_end = -1
            part: str | int = len(table)
            if is_object:
                key_start = at
                part, key_end = scan_string(text, at + 1, False)
                at = self._after_colon(key_end)
            end = self._skip(at)
            table[part] = Child(key_start, key_end, at, end, end)
            at = _skip_blanks(text, end)
            if text[at] == ",":
                at = _skip_blanks(text, at + 1)
        return table

    def _after_colon(self, key_end: int) -> int:
        return _skip_blanks(self._text, _skip_blanks(self._text, key_end) + 1)

    def _end(self, child: Child, value: Json) -> int:
        if child.end != _UNKNOWN:
            return child.end
        if isinstance(value, (dict, list)):
            # What closes it is the last bracket before whatever comes next.
            return (
                max(self._text.rfind("}", child.start, child.limit), self._text.rfind("]", child.start, child.limit))
                + 1
            )
        return self._skip(child.start)

    def _skip(self, start: int) -> int:
        """Where the value that begins at `start` ends."""
        text = self._text
        character = text[start]
        if character == '"':
            return scan_string(text, start + 1, False)[1]
        if character not in "[{":
            found = _NUMBER_OR_WORD.match(text, start)
            return found.end() if found else start
        try:
            return scan_value(text, start)[1]
        except (RecursionError, ValueError):
            return _skip_brackets(text, start)


_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)


def _skip_brackets(text: str, start: int) -> int:
    """Where the collection that begins at `start` ends, however deep it is."""
    depth = 0
    for found in _BRACKET.finditer(text, start):
        character = found[0]
        if character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
            if not depth:
                return found.end()
    return len(text)


def _skip_blanks(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at
