"""The report of a command that changes something, for people. Its last line is the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.change.fields import format_fields
from preclear.report.rendering.escape import escape, escape_line_start
from preclear.report.rendering.style import BOLD, GREEN, PLAIN, RED, YELLOW, Style
from preclear.report.rendering.timestamp import format_timestamp
from preclear.report.server_facts import list_server_facts
from preclear.source import truncate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.report.change.model import ChangeReport
    from preclear.source import Json

_COLOURS = {"accepted": GREEN, "unchanged": GREEN, "rejected": RED, "not sent": YELLOW, "unknown": RED}
_MAX_FIELD_ERRORS = 20
"""Maximum number of field errors of an answer that are listed."""

_MAX_ERROR_LENGTH = 300
"""Maximum length, in characters, of such an error."""


def format_change(report: ChangeReport, style: Style = PLAIN) -> Iterator[str]:
    """Yield the lines of the report, without newlines."""
    if report.is_dry_run:
        yield from _dry_run_lines(report, style)
    facts = _list_facts(report)
    width = max(map(len, facts), default=0)
    for name, text in facts.items():
        yield f"{style(f'{name:<{width}}', BOLD)}  {text}"
    for line in (*report.lines, *(() if report.lists_field_errors else _field_errors(report))):
        yield escape_line_start(line)
    if facts or report.lines:
        yield ""
    for note in report.notes:
        yield escape_line_start(note)
    yield format_change_outcome(report.command, report.outcome, report.reason, style)


def format_change_outcome(command: str, outcome: str, reason: str, style: Style = PLAIN) -> str:
    """Return the line with the outcome: `version create: unknown: …`."""
    return f"{command}: {style(outcome, _COLOURS[outcome])}: {escape(reason)}"


def format_change_closing(report: ChangeReport) -> Iterator[str]:
    """Yield the lines that matter most if the report can't be written: how to find out, and the outcome."""
    if report.outcome == "unknown":
        yield f"to find out: {escape(report.lookup_command)}"
    yield format_change_outcome(report.command, report.outcome, report.reason)


def format_change_receipt(report: ChangeReport) -> Iterator[str]:
    """Yield lines about what is about to be sent: enough to look for it if no further output follows."""
    moment = "" if report.started is None else format_timestamp(report.started)
    yield f"sending to {report.host}, organisation {report.organisation}: {escape(report.summary)}; {moment}"
    yield from format_fields(report.fields)


def _dry_run_lines(report: ChangeReport, style: Style) -> Iterator[str]:
    from preclear.report.http_request import format_http_request

    for reported in report.requests:
        yield style(escape(reported.summary), BOLD)
        yield ""
        yield from format_http_request(
            reported.request, report.scheme, has_token=report.has_token, body_text=reported.body_text
        )
        yield ""
    if report.fields:
        yield style("changes", BOLD)
        yield from format_fields(report.fields, style)
        yield ""


def _list_facts(report: ChangeReport) -> dict[str, str]:
    match report.outcome:
        case "accepted":
            return {name: escape(text) for name, text in report.facts.items()}
        case "rejected":
            return {"request": escape(report.summary), **list_server_facts(report)}
        case "unknown":
            return _unknown_facts(report)
        case _:
            return {}


def _unknown_facts(report: ChangeReport) -> dict[str, str]:
    facts = {"request": escape(report.summary)}
    if report.started is not None:
        facts["started"] = format_timestamp(report.started)
    if report.host is not None and report.organisation is not None:
        facts |= {"host": report.host, "organisation": report.organisation}
    facts["server said"] = "nothing" if report.status is None else f"{report.status}"
    facts |= list_server_facts(report)
    facts["to find out"] = escape(report.lookup_command)
    facts["then"] = escape(report.lookup_hint)
    return facts


def _field_errors(report: ChangeReport) -> Iterator[str]:
    """Yield the field errors of a refusal (Error.fields)."""
    answer: Json = report.answer if report.outcome == "rejected" else None
    fields = answer.get("fields") if isinstance(answer, dict) else None
    errors = [item for item in fields if isinstance(item, dict)] if isinstance(fields, list) else []
    for error in errors[:_MAX_FIELD_ERRORS]:
        yield truncate(f"`{error.get('field')}`: {error.get('message')}", _MAX_ERROR_LENGTH)
    if len(errors) > _MAX_FIELD_ERRORS:
        yield f"and {len(errors) - _MAX_FIELD_ERRORS:,} more; `--output-format json` has all of them"
