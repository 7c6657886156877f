"""Match the patterns of the official schemas without compiling them: for a small document, that takes too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_URL_SEPARATORS = frozenset('\t\n\v\f\r <>"\\^`|')
_WHITESPACE = frozenset("\t\n\v\f\r ")
_NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
_DIGITS = frozenset("0123456789")


class UndecidedError(Exception):
    """Something that only the validator decides."""


def matches(pattern: str, text: str) -> bool:
    """Whether one of the patterns of the official schemas is found in `text`.

    Raises UndecidedError for another pattern, and for a text that isn't in ASCII.
    """
    if not text.isascii():
        raise UndecidedError
    if pattern in _PATTERNS:
        return _PATTERNS[pattern](text)
    if not pattern.startswith("^(") or not pattern.endswith(")$"):
        raise UndecidedError
    words = pattern[2:-2].removeprefix("?:").split("|")
    if not all(map(str.isalpha, words)):
        raise UndecidedError
    return text in words


def _is_response_key(text: str) -> bool:
    return text == "default" or text.startswith("x-") or _is_status(text)


def _is_status(text: str) -> bool:
    return len(text) == 3 and text[0] in "12345" and (text[1:] == "XX" or _DIGITS.issuperset(text))


def _is_email(text: str) -> bool:
    user, _, host = text.partition("@")
    return bool(user and host) and "@" not in host and _WHITESPACE.isdisjoint(text)


_PATTERNS: dict[str, Callable[[str], bool]] = {
    r"^x-": lambda text: text.startswith("x-"),
    r"^/": lambda text: text.startswith("/"),
    r"^\/": lambda text: text.startswith("/"),
    r"^[0-9]": lambda text: text[:1] in _DIGITS,
    r"^\$ref$": lambda text: text == "$ref",
    r"^[a-zA-Z0-9._-]+$": lambda text: text != "" and _NAME_CHARACTERS.issuperset(text),
    r"^[^\s<>\"\\^`|]*$": _URL_SEPARATORS.isdisjoint,
    r"^[^@\s]+@[^@\s]+$": _is_email,
    r"[^/#?]+$": lambda text: text != "" and text[-1] not in "/#?",
    r"^[^#]*$": lambda text: "#" not in text,
    r"^[^#]*#?$": lambda text: "#" not in text[:-1],
    r"^[Bb][Ee][Aa][Rr][Ee][Rr]$": lambda text: text.lower() == "bearer",
    r"^(?:default$|x-|[1-5](?:[0-9]{2}|XX)$)": _is_response_key,
    r"^[1-5](?:[0-9]{2}|XX)$": _is_status,
}
"""The patterns of the official schemas that most documents meet, for texts in ASCII."""
