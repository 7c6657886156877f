"""The formats for people, by the choice of a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.formats.concise import format_concise
from preclear.report.formats.full import format_full

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.project import Results
    from preclear.report.rendering.style import Style


def format_results(results: Results, style: Style, *, concise: bool, show_all: bool) -> Iterator[str]:
    """Yield the lines of findings, without newlines: `concise`, or `full` with all findings if `show_all` is set."""
    return format_concise(results, style) if concise else format_full(results, style, show_all=show_all)
