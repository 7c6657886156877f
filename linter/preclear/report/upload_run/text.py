"""The plan of a run and its outcomes for people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from preclear.report.exit_code import ExitCode
from preclear.report.rendering.escape import escape, escape_path
from preclear.report.rendering.style import BOLD, GREEN, PLAIN, RED, YELLOW, Style
from preclear.report.rendering.table import Folding, format_table
from preclear.source import SEVERITY_RANK, format_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.report.upload_run.model import RunEntry, RunReport

_HEADINGS = ("PLAN", "DOCUMENT", "CONNECTOR", "VERSION", "DETAILS")
_PLAN_COLOURS = {
    "create connector": GREEN,
    "create version": GREEN,
    "update": YELLOW,
    "blocked": RED,
    "impossible": RED,
    "unknown": RED,
}
_OUTCOME_COLOURS = {"accepted": GREEN, "rejected": RED, "not sent": YELLOW, "unknown": RED}
_OUTCOMES: dict[int, str] = {
    ExitCode.UNKNOWN: "unknown",
    ExitCode.NOT_SENT: "not sent",
    ExitCode.UNCHECKED: "not sent",
    ExitCode.FINDINGS: "rejected",
}
_COUNTED_ACTIONS = {
    "create connector": "{} to create",
    "create version": "{} to create",
    "update": "{} to update",
    "unchanged": "{} unchanged",
    "skipped": "{} skipped",
    "blocked": "{} blocked",
    "impossible": "{} impossible",
    "unknown": "{} unknown",
}
_NOUNS = {"create connector": "connector", "create version": "version"}
_MAX_WIDTH = 1000  # cells; wide enough that names and reasons aren't cut


def format_run_plan(report: RunReport, style: Style = PLAIN) -> Iterator[str]:
    """Yield the lines of the plan: a table, what keeps documents from being sent, and counts."""
    rows = [
        (entry.action, entry.document, _describe_connector(entry), entry.version or "-", _describe_details(entry))
        for entry in report.entries
    ]
    if rows:
        yield from format_table(_HEADINGS, rows, _MAX_WIDTH, style, _PLAN_COLOURS, folding=Folding())
    for entry in report.entries:
        if entry.outcome is None and entry.findings:
            yield ""
            yield from _format_findings(entry)
    yield from map(escape, report.notes)
    counts = Counter(entry.action for entry in report.entries)
    parts = [
        text.format(format_count(counts[action], _NOUNS[action]) if action in _NOUNS else f"{counts[action]:,}")
        for action, text in _COUNTED_ACTIONS.items()
        if counts[action]
    ]
    yield style(f"Plan: {', '.join(parts) or 'nothing'}.", BOLD)


def format_run_entry(entry: RunEntry, style: Style = PLAIN) -> Iterator[str]:
    """Yield the lines about an entry that was carried out: findings, steps, and its outcome last."""
    yield from _format_findings(entry)
    for note in entry.notes:
        yield f"  {escape(note)}"
    for step in entry.steps:
        if step.outcome != "accepted":
            outcome = style(step.outcome, _OUTCOME_COLOURS[step.outcome])
            yield f"  {escape(step.summary)}: {outcome}: {escape(step.reason)}"
    if "unknown" in (entry.outcome, *(step.outcome for step in entry.steps)):
        yield f"  to find out: {escape(entry.lookup_command)}"
    outcome = entry.outcome or "not sent"
    target = f"{escape_path(entry.document)} to {_describe_connector(entry)}"
    yield f"{target}: {style(outcome, _OUTCOME_COLOURS[outcome])}: {escape(entry.outcome_reason)}"


def format_run_closing(report: RunReport, style: Style = PLAIN) -> Iterator[str]:
    """Yield the last lines: the journal if it is needed again, and the outcome of the run."""
    outcome, reason = summarize_run(report)
    if report.journal is not None:
        yield f"journal: {escape(report.journal)} has what is open; the next upload goes on from there"
    yield f"upload: {style(outcome, _OUTCOME_COLOURS[outcome])}: {escape(reason)}"


def summarize_run(report: RunReport) -> tuple[str, str]:
    """Return the outcome of a run, the most serious of all, and counts of all outcomes."""
    outcome = _OUTCOMES.get(report.exit_code, "accepted")
    if report.problem is not None:
        return outcome, report.problem
    counts = Counter(entry.outcome or _outcome_of_plan(entry.action) for entry in report.entries)
    parts = [f"{count:,} {name}" for name, count in counts.most_common()]
    if report.exit_code == ExitCode.FINDINGS and not counts["rejected"]:
        outcome = "accepted"
    if report.is_dry_run:
        return "not sent", "this is a dry run"
    return outcome, ", ".join(sorted(parts, key=_sort_key)) or "there is nothing to upload"


def _sort_key(part: str) -> int:
    order = ("accepted", "unchanged", "skipped", "rejected", "not sent", "unknown")
    return order.index(part.partition(" ")[2])


def _outcome_of_plan(action: str) -> str:
    return action if action in ("unchanged", "skipped", "unknown") else "not sent"


def _describe_connector(entry: RunEntry) -> str:
    has_id = entry.connector_id not in (None, entry.connector)
    return escape(f"{entry.connector} ({entry.connector_id})" if has_id else entry.connector)


def _describe_details(entry: RunEntry) -> str:
    parts: list[str] = [entry.reason] if entry.reason else []
    if entry.action == "create connector":
        parts.append("the platform names its first version")
    if entry.action.startswith("create"):
        parts += [
            *([entry.adaptation] if entry.adaptation else []),
            f"{entry.size:,} bytes, sha256 {entry.sha256[:12]}…",
        ]
    if entry.planned_steps:
        parts.append(_join_steps(entry.planned_steps))
    return "; ".join(parts)


def _join_steps(steps: Sequence[str]) -> str:
    return f"then: {', '.join(steps)}"


def _format_findings(entry: RunEntry) -> Iterator[str]:
    for finding in entry.findings:
        if SEVERITY_RANK[finding.severity] >= SEVERITY_RANK[entry.show]:
            yield finding.text
    if entry.omitted_count:
        yield f"{escape_path(entry.document)}: {entry.omitted_count:,} more findings; `preclear check` lists them"
