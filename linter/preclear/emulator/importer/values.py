"""Checks of values in an answer: absolute URIs, and bounded strings and defaults."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from preclear.source import truncate

if TYPE_CHECKING:
    from preclear.source import Json

RESERVED_VERSION_NAMES = ("default", "latest")
"""Names that no version can have (ConnectorVersion.name)."""

_MAX_SIZE = 10_000  # characters of one string, or values and characters of one default
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")


def is_absolute_uri(text: str) -> bool:
    """Return whether `text` is an absolute URI, judged by its characters (RFC 3986, sections 2 and 4.3)."""
    return _URI.fullmatch(text) is not None


def truncate_text(text: str) -> str:
    """Truncate a very long text: an answer can repeat the same text many times."""
    return truncate(text, _MAX_SIZE)


def fits_in_answer(value: Json) -> bool:
    """Return whether JSON can represent `value` and it isn't too large for a default."""
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
