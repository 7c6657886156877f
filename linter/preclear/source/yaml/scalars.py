"""The meaning of unquoted scalars, in the core schema of YAML 1.2 and in YAML 1.1."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING, Final

from preclear._patterns import lazy_pattern

if TYPE_CHECKING:
    from preclear.source.json_value import Json

CONSTANTS: Final[dict[str, Json]] = {
    "": None,
    **dict.fromkeys(("~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
"""The words that aren't strings in YAML 1.2's core schema (YAML 1.2.2, 10.3.2)."""

_NUMBER_STARTS = frozenset("0123456789+-.")
_INTEGER = lazy_pattern(r"[-+]?[0-9]+")
_FLOAT = lazy_pattern(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_OCTAL = lazy_pattern(r"0o[0-7]+")
_HEXADECIMAL = lazy_pattern(r"0x[0-9a-fA-F]+")
_LEADING_ZERO = lazy_pattern(r"[-+]?0[0-9]+")
_NON_FINITE = lazy_pattern(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")

# The types of YAML 1.1 (yaml.org/type). A float needs a point, and a sign in the exponent.
_YAML11_TRUE = frozenset(("y", "Y", "yes", "Yes", "YES", "on", "On", "ON"))
_YAML11_FALSE = frozenset(("n", "N", "no", "No", "NO", "off", "Off", "OFF"))
YAML11_WORDS = _YAML11_TRUE | _YAML11_FALSE | {"=", "<<"}
_YAML11_BINARY = lazy_pattern(r"[-+]?0b[01_]+")
_YAML11_OCTAL = lazy_pattern(r"[-+]?0[0-7_]+")
_YAML11_HEXADECIMAL = lazy_pattern(r"[-+]?0x[0-9a-fA-F_]+")
_YAML11_DECIMAL = lazy_pattern(r"[-+]?[1-9][0-9_]*")
_YAML11_SEXAGESIMAL = lazy_pattern(r"[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
_YAML11_FLOAT = lazy_pattern(r"[-+]?(?:[0-9][0-9_]*)?\.[0-9_]*(?:[eE][-+][0-9]+)?")
_YAML11_DATE = lazy_pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YAML11_TIME = lazy_pattern(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?"
    r"(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?"
)


class TooManyDigitsError(ValueError):
    """A number has more digits than the limit."""


class NonFiniteNumberError(ValueError):
    """A number is infinity or not-a-number, which JSON can't represent."""


def is_always_text(text: str) -> bool:
    """Whether unquoted `text` is surely a string in every version of YAML. `text` must not be one of `CONSTANTS`."""
    return text[0] not in _NUMBER_STARTS and text not in YAML11_WORDS


def parse_plain(text: str, max_digits: int) -> Json:
    """Return the value of unquoted `text` in YAML 1.2's core schema (YAML 1.2.2, 10.3.2).

    Raises TooManyDigitsError above `max_digits` digits, and NonFiniteNumberError for infinity and not-a-number.
    """
    if text in CONSTANTS:
        return CONSTANTS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    if _INTEGER.fullmatch(text):
        return parse_integer(text, 10, max_digits)
    if _FLOAT.fullmatch(text):
        if len(text) > max_digits:
            raise TooManyDigitsError
        number = float(text)
        if isinf(number):
            raise NonFiniteNumberError
        return number
    if _HEXADECIMAL.fullmatch(text):
        return parse_integer(text, 16, max_digits)
    if _OCTAL.fullmatch(text):
        return parse_integer(text, 8, max_digits)
    if _NON_FINITE.fullmatch(text):
        raise NonFiniteNumberError
    return text


def parse_integer(text: str, base: int, max_digits: int) -> int:
    """Parse an integer. Raises TooManyDigitsError above `max_digits` digits, or above Python's own limit."""
    if len(text.lstrip("+-")) > max_digits:
        raise TooManyDigitsError
    try:
        return int(text, base)
    except ValueError as error:
        raise TooManyDigitsError from error


def describe_yaml11_value(text: str) -> str | None:
    """Describe the value of unquoted `text` in YAML 1.1; None if `parse_plain` returns the same."""
    if text[:1] not in _NUMBER_STARTS:
        if text in _YAML11_TRUE:
            return "the boolean true"
        if text in _YAML11_FALSE:
            return "the boolean false"
        return "a default value" if text == "=" else None
    if len(text) > 64:
        return None
    if _LEADING_ZERO.fullmatch(text):
        return _describe_leading_zero(text)
    if _INTEGER.fullmatch(text) or _HEXADECIMAL.fullmatch(text):
        return None
    return _describe_yaml11_number(text) or _describe_yaml11_text(text)


def describe_yaml12_value(value: Json) -> str:
    """Describe the value of a scalar in YAML 1.2: "the number 10"; "text" for everything but numbers."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return "text"
    return f"the number {value:.15g}" if isinstance(value, float) else f"the number {value}"


def _describe_leading_zero(text: str) -> str | None:
    """YAML 1.1 reads octal digits, 1.2 decimal ones. With an 8 or a 9, it isn't a number in 1.1."""
    if not _YAML11_OCTAL.fullmatch(text):
        return f"the text `{text}`"
    yaml11_value = int(text, 8)
    return None if yaml11_value == int(text) else f"the number {yaml11_value}"


def _describe_yaml11_number(text: str) -> str | None:
    """Describe what is a number or a date in YAML 1.1, but text in 1.2."""
    digits = text.replace("_", "").lower()
    if _YAML11_OCTAL.fullmatch(text) and digits.strip("+-") != "0":
        return f"the number {int(digits, 8)}"
    if _YAML11_BINARY.fullmatch(text) and not digits.endswith("b"):
        return f"the number {int(digits, 2)}"
    if _YAML11_HEXADECIMAL.fullmatch(text) and not digits.endswith("x"):
        return f"the number {int(digits, 16)}"
    if _YAML11_DECIMAL.fullmatch(text):
        return f"the number {int(digits)}"
    if _YAML11_SEXAGESIMAL.fullmatch(text):
        return f"the number {_format_sexagesimal(digits)}"
    if _YAML11_DATE.fullmatch(text):
        return "a date"
    if _YAML11_TIME.fullmatch(text):
        return "a point in time"
    if "_" in text and _YAML11_FLOAT.fullmatch(text) and _FLOAT.fullmatch(digits):
        return f"the number {float(digits):g}"
    return None


def _describe_yaml11_text(text: str) -> str | None:
    """Describe what is text in YAML 1.1, but a number in 1.2."""
    if _OCTAL.fullmatch(text) or (_FLOAT.fullmatch(text) and not _YAML11_FLOAT.fullmatch(text)):
        return f"the text `{text}`"
    return None


def _format_sexagesimal(text: str) -> str:
    """Convert a base 60 number to decimal: `1:30` is 90."""
    total = 0.0
    for part in text.strip("+-").split(":"):
        total = total * 60 + float(part)
    return f"{'-' if text[0] == '-' else ''}{total:.15g}"
