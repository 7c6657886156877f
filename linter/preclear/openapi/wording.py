"""How messages quote and name the values of a document."""

from __future__ import annotations

from json import JSONEncoder, dumps
from typing import TYPE_CHECKING

from preclear.source import describe_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.source import Json, Node

MAX_QUOTED_LENGTH = 60
"""The most characters of a value that a message quotes."""


def quote_text(text: str) -> str:
    """Return `text` as code: on one line, cut to `MAX_QUOTED_LENGTH`."""
    line = " ".join(text.split())
    if not line:
        return '`""`' if not text else "`(blank)`"
    return f"`{line[: MAX_QUOTED_LENGTH - 1]}…`" if len(line) > MAX_QUOTED_LENGTH else f"`{line}`"


def quote_value(value: Json) -> str:
    """Return a scalar as code, or the type of a mapping, a list or null."""
    if value is None or isinstance(value, dict | list):
        return describe_type(value)
    return quote_text(str(value).lower() if isinstance(value, bool) else str(value)) if value != "" else "empty"


def describe_value(value: Json) -> str:
    """Return the type of a value, with the value itself if it is a number, a boolean or a text."""
    if value is None:
        return "null (empty)"
    if isinstance(value, bool | int | float) or (isinstance(value, str) and value):
        return f"{quote_value(value)}, {describe_type(value)}"
    return "an empty string" if value == "" else describe_type(value)


def quote_names(names: Sequence[str]) -> str:
    """Return names as code, separated by commas; of more than eight, only the first six."""
    if len(names) > 8:
        return ", ".join(map(quote_text, names[:6])) + f" and {len(names) - 6} more"
    return ", ".join(map(quote_text, names))


def join_alternatives(words: Sequence[str]) -> str:
    """Join alternatives: `a`, `b` or `c`."""
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def node_label(node: Node) -> str:
    """Name a value by its key, or by its number in a list (1-based): `item 2 of `tags``."""
    return relative_label(node, 0, "the document")


def relative_label(node: Node, base_length: int, base_name: str) -> str:
    """Name a value relative to the value around it, whose pointer has `base_length` parts and which is `base_name`."""
    words: list[str] = []
    for step in reversed(node.pointer[base_length:]):
        if isinstance(step, str):
            return " of ".join([*words, quote_text(step)])
        words.append(f"item {step + 1}")
    return " of ".join([*words, base_name])


def describe_json(value: Json) -> str:
    """Return a scalar as JSON with its type, or the type of a mapping or a list."""
    if value is None:
        return "null (empty)"
    if isinstance(value, dict | list):
        return describe_type(value)
    if value == "":
        return "an empty string"
    return f"{quote_json(value)}, {describe_type(value)}"


def compact_json(value: Json) -> str:
    """Return a value as JSON, cut off soon after `MAX_QUOTED_LENGTH`."""
    text = ""
    for part in JSONEncoder(ensure_ascii=False).iterencode(value):
        text += part
        if len(text) > MAX_QUOTED_LENGTH:
            break
    return text


def quote_json(value: Json) -> str:
    """Return a scalar as JSON in code, cut to `MAX_QUOTED_LENGTH`, or the type of a mapping or a list."""
    if isinstance(value, dict | list):
        return describe_type(value)
    text = dumps(value, ensure_ascii=False)
    if len(text) > MAX_QUOTED_LENGTH:
        text = f"{text[: MAX_QUOTED_LENGTH - 1]}…"
    return f"`{text.replace('`', chr(39))}`"
