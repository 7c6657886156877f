"""The format for people: a frame for each finding, and a summary."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from preclear.report.rendering.frame import FrameRenderer
from preclear.report.rendering.source_frame import DEFAULT_WIDTH
from preclear.report.rendering.style import PLAIN, Style
from preclear.report.summary import format_fixable, format_omitted, format_summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.project import Results
    from preclear.report.finding_report import FindingReport

FOLD_THRESHOLD = 20
"""Maximum number of findings of one rule in one file that are all shown."""

FOLDED_COUNT = 5
"""Number of findings that are shown if there are more than FOLD_THRESHOLD."""


def format_full(
    results: Results, style: Style = PLAIN, width: int = DEFAULT_WIDTH, *, show_all: bool = False
) -> Iterator[str]:
    """Yield the lines of the report, without newlines; source lines are cut to `width` cells, or to the
    terminal's width, where messages wrap.

    If a rule has more than FOLD_THRESHOLD findings in one file, only the first FOLDED_COUNT are shown, and the number
    of the others at the next one. `show_all` shows all of them.
    """
    renderer = FrameRenderer(style, width)
    totals: Counter[tuple[str, str]] = Counter((finding.rule.name, finding.path) for finding in results.shown_findings)
    shown_counts = dict(totals)
    totals.update({key: number for key, number in results.omitted.items() if key in shown_counts})
    folded = {
        key
        for key in shown_counts
        if not show_all and totals[key] > FOLD_THRESHOLD and shown_counts[key] > FOLDED_COUNT
    }
    seen_counts: Counter[tuple[str, str]] = Counter()
    for finding in results.shown_findings:
        key = (finding.rule.name, finding.path)
        seen_counts[key] += 1
        if key not in folded or seen_counts[key] <= FOLDED_COUNT:
            yield from renderer.render(finding)
            yield ""
        elif seen_counts[key] == FOLDED_COUNT + 1:
            yield from renderer.render_fold(finding, totals[key] - FOLDED_COUNT)
            yield ""
    omitted = list(format_omitted(results, folded))
    if omitted:
        for line in omitted:
            yield from style.wrap(line, 4)
        yield ""
    yield from style.wrap(format_summary(results, style), 0)
    yield from format_fixable(results, style)


def stream_full(report: FindingReport) -> Iterator[str]:
    """Yield the report for a file in pieces: all findings, without colour."""
    return (f"{line}\n" for line in format_full(report.results, show_all=True))
