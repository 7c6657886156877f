"""A run over many documents as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.json_report import FORMAT_VERSION, dump_json
from preclear.report.upload_run.text import summarize_run

if TYPE_CHECKING:
    from preclear.report.upload_run.model import RunEntry, RunReport
    from preclear.source import Json


def format_run_json(report: RunReport) -> str:
    """Return the run as JSON, ending with a newline."""
    outcome, reason = summarize_run(report)
    return dump_json(
        {
            "version": FORMAT_VERSION,
            "outcome": outcome,
            "reason": reason,
            "exitCode": report.exit_code,
            "dryRun": report.is_dry_run,
            "host": report.host or None,
            "organisation": report.organisation or None,
            "journal": report.journal,
            "notes": [*report.notes],
            "uploads": [_entry_to_json(entry) for entry in report.entries],
        }
    )


def _entry_to_json(entry: RunEntry) -> Json:
    return {
        "document": entry.document,
        "from": entry.origin,
        "connector": {"name": entry.connector, "id": entry.connector_id},
        "version": entry.version or None,
        "sha256": entry.sha256 or None,
        "size": entry.size if entry.sha256 else None,
        "plan": {
            "action": entry.action,
            "reason": entry.reason or None,
            "adaptation": entry.adaptation or None,
            "steps": [*entry.planned_steps],
        },
        "outcome": entry.outcome,
        "reason": entry.outcome_reason or None,
        "exitCode": entry.exit_code,
        "lookupCommand": entry.lookup_command or None,
        "steps": [{"summary": step.summary, "outcome": step.outcome, "reason": step.reason} for step in entry.steps],
        "findings": [finding.value for finding in entry.findings],
        "omittedFindings": entry.omitted_count,
        "notes": [*entry.notes],
    }
