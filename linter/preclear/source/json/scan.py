"""A JSON scanner for texts with faults. Slower than jiter, but it knows the place of everything.

The grammar is RFC 8259. There is no recursion: the open objects and arrays are in a list.
"""

from __future__ import annotations

import re
from json import JSONDecodeError
from math import isinf
from typing import TYPE_CHECKING, Final, NamedTuple

from preclear.source.json.string import scan_string
from preclear.source.json.syntax_errors import (
    report_invalid_string,
    report_missing_value,
    report_trailing_text,
    report_wrong_separator,
)
from preclear.source.kinds import EXCEEDED_LIMIT
from preclear.source.loader_faults import (
    LoadError,
    add_fault,
    report_duplicate,
    report_exceeded_limit,
    report_unreadable,
)
from preclear.source.wording import format_count

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
_LARGEST_NUMBER: Final = "1.7976931348623157e+308"
"""The largest number in binary64, which JSON readers support (RFC 8259, section 6)."""
_OPEN_MARKER: Final = str(b"opened", "ascii")
"""Means that the value is a container whose items come next. It's compared by identity."""


class OpenContainer(NamedTuple):
    """An object or array that isn't closed yet."""

    start: int
    mapping: dict[str, Json] | None  # None in an array
    items: list[Json]
    key_extents: dict[str, tuple[int, int]]  # the offsets of the keys so far


class JsonScanner:
    """Reads one text. Each scanner is used once. `position` is the offset of the next character to read."""

    def __init__(self, document: Document, limits: Limits) -> None:
        self.document = document
        self.limits = limits
        self.text: str = document.text
        self.position: int = 0
        self.open_containers: list[OpenContainer] = []
        self.current_keys: list[str] = []  # the current key of each open container; empty for an array
        self.node_count: int = 0
        self._last_string_extent = (0, 0)

    def load(self) -> Json:
        """Read the text's value. Raises LoadError, with a fault, at the first syntax error or exceeded limit."""
        if not self._peek():
            help = "pass an OpenAPI document, as YAML or JSON text"
            raise report_unreadable(self.document, "the file is empty: it has only whitespace", help)
        while True:
            value = self._read_value()
            while value is not _OPEN_MARKER:
                if not self.open_containers:
                    if self._peek():
                        raise report_trailing_text(self.document, self.position)
                    return value
                self._store(value)
                if self._skip_separator():
                    break
                value = self._close_container()

    def pointer(self, part: str | int | None = None) -> Pointer:
        """Return the pointer of the current value, or of its sibling under `part`."""
        parts = [
            len(container.items) if container.mapping is None else key
            for container, key in zip(self.open_containers, self.current_keys, strict=True)
        ]
        return tuple(parts) if part is None else (*parts[:-1], part)

    def _peek(self) -> str:
        """Move to the next character that isn't whitespace, and return it; empty at the end."""
        match = _BLANK.match(self.text, self.position)
        if match:
            self.position = match.end()
        return self.text[self.position : self.position + 1]

    def _read_value(self) -> Json:
        character = self._peek()
        if character in ("{", "["):
            return self._open_container(character)
        if character == '"':
            text = self._read_string()
            if len(text) > self.limits.scalar_bytes:
                message, limit = f"this string has {len(text):,} characters", self.limits.scalar_bytes
                raise report_exceeded_limit(self.document, "scalar_bytes", message, limit, *self._last_string_extent)
            return text
        word = _WORD.match(self.text, self.position)
        if word:
            self.position = word.end()
            return _WORDS[word[0]]
        return self._read_number()

    def _read_number(self) -> Json:
        start = self.position
        match = _NUMBER.match(self.text, start)
        if not match:
            raise report_missing_value(self.document, start, self._container_start())
        end = self.position = match.end()
        limit = self.limits.digits
        if end - start > limit:
            message = f"this number has {end - start:,} digits"
            raise report_exceeded_limit(self.document, "digits", message, limit, start, end)
        if match[1] is None and match[2] is None:
            try:
                return int(match[0])
            except ValueError as error:
                message = f"this number has {end - start:,} digits, more than Python can read"
                raise report_exceeded_limit(self.document, "digits", message, limit, start, end) from error
        number = float(match[0])
        if isinf(number):
            message = f"`{match[0][:40]}` exceeds the largest number that JSON readers support, {_LARGEST_NUMBER}"
            help = "write a smaller number, or quote it"
            add_fault(self.document, EXCEEDED_LIMIT, message, start, end, help=help, pointer=self.pointer())
            raise LoadError
        return number

    def _open_container(self, character: str) -> Json:
        start = self.position
        if len(self.open_containers) >= self.limits.depth:
            message = f"this is nested more than {format_count(self.limits.depth, 'level')} deep"
            raise report_exceeded_limit(self.document, "depth", message, self.limits.depth, start, start + 1)
        self.open_containers.append(OpenContainer(start, {} if character == "{" else None, [], {}))
        self.current_keys.append("")
        self.position += 1
        if self._peek() == ("}" if character == "{" else "]"):
            self.position += 1
            return self._close_container()
        if character == "{":
            self._read_key()
        return _OPEN_MARKER

    def _close_container(self) -> Json:
        container = self.open_containers.pop()
        self.current_keys.pop()
        return container.items if container.mapping is None else container.mapping

    def _store(self, value: Json) -> None:
        container = self.open_containers[-1]
        if container.mapping is None:
            container.items.append(value)
            self.node_count += 1
        else:
            container.mapping[self.current_keys[-1]] = value
            self.node_count += 2
        if self.node_count > self.limits.nodes:
            message = f"there are more than {self.limits.nodes:,} keys, values and items up to here"
            raise report_exceeded_limit(
                self.document, "nodes", message, self.limits.nodes, self.position - 1, self.position
            )

    def _skip_separator(self) -> bool:
        """Skip the comma after a value, and the next key. Returns False at the end of the container, which it skips."""
        container = self.open_containers[-1]
        closing = "]" if container.mapping is None else "}"
        character = self._peek()
        if character == closing:
            self.position += 1
            return False
        if character != ",":
            raise report_wrong_separator(self.document, self.position, closing, container.start)
        comma = self.position
        self.position += 1
        if self._peek() == closing:
            raise report_wrong_separator(self.document, comma, closing, container.start)
        if container.mapping is not None:
            self._read_key()
        return True

    def _read_key(self) -> None:
        """Read a key and its colon."""
        container = self.open_containers[-1]
        if self._peek() != '"':
            raise report_missing_value(self.document, self.position, container.start, is_key=True)
        key = self._read_string()
        start, end = self._last_string_extent
        if len(key) > self.limits.key_bytes:
            message, limit = f"this key has {len(key):,} characters", self.limits.key_bytes
            raise report_exceeded_limit(self.document, "key_bytes", message, limit, start, end)
        self.current_keys[-1] = key
        first = container.key_extents.setdefault(key, (start, end))
        if first[0] != start:
            report_duplicate(self.document, self.pointer(), first, (start, end))
        if self._peek() != ":":
            raise report_wrong_separator(self.document, self.position, ":", start)
        self.position += 1

    def _read_string(self) -> str:
        start = self.position
        try:
            text, end = scan_string(self.text, start + 1, True)
        except JSONDecodeError as error:
            raise report_invalid_string(self.document, start) from error
        if _SURROGATE.search(text):
            raise report_invalid_string(self.document, start)
        self.position = end
        self._last_string_extent = (start, end)
        return text

    def _container_start(self) -> int | None:
        return self.open_containers[-1].start if self.open_containers else None
