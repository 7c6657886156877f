"""The format for people: a frame for every finding, and a last line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.frame import WIDTH, Frames
from preclear.report.style import PLAIN, Style
from preclear.report.summary import omitted_lines, summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.report.results import Results


def full(results: Results, style: Style = PLAIN, width: int = WIDTH) -> Iterator[str]:
    """Give the lines of the report, without line ends; source lines are cut to `width` cells."""
    frames = Frames(style, width)
    for finding in results.findings:
        yield from frames.lines(finding)
        yield ""
    left_out = list(omitted_lines(results))
    if left_out:
        yield from left_out
        yield ""
    yield summary(results, style)
