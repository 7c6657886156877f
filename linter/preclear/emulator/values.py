"""What can stand in an answer: URLs that are some, texts and values of a bearable size."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.source import Json

_MOST = 10_000  # characters of one text, or values of one default
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")


def is_uri(text: str) -> bool:
    """Whether `text` is an absolute URI, by the characters that it has (RFC 3986, 2 and 4.3)."""
    return _URI.fullmatch(text) is not None


def short(text: str) -> str:
    """The text, cut where it is longer than any that people read: one that many share is in an answer many times."""
    return text if len(text) <= _MOST else f"{text[: _MOST - 1]}…"


def fits(value: Json) -> bool:
    """Whether JSON can hold `value`, and it is no larger than a default is."""
    waiting, seen = [value], 0
    while waiting:
        each = waiting.pop()
        seen += 1 + (len(each) if isinstance(each, str | dict | list) else 0)
        if seen > _MOST or (isinstance(each, float) and not math.isfinite(each)):
            return False
        if isinstance(each, dict):
            seen += sum(map(len, each))
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
    return True
