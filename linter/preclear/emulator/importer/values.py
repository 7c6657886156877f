"""What can stand in an answer: URLs that are some, texts and values of a bearable size."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.source import Json

RESERVED_VERSION_NAMES = ("default", "latest")
"""Names that no version can have (ConnectorVersion.name)."""

_MAX_SIZE = 10_000  # characters of one text, or values of one default
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")


def is_absolute_uri(text: str) -> bool:
    """Whether `text` is an absolute URI, by the characters that it has (RFC 3986, 2 and 4.3)."""
    return _URI.fullmatch(text) is not None


def truncate(text: str) -> str:
    """The text, cut where it is longer than any that people read: one that many share is in an answer many times."""
    return text if len(text) <= _MAX_SIZE else f"{text[: _MAX_SIZE - 1]}…"


def fits_in_answer(value: Json) -> bool:
    """Whether JSON can hold `value`, and it is no larger than a default is."""
    stack, size = [value], 0
    while stack:
        item = stack.pop()
        size += 1 + (len(item) if isinstance(item, str | dict | list) else 0)
        if size > _MAX_SIZE or (isinstance(item, float) and not math.isfinite(item)):
            return False
        if isinstance(item, dict):
            size += sum(map(len, item))
            stack += item.values()
        elif isinstance(item, list):
            stack += item
    return True
