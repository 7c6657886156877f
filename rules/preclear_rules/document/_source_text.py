"""Read the source text of unquoted YAML scalars, and describe the values that they are read as."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear import Node, Place


def source_text(place: Place) -> str | None:
    """Return the text at `place` if it is on one line; None if it isn't, or if the place has no text."""
    try:
        start, end = span = place.span
    except LookupError:  # under a duplicate key: only the last value has a span
        return None
    return place.document.excerpt(span) if start.line == end.line else None


def describe_non_text(node: Node) -> str | None:
    """Describe the unquoted YAML scalar `node` if it isn't text: "`1.10` is the number 1.1 (the 0 is lost)".

    Returns None for text, null, mappings, lists and JSON, where a number is never mistaken for text.
    """
    value = node.value
    if node.document.format != "yaml" or not isinstance(value, bool | int | float):
        return None
    text = source_text(node.place)
    if text is None:
        return None
    if isinstance(value, bool):
        return f"`{text}` is a boolean"
    number = f"{value:.15g}" if isinstance(value, float) else str(value)
    affix = text.removesuffix(number) if text.startswith("0") and text.endswith(number) else text.removeprefix(number)
    loss = f" (the {affix} is lost)" if affix and affix != text and not affix.strip(".0") else ""
    return f"`{text}` is the number {number}{loss}"
