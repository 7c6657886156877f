"""A mapped answer as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.rendering.escape import escape, escape_path
from preclear.report.rendering.style import PLAIN, Style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.mapping import MappedAnswer
    from preclear.project import Results
    from preclear.source import Document


def format_answer(mapped: MappedAnswer, results: Results, style: Style = PLAIN, *, concise: bool) -> Iterator[str]:
    """Yield the lines of the report, without newlines. The last lines summarize the answer."""
    from preclear.mapping import summary_lines
    from preclear.report.formats.text import format_results

    yield from format_results(results, style, concise=concise, show_all=True)
    for line in summary_lines(mapped):
        yield escape(line)


def format_unreadable_answer(answer: Document) -> Iterator[str]:
    """Yield a line with a place for each reason why an answer can't be read; none if it was read."""
    for fault in answer.faults if not answer.is_loaded else ():
        line, column = fault.report.location.place.span.start
        yield f"{escape_path(answer.path)}:{line}:{column}: {escape(fault.report.message)}"
