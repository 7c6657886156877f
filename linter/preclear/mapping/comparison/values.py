"""Equality of a planned value and the platform's: what a faithful import may change in it is no difference."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.source import Json

_MIN_CUT_LENGTH = 200  # characters of a text at which a server may have cut it
_BASE_URL_PLACEHOLDER = re.compile(r"\{\{?-?\s*\.?(?:conn\.)?([^{}\s]*)\s*-?\}?\}")
_LINE_END = re.compile(r"[^\S\n]*(?:\r\n?|\n)")


def is_equal_json(first: Json, second: Json) -> bool:
    """Return whether two JSON values are equal. Numbers are equal by value: 10 and 10.0; True isn't 1."""
    stack = [(first, second)]
    while stack:
        left, right = stack.pop()
        if isinstance(left, dict):
            if not isinstance(right, dict) or left.keys() != right.keys():
                return False
            stack += [(value, right[key]) for key, value in left.items()]
        elif isinstance(left, list):
            if not isinstance(right, list) or len(left) != len(right):
                return False
            stack += zip(left, right, strict=True)
        elif isinstance(left, bool) or isinstance(right, bool):
            if left is not right:
                return False
        elif left != right and not _are_both_nan(left, right):
            return False
    return True


def _are_both_nan(left: Json, right: Json) -> bool:
    return isinstance(left, float) and isinstance(right, float) and math.isnan(left) and math.isnan(right)


def is_equal_value(actual: Json, expected: Json) -> bool:
    """Return whether two values are equal; a value that isn't there equals null and anything empty or false."""
    return (is_blank(actual) and is_blank(expected)) or is_equal_json(actual, expected)


def is_equal_default(actual: Json, expected: Json) -> bool:
    """Return whether two defaults are equal. Only null is like no default: False and an empty string are values."""
    return is_equal_json(actual, expected)


def is_equal_text(actual: Json, expected: Json) -> bool:
    """Return whether two texts are equal, but for spaces at the end of lines, and for what a server cut off."""
    if not isinstance(actual, str) or not isinstance(expected, str):
        return is_equal_value(actual, expected)
    if actual == expected:
        return True
    return _is_same_or_cut(normalize_text(actual), normalize_text(expected))


def _is_same_or_cut(actual: str, expected: str) -> bool:
    if actual == expected:
        return True
    start = actual.removesuffix("…").removesuffix("...").rstrip()
    return len(start) >= _MIN_CUT_LENGTH and len(start) < len(expected) and expected.startswith(start)


def normalize_text(text: str) -> str:
    """Return a text with `\\n` as line ends, without spaces before them, and without spaces around the text."""
    return _LINE_END.sub("\n", text).strip()


def is_equal_url(actual: Json, expected: Json) -> bool:
    """Return whether two base URLs are equal, however their variables are written and whether they end with `/`."""
    if not isinstance(actual, str | None) or not isinstance(expected, str | None):
        return False
    return normalize_url(actual or "") == normalize_url(expected or "")


def normalize_url(url: str) -> str:
    """Return a base URL with `{name}` for each variable, and without a `/` at its end."""
    return _BASE_URL_PLACEHOLDER.sub(r"{\1}", url.strip()).rstrip("/")


def is_equal_set(actual: Json, expected: Json) -> bool:
    """Return whether two lists have the same strings, in any order."""
    return as_text_set(actual) == as_text_set(expected)


def as_text_set(value: Json) -> frozenset[str]:
    """Return the strings of a list."""
    return frozenset(item for item in value if isinstance(item, str)) if isinstance(value, list) else frozenset()


def is_blank(value: Json) -> bool:
    """Return whether a value is null, False, or empty."""
    return value is None or value is False or value == "" or value == [] or value == {}


def essence_of(media_type: str) -> str:
    """Return a media type in lower case without parameters (RFC 9110, 8.3.1)."""
    return media_type.partition(";")[0].strip().lower()


def accepted_essences(definition: Json) -> frozenset[str]:
    """Return the media types that a definition in the answer accepts, without parameters."""
    accept = definition.get("accept") if isinstance(definition, dict) else None
    return (
        frozenset(essence_of(item) for item in accept if isinstance(item, str))
        if isinstance(accept, list)
        else frozenset()
    )
