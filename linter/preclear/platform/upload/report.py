"""From the result of an upload to what reports say of it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from preclear.platform.credentials import is_ulid
from preclear.project.results import results_of
from preclear.report.upload.model import Destination, UploadReport

if TYPE_CHECKING:
    from preclear.platform.upload.result import UploadResult
    from preclear.project.results import Results


def build_report(result: UploadResult) -> UploadReport:
    """Build what every format of the report is written from. The token is not in it."""
    outcome, document = result.known_outcome, result.document
    return UploadReport(
        outcome=result.outcome.name,
        reason=result.outcome.reason,
        exit_code=result.exit_code,
        status=None if outcome is None else outcome.status,
        server_text=None if outcome is None else outcome.response_text,
        request_id=None if outcome is None else outcome.request_id,
        started=result.started,
        destination=build_destination(result),
        request=result.request,
        bundle=result.bundle,
        from_url=result.options.from_url,
        title=result.title,
        lookup_command=build_lookup_command(result),
        checked=None if document is None else document.checked,
        results=_results(result),
        mapped=result.mapped,
        is_dry_run=result.is_dry_run,
        notes=tuple(result.notes),
    )


def build_lookup_command(result: UploadResult) -> str:
    """Build the command that shows what is there."""
    target = result.target
    if target is None:
        return ""
    if target.connector_id is None:
        words = ["preclear", "connectors", "--name", result.title]
    else:
        words = ["preclear", "versions", target.connector_id, *([] if is_ulid(target.connector_id) else ["--id"])]
    return shlex.join([*words, *result.connection.command_line()])


def build_destination(result: UploadResult) -> Destination | None:
    """Build what reports say of where it goes; None where that isn't known yet."""
    access, target = result.access, result.target
    if access is None or target is None:
        return None
    return Destination(
        host=access.address.host,
        organisation=access.organisation,
        connector=target.connector_id,
        version=target.version_name,
        scheme=access.scheme,
        has_token=access.token is not None,
    )


def _results(result: UploadResult) -> Results | None:
    checked = result.checked
    if result.document is None or checked is None:
        return None
    return results_of(checked, result.document.show)
