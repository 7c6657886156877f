"""From the result of a run to what reports say of it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from preclear.report import RunEntry, RunReport

if TYPE_CHECKING:
    from preclear.platform.connection import ConnectionOptions
    from preclear.platform.upload_run.model import PlannedUpload, RunResult


def build_run_report(result: RunResult, connection: ConnectionOptions) -> RunReport:
    """Build what every format of the report is written from."""
    return RunReport(
        entries=tuple(build_run_entry(entry, connection) for entry in result.entries),
        is_dry_run=result.is_dry_run,
        host=result.host,
        organisation=result.organisation,
        journal=result.journal,
        problem=result.problem,
        exit_code=result.exit_code,
        notes=tuple(result.notes),
    )


def build_run_entry(entry: PlannedUpload, connection: ConnectionOptions) -> RunEntry:
    """Build what reports say of one binding."""
    checked, binding = entry.checked, entry.checked.binding
    lookup_command = entry.lookup_command
    if not lookup_command and entry.connector_id is not None:
        lookup_command = shlex.join(["preclear", "versions", entry.connector_id, *connection.to_arguments()])
    return RunEntry(
        origin=binding.origin,
        document=checked.display_path,
        connector=binding.connector,
        connector_id=entry.connector_id,
        version=entry.version,
        action=entry.action,
        reason=entry.reason,
        sha256=checked.sha256,
        size=checked.size,
        planned_steps=entry.steps,
        adaptation=checked.adaptation,
        outcome=entry.outcome,
        outcome_reason=entry.outcome_reason,
        lookup_command=lookup_command,
        steps=tuple(entry.step_results),
        findings=entry.findings,
        omitted_count=entry.omitted_count,
        show=entry.show,
        notes=tuple(entry.notes),
        exit_code=entry.exit_code,
    )
