"""Values that every validator accepts: finite numbers, texts that can be encoded, and not too many levels of them."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.source import Json

_MAX_DEPTH = 40
_MAX_INTEGER = 2**63


def count_plain_values(value: Json, limit: int) -> int | None:
    """Count the values in `value`, itself included; None if there are more than `limit`, or too many levels.

    None also means that the validator may refuse a number or a text, such as an infinite number.
    """
    level, count = [value], 0
    for _ in range(_MAX_DEPTH):
        count += len(level)
        if count > limit:
            return None
        children: list[Json] = []
        for item in level:
            if isinstance(item, dict | list):
                if len(item) > limit - count - len(children):  # a large one can be there many times, by its anchor
                    return None
                children += item.values() if isinstance(item, dict) else item
            if not _is_plain(item):
                return None
        if not children:
            return count
        level = children
    return None


def _is_plain(value: Json) -> bool:
    """Whether a number, a text, or the keys of a mapping are plain."""
    if isinstance(value, str):
        return _is_encodable(value)
    if isinstance(value, dict):
        return all(map(_is_encodable, value))
    if isinstance(value, float):
        return isfinite(value)
    return not isinstance(value, int) or -_MAX_INTEGER <= value < _MAX_INTEGER


def _is_encodable(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
