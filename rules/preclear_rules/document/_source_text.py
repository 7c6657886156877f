"""Unquoted scalars of YAML: as they are written, and as they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear import Node, Place


def source_text(place: Place) -> str | None:
    """The text at `place`, where it is on one line; None where it is not, or where there is nothing."""
    try:
        start, end = span = place.span
    except LookupError:  # a key that stands twice: what the first one held can't be reached
        return None
    return place.document.excerpt(span) if start.line == end.line else None


def describe_non_text(node: Node) -> str | None:
    """What the unquoted scalar `node` of a YAML document is in the place of text: "`1.10` is the number 1.1 …".

    None where it is text, null, a mapping or a list, and in JSON, where nobody takes a number for text.
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
