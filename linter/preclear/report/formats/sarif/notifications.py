"""What a run says about itself: what it couldn't check, and what the log leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.formats.sarif.results import MAX_RESULTS
from preclear.report.formats.sarif.text import make_message, sentences
from preclear.source import format_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.report.finding_report import FindingReport
    from preclear.report.formats.sarif.results import ResultSelection, ResultWriter
    from preclear.source import Json

MAX_NOTIFICATIONS = 1_000
"""The most notifications of a run; many files can each have a problem."""


def make_notifications(report: FindingReport, selection: ResultSelection, writer: ResultWriter) -> list[Json]:
    """Return the notifications of a run, problems first, once all results are made."""
    notifications = [
        *(_make_notification("error", problem.text) for problem in report.problems),
        *(_make_notification("note", note.text) for note in report.notes),
    ]
    left_out = len(notifications) - MAX_NOTIFICATIONS
    if left_out > 0:
        notifications[MAX_NOTIFICATIONS:] = [
            _make_notification("warning", f"{format_count(left_out, 'message')} left out here")
        ]
    return notifications + [
        _make_notification("warning", text) for text in _describe_omissions(report, selection, writer)
    ]


def _describe_omissions(report: FindingReport, selection: ResultSelection, writer: ResultWriter) -> Iterator[str]:
    """Yield what the log leaves out."""
    omitted = report.results.omitted.total()
    if omitted:
        yield f"{format_count(omitted, 'finding')} left out because of the limit `findings`, or to save memory"
    if selection.omitted:
        counts = ", ".join(format_count(count, name) for name, count in sorted(selection.omitted.items()))
        yield f"{counts} left out: a run has at most {MAX_RESULTS:,} results, errors first"
    if writer.omitted_related:
        yield f"{format_count(writer.omitted_related, 'related location')} left out: GitHub takes 1,000 for a result"
    if writer.fixes.omitted:
        yield (
            f"{format_count(writer.fixes.omitted, 'fixable finding')} without a fix here; run"
            " `preclear check --diff --unsafe-fixes` to see what fixing changes"
        )


def _make_notification(level: str, text: str) -> Json:
    return {"level": level, "message": make_message(sentences(text[:1].upper() + text[1:]))}
