"""JSON, token by token: for texts with something to say about. Slower than jiter, and exact.

RFC 8259 is the grammar. No recursion: the open objects and arrays are on a list.
"""

from __future__ import annotations

import re
from json import JSONDecodeError
from math import isinf
from typing import TYPE_CHECKING, Final, NamedTuple

from preclear.source.decode import refuse
from preclear.source.json.string import scan_string
from preclear.source.json.words import refuse_separator, refuse_string, refuse_trailing, refuse_value
from preclear.source.keys import report_duplicate
from preclear.source.numbers import counted
from preclear.source.trouble import EXCEEDED_LIMIT, LARGEST, Unusable, add_fault, refuse_limit

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.json_value import Json
    from preclear.source.limits import Limits
    from preclear.source.pointer import Pointer

_BLANK = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?(?![\w.+-])")
_WORD = re.compile(r"(?:true|false|null)(?!\w)")
_WORDS: Final[dict[str, Json]] = {"true": True, "false": False, "null": None}
_SURROGATE = re.compile("[\ud800-\udfff]")
_OPENED: Final = str(b"opened", "ascii")  # told by identity: the value is a container whose items are still to come


class Open(NamedTuple):
    """An object or array that is not closed yet."""

    start: int
    mapping: dict[str, Json] | None  # None in an array
    items: list[Json]
    seen: dict[str, tuple[int, int]]  # the extents of the keys so far


class JsonScanner:
    """Reads one text, once. `position` is the offset of the next character to look at."""

    def __init__(self, document: Document, limits: Limits) -> None:
        self.document = document
        self.limits = limits
        self.text = document.text
        self.position = 0
        self.open: list[Open] = []
        self.keys: list[str] = []  # the current key of each open object, in step with `open`; empty for an array
        self.nodes = 0
        self._last_string = (0, 0)

    def load(self) -> Json:
        """The text's value. Raises Unusable, with a fault, at the first syntax error or limit."""
        if not self._look():
            help = "give an OpenAPI document, as YAML or JSON text"
            raise refuse(self.document, "the file is empty: it has nothing but blanks", help)
        while True:
            value = self._value()
            while value is not _OPENED:
                if not self.open:
                    if self._look():
                        raise refuse_trailing(self.document, self.position)
                    return value
                self._store(value)
                if self._goes_on():
                    break
                value = self._close()

    def pointer(self, part: str | int | None = None) -> Pointer:
        """The way to the value that is being read, or to what stands under `part` beside it."""
        parts = [len(o.items) if o.mapping is None else key for o, key in zip(self.open, self.keys, strict=True)]
        return tuple(parts) if part is None else (*parts[:-1], part)

    def _look(self) -> str:
        """The next character that is no blank, which `position` is then at; empty at the end."""
        found = _BLANK.match(self.text, self.position)
        if found:
            self.position = found.end()
        return self.text[self.position : self.position + 1]

    def _value(self) -> Json:
        character = self._look()
        if character in ("{", "["):
            return self._enter(character)
        if character == '"':
            text = self._string()
            if len(text) > self.limits.scalar_bytes:
                message, limit = f"this string has {len(text):,} characters", self.limits.scalar_bytes
                raise refuse_limit(self.document, "scalar_bytes", message, limit, *self._last_string)
            return text
        word = _WORD.match(self.text, self.position)
        if word:
            self.position = word.end()
            return _WORDS[word[0]]
        return self._number()

    def _number(self) -> Json:
        start = self.position
        found = _NUMBER.match(self.text, start)
        if not found:
            raise refuse_value(self.document, start, self._opening())
        end = self.position = found.end()
        limit = self.limits.digits
        if end - start > limit:
            message = f"this number has {end - start:,} digits"
            raise refuse_limit(self.document, "digits", message, limit, start, end)
        if found[1] is None and found[2] is None:
            try:
                return int(found[0])
            except ValueError as error:
                message = f"this number has {end - start:,} digits, more than Python reads"
                raise refuse_limit(self.document, "digits", message, limit, start, end) from error
        number = float(found[0])
        if isinf(number):
            message = f"`{found[0][:40]}` is past the largest number that is read, {LARGEST}"
            help = "write another number, or put it in quotes"
            add_fault(self.document, EXCEEDED_LIMIT, message, start, end, help=help, pointer=self.pointer())
            raise Unusable
        return number

    def _enter(self, character: str) -> Json:
        start = self.position
        if len(self.open) >= self.limits.depth:
            message = f"this is nested more than {counted(self.limits.depth, 'level')} deep"
            raise refuse_limit(self.document, "depth", message, self.limits.depth, start, start + 1)
        self.open.append(Open(start, {} if character == "{" else None, [], {}))
        self.keys.append("")
        self.position += 1
        if self._look() == ("}" if character == "{" else "]"):
            self.position += 1
            return self._close()
        if character == "{":
            self._key()
        return _OPENED

    def _close(self) -> Json:
        closed = self.open.pop()
        self.keys.pop()
        return closed.items if closed.mapping is None else closed.mapping

    def _store(self, value: Json) -> None:
        inner = self.open[-1]
        if inner.mapping is None:
            inner.items.append(value)
            self.nodes += 1
        else:
            inner.mapping[self.keys[-1]] = value
            self.nodes += 2
        if self.nodes > self.limits.nodes:
            message = f"there are more than {self.limits.nodes:,} keys, values and items up to here"
            raise refuse_limit(self.document, "nodes", message, self.limits.nodes, self.position - 1, self.position)

    def _goes_on(self) -> bool:
        """Go past the comma behind a value, and past the key behind that; False past the end of the container."""
        inner = self.open[-1]
        closing = "]" if inner.mapping is None else "}"
        character = self._look()
        if character == closing:
            self.position += 1
            return False
        if character != ",":
            raise refuse_separator(self.document, self.position, closing, inner.start)
        comma = self.position
        self.position += 1
        if self._look() == closing:
            raise refuse_separator(self.document, comma, closing, inner.start)
        if inner.mapping is not None:
            self._key()
        return True

    def _key(self) -> None:
        """Go past a key and its colon."""
        inner = self.open[-1]
        if self._look() != '"':
            raise refuse_value(self.document, self.position, inner.start, key=True)
        key = self._string()
        start, end = self._last_string
        if len(key) > self.limits.key_bytes:
            message, limit = f"this key has {len(key):,} characters", self.limits.key_bytes
            raise refuse_limit(self.document, "key_bytes", message, limit, start, end)
        self.keys[-1] = key
        first = inner.seen.setdefault(key, (start, end))
        if first[0] != start:
            report_duplicate(self.document, self.pointer(), first, (start, end))
        if self._look() != ":":
            raise refuse_separator(self.document, self.position, ":", start)
        self.position += 1

    def _string(self) -> str:
        start = self.position
        try:
            text, end = scan_string(self.text, start + 1, True)
        except JSONDecodeError as error:
            raise refuse_string(self.document, start) from error
        if _SURROGATE.search(text):
            raise refuse_string(self.document, start)
        self.position = end
        self._last_string = (start, end)
        return text

    def _opening(self) -> int | None:
        return self.open[-1].start if self.open else None
