"""Texts as markup: what is in backticks becomes code, and blank lines separate paragraphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from preclear.report.rendering.escape import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

_CODE = re.compile(r"`([^`]+)`")
_WEB_ADDRESS = re.compile(r"https?://[!-~]+", re.IGNORECASE)


def escape_text(value: object) -> object:
    """Escape a text as for a terminal; return markup and other values unchanged.

    The template engine calls this for every value, before it escapes the value as HTML.
    """
    return escape(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def format_code(text: str) -> Markup:
    """Return a message as markup, with the texts in its backticks as code."""
    parts = _CODE.split(escape(text))
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if number % 2 else part for number, part in enumerate(parts)
    )


def split_paragraphs(doc: str) -> Iterator[str]:
    """Yield the paragraphs of an explanation, each in one line."""
    for paragraph in re.split(r"\n\s*\n", doc.strip()):
        yield " ".join(paragraph.split())


def web_address(url: str | None) -> str | None:
    """Return `url` if it's an address on the web, so that no other scheme becomes a link; else None."""
    return url if url is not None and _WEB_ADDRESS.fullmatch(url) else None
