"""What an unquoted scalar means, in YAML 1.2 as JSON-minded readers take it, and in YAML 1.1."""

from __future__ import annotations

import re
from math import isinf
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from preclear.source.json_value import Json

CONSTANTS: Final[dict[str, Json]] = {
    "": None,
    **dict.fromkeys(("~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
"""YAML 1.2's core schema, 10.3.2: the words that are no text."""

_SIGNS = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?[0-9]+").fullmatch
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?").fullmatch
_OCTAL = re.compile(r"0o[0-7]+").fullmatch
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+").fullmatch
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+").fullmatch
_NO_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)").fullmatch

# YAML 1.1's types, yaml.org/type. Its float needs a point, and a sign in the exponent.
_OLD_TRUE = frozenset(("y", "Y", "yes", "Yes", "YES", "on", "On", "ON"))
_OLD_FALSE = frozenset(("n", "N", "no", "No", "NO", "off", "Off", "OFF"))
_OLD_WORDS = _OLD_TRUE | _OLD_FALSE | {"=", "<<"}
_OLD_BINARY = re.compile(r"[-+]?0b[01_]+").fullmatch
_OLD_OCTAL = re.compile(r"[-+]?0[0-7_]+").fullmatch
_OLD_HEXADECIMAL = re.compile(r"[-+]?0x[0-9a-fA-F_]+").fullmatch
_OLD_DECIMAL = re.compile(r"[-+]?[1-9][0-9_]*").fullmatch
_OLD_SIXTY = re.compile(r"[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?").fullmatch
_OLD_FLOAT = re.compile(r"[-+]?(?:[0-9][0-9_]*)?\.[0-9_]*(?:[eE][-+][0-9]+)?").fullmatch
_OLD_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_OLD_TIME = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?"
    r"(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?"
).fullmatch


class TooManyDigits(ValueError):
    """The number has more digits than are read."""


class NoJsonNumber(ValueError):
    """Infinity, or no number at all: JSON has no word for it."""


def is_plainly_text(text: str) -> bool:
    """Whether unquoted `text` is text in every version of YAML, told by a look at its beginning. Not for constants."""
    return text[0] not in _SIGNS and text not in _OLD_WORDS


def plain_value(text: str, digits: int) -> Json:
    """The value of unquoted `text` in YAML 1.2's core schema, 10.3.2.

    Raises TooManyDigits for a number of more than `digits`, NoJsonNumber for infinity and not-a-number.
    """
    if text in CONSTANTS:
        return CONSTANTS[text]
    if text[0] not in _SIGNS:
        return text
    if _INTEGER(text):
        return integer(text, 10, digits)
    if _FLOAT(text):
        if len(text) > digits:
            raise TooManyDigits
        number = float(text)
        if isinf(number):
            raise NoJsonNumber
        return number
    if _HEXADECIMAL(text):
        return integer(text, 16, digits)
    if _OCTAL(text):
        return integer(text, 8, digits)
    if _NO_NUMBER(text):
        raise NoJsonNumber
    return text


def integer(text: str, base: int, digits: int) -> int:
    """`text` as a whole number. Raises TooManyDigits, also where Python itself reads no more digits."""
    if len(text.lstrip("+-")) > digits:
        raise TooManyDigits
    try:
        return int(text, base)
    except ValueError as error:
        raise TooManyDigits from error


def older_reading(text: str) -> str | None:
    """What YAML 1.1 makes of unquoted `text`, in words, where that differs from what `plain_value` makes of it."""
    if text[:1] not in _SIGNS:
        if text in _OLD_TRUE:
            return "the boolean true"
        if text in _OLD_FALSE:
            return "the boolean false"
        return "a default value" if text == "=" else None
    if len(text) > 64:
        return None
    if _LEADING_ZERO(text):
        return _older_leading_zero(text)
    if _INTEGER(text) or _HEXADECIMAL(text):
        return None
    return _older_number(text) or _older_text(text)


def in_words(value: Json) -> str:
    """What YAML 1.2 makes of a scalar, in words: "the number 10"; "text" for all but numbers."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return "text"
    return f"the number {value:.15g}" if isinstance(value, float) else f"the number {value}"


def _older_leading_zero(text: str) -> str | None:
    """1.1 reads octal digits, 1.2 decimal ones. With an 8 or a 9 it is no number in 1.1."""
    if not _OLD_OCTAL(text):
        return f"the text `{text}`"
    old = int(text, 8)
    return None if old == int(text) else f"the number {old}"


def _older_number(text: str) -> str | None:
    """Where 1.1 reads a number or a date and we read text."""
    bare = text.replace("_", "").lower()
    if _OLD_OCTAL(text) and bare.strip("+-") != "0":
        return f"the number {int(bare, 8)}"
    if _OLD_BINARY(text) and not bare.endswith("b"):
        return f"the number {int(bare, 2)}"
    if _OLD_HEXADECIMAL(text) and not bare.endswith("x"):
        return f"the number {int(bare, 16)}"
    if _OLD_DECIMAL(text):
        return f"the number {int(bare)}"
    if _OLD_SIXTY(text):
        return f"the number {_sixty(bare)}"
    if _OLD_DATE(text):
        return "a date"
    if _OLD_TIME(text):
        return "a point in time"
    if "_" in text and _OLD_FLOAT(text) and _FLOAT(bare):
        return f"the number {float(bare):g}"
    return None


def _older_text(text: str) -> str | None:
    """Where we read a number and 1.1 reads text."""
    if _OCTAL(text) or (_FLOAT(text) and not _OLD_FLOAT(text)):
        return f"the text `{text}`"
    return None


def _sixty(text: str) -> str:
    """A number that is written to the base of 60, as `1:30` is: 90."""
    total = 0.0
    for part in text.strip("+-").split(":"):
        total = total * 60 + float(part)
    return f"{'-' if text[0] == '-' else ''}{total:.15g}"
