"""The report of a command that changes something, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.credential_data import hide_credential_data
from preclear.report.rendering.timestamp import format_timestamp

if TYPE_CHECKING:
    from preclear.report.change.model import ChangeReport
    from preclear.source import Json


def format_change_json(report: ChangeReport) -> str:
    """Return the report as JSON, ending with a newline."""
    from preclear.report.json_report import FORMAT_VERSION, dump_json

    value: dict[str, Json] = {
        "version": FORMAT_VERSION,
        "command": report.command,
        "outcome": report.outcome,
        "exitCode": report.exit_code,
        "reason": report.reason,
        "status": report.status,
        "requestId": report.request_id,
        "responseText": report.server_text,
        "started": None if report.started is None else format_timestamp(report.started),
        "lookupCommand": report.lookup_command if report.outcome == "unknown" else None,
        "requests": [
            {"method": item.request.method, "url": item.request.url, "summary": item.summary}
            for item in report.requests
        ],
        "changes": [
            {"field": field.name, "old": field.old, "oldKnown": field.is_old_known, "new": field.new}
            for field in report.fields
        ],
        "answer": hide_credential_data(report.answer),
        **report.extra,
        "notes": list(report.notes),
    }
    if report.is_dry_run:
        value["dryRun"] = {"lines": list(_dry_run_lines(report))}
    return dump_json(value)


def _dry_run_lines(report: ChangeReport) -> list[str]:
    from preclear.report.http_request import format_http_request

    return [
        line
        for item in report.requests
        for line in format_http_request(
            item.request, report.scheme, has_token=report.has_token, body_text=item.body_text
        )
    ]
