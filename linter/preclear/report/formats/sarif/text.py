"""Text from findings and rules, as SARIF messages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear.report.rendering.escape import escape, escape_line_start
from preclear.source import truncate

if TYPE_CHECKING:
    from preclear.source import Json

MAX_TEXT = 5_000
"""The most characters of a message."""

_PLACEHOLDER = re.compile(r"\{(\d+)\}")


def make_message(text: str) -> Json:
    """Return the message object of a text in one line."""
    return {"text": plain_text(text)}


def plain_text(text: str) -> str:
    """Return `text` as plain text in one line that no reader takes for something else.

    Backticks are Markdown, and plain text has no Markdown (SARIF, section 3.11.3): GitHub drops them, and escapes what
    is between them twice. `{0}` is a placeholder and written as `{{0}}` (section 3.11.5). Other braces stay single,
    though the section wants all of them doubled: viewers show them as they are, and names in paths are full of them.
    A link needs `](` (section 3.11.6), so that is broken up.
    """
    return _neutralize(truncate(escape_line_start(text), MAX_TEXT).replace("`", "'"))


def sentences(*texts: str | None) -> str:
    """Return texts as sentences: each begins with a capital letter, except the first, and ends with a full stop."""
    parts = [text for text in texts if text]
    capitalized = parts[:1] + [text[0].upper() + text[1:] for text in parts[1:]]
    return " ".join(text if text.endswith((".", "!", "?")) else f"{text}." for text in capitalized)


def plain_lines(text: str) -> str:
    """Return the explanation of a rule as plain text, with its line breaks."""
    return _neutralize("\n".join(map(escape, text.strip().split("\n")))).replace("`", "'")


def markdown_lines(text: str) -> str:
    """Return the explanation of a rule as Markdown, which it is."""
    return "\n".join(map(escape, text.strip().split("\n")))


def _neutralize(text: str) -> str:
    return _PLACEHOLDER.sub(r"{{\1}}", text).replace("](", "]\\x28")
