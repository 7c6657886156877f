"""The report of an upload for people. Its last line is the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.rendering.escape import escape
from preclear.report.rendering.style import BOLD, GREEN, PLAIN, RED, YELLOW
from preclear.report.rendering.timestamp import format_timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from preclear.bundle import Bundle
    from preclear.report.rendering.style import Style
    from preclear.report.upload.model import Destination, UploadReport

_COLOURS = {"accepted": GREEN, "rejected": RED, "not sent": YELLOW, "unknown": RED}


def format_upload(report: UploadReport, style: Style, *, concise: bool, show_all: bool) -> Iterator[str]:
    """Yield the lines of the report, without newlines; `show_all` is passed to `format_full`."""
    from preclear.report.upload.facts import list_facts

    results = report.results
    if report.is_dry_run:
        yield from _dry_run_lines(report, style, show_all=show_all)
    elif results is not None and (concise or results.findings):
        from preclear.report.formats.text import format_results

        yield from format_results(results, style, concise=concise, show_all=show_all)
        yield ""
    facts = list_facts(report)
    width = max(map(len, facts), default=0)
    for name, text in facts.items():
        first, *more = text.split("\n")
        yield f"{style(f'{name:<{width}}', BOLD)}  {first}"
        yield from (f"{'':<{width}}  {line}" for line in more)
    if facts:
        yield ""
    for note in report.notes:
        yield escape(note)
    yield format_outcome(report.outcome, report.reason, style)


def format_outcome(outcome: str, reason: str, style: Style = PLAIN) -> str:
    """Return the line with the outcome: `upload: unknown: …`."""
    return f"upload: {style(outcome, _COLOURS[outcome])}: {escape(reason)}"


def format_closing(outcome: str, reason: str, lookup_command: str) -> Iterator[str]:
    """Yield the lines that matter most if the report can't be written: how to find out, and the outcome."""
    if outcome == "unknown":
        yield f"to find out: {escape(lookup_command)}"
    yield format_outcome(outcome, reason)


def format_receipt(destination: Destination, bundle: Bundle, from_url: str | None, started: datetime) -> str:
    """Return a line about what is about to be sent: enough to look for it if no further output follows."""
    target = "a new connector"
    if destination.version is not None:
        target = f"version `{escape(destination.version)}` of connector {destination.connector}"
    document = from_url if from_url is not None else f"{len(bundle.data):,} bytes, sha256 {bundle.sha256}"
    address = f"{destination.host}, organisation {destination.organisation}"
    return f"sending to {address}: {target}; {escape(document)}; {format_timestamp(started)}"


def _dry_run_lines(report: UploadReport, style: Style, *, show_all: bool) -> Iterator[str]:
    from preclear.engine import make_plan
    from preclear.report.adaptation.text import format_changes
    from preclear.report.plan.table import format_plan_table
    from preclear.report.upload.request import format_request

    yield from format_request(report)
    yield ""
    plan = None if report.check_result is None else make_plan(report.check_result)
    if plan is not None:
        yield from format_plan_table(plan, style, adaptation=report.adaptation)
        yield ""
    if report.adaptation is not None:
        yield from format_changes(report.adaptation.changes, style, show_all=show_all)
