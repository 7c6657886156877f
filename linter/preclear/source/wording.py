"""Words for messages: counts with their noun, and the types of values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.source.json_value import Json


def format_count(number: int, singular: str, plural: str | None = None) -> str:
    """Format a number with its noun: `1 file`, `3,136 files`. `plural` is for nouns that don't just take an `s`."""
    return f"{number:,} {singular if number == 1 else plural or f'{singular}s'}"


def truncate(text: str, max_length: int) -> str:
    """Return `text`, cut to at most `max_length` characters, the last of which is `…` if something is missing."""
    return text if len(text) <= max_length else f"{text[: max_length - 1]}…"


def describe_type(value: Json) -> str:
    """Name the type of `value` with its article, in the words of people who write YAML and JSON."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, str):
        return "a string"
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else "a number"
