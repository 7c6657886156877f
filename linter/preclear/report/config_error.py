"""The problems of a config that can't be used, with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.rendering.escape import escape, escape_path
from preclear.report.rendering.excerpt import make_excerpt
from preclear.source import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.config import ConfigError


def format_config_error(error: ConfigError) -> Iterator[str]:
    """Yield the lines of the report, without newlines."""
    lines = Lines(error.text)
    for span, message in error.problems:
        if span is None:
            yield f"{escape_path(error.display_path)}: {escape(message)}"
            continue
        (number, column), gutter = span.start, " " * len(str(span.start.line))
        yield f"{escape_path(error.display_path)}:{number}:{column}: {escape(message)}"
        if error.text:
            part = make_excerpt(lines.text(number), span, 120 - len(gutter) - 3)
            yield f"{gutter} |"
            yield f"{number} | {part.text}".rstrip()
            yield f"{gutter} | {' ' * part.start}{'^' * part.length}"
