"""JSON, character by character: for texts with something to say about. Slower than jiter, and exact.

RFC 8259 is the grammar. No recursion: the open objects and arrays are on a list.
"""

from __future__ import annotations

import re
from json.decoder import JSONDecodeError, scanstring
from math import isinf
from typing import TYPE_CHECKING, NamedTuple

from preclear.source.decode import refuse
from preclear.source.json_words import refuse_string, refuse_value
from preclear.source.trouble import add_fault, exact_related, refuse_limit, refuse_syntax
from preclear.source.yaml_keys import DUPLICATE_KEY
from preclear.source.yaml_reading import UNSUPPORTED_YAML

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.json_value import Json
    from preclear.source.limits import Limits
    from preclear.source.pointer import Pointer

_BLANK = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?(?![\w.+-])")
_WORDS: dict[str, Json] = {"true": True, "false": False, "null": None}
_WORD = re.compile(r"(?:true|false|null)(?!\w)")
_SURROGATE = re.compile("[\ud800-\udfff]")


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
        self.keys: list[str] = []  # of the open objects, in step with `open`; empty text for an array
        self.nodes = 0

    def load(self) -> Json:
        """The text's value. Raises Unusable, with a fault, at the first syntax error or limit."""
        text = self.text
        if not self._blank():
            help = "give an OpenAPI document, as YAML or JSON text"
            raise refuse(self.document, "the file is empty: it has nothing but blanks", help)
        while True:
            value, is_open = self._value()
            while not is_open:
                if not self.open:
                    if self._blank():
                        raise self._refuse_trailing()
                    return value
                self._store(value)
                if self._comma():
                    self._key()
                    break
                value = self._close()
            else:
                character = self._blank()
                if character in ("]", "}") and character == ("]" if self.open[-1].mapping is None else "}"):
                    value, is_open = self._close(), False
                    self._pending = value
                    continue
        return text
