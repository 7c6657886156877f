"""Texts in XML.

XML 1.0 has no escape for control characters, so they're shown as in reports for people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape as escape_markup
from xml.sax.saxutils import quoteattr

from preclear.report.rendering.escape import escape

if TYPE_CHECKING:
    from collections.abc import Iterable


def quote(text: str) -> str:
    """Return the value of an attribute, in quotes."""
    return quoteattr(escape(text))


def escape_lines(lines: Iterable[str]) -> str:
    """Return the content of an element: lines that are escaped for people already."""
    return escape_markup("\n".join(lines))
