"""From the result of an upload to what reports say of it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from preclear.platform.credentials import is_ulid
from preclear.platform.http import ImportTarget
from preclear.project import STDIN_DISPLAY_PATH, make_results
from preclear.report import Destination, UploadReport

if TYPE_CHECKING:
    from preclear.platform.upload.result import UploadResult
    from preclear.project import Results


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
        storage_host=result.storage_host,
        storage_requests=result.storage_requests,
        document_url=result.document_url,
        title=result.title,
        lookup_command=build_lookup_command(result),
        check_result=None if document is None else document.check_result,
        adaptation=None if document is None else document.adaptation,
        results=_make_results(result),
        mapped=result.mapped,
        is_dry_run=result.is_dry_run,
        notes=tuple(result.notes),
    )


def build_lookup_command(result: UploadResult) -> str:
    """Build the command that shows what is there: for a version, it also compares it with the document."""
    target = result.target
    if target is None:
        return ""
    if target.connector_id is None:
        return shlex.join(["preclear", "connectors", "--name", result.title, *result.connection.to_arguments()])
    return build_verify_command(result)


def build_verify_command(result: UploadResult) -> str:
    """Build the command that compares the document with the version, or for standard input lists the versions."""
    target, path = result.target or ImportTarget(), _document_path(result)
    connector = target.connector_id or result.title
    arguments = ["preclear", "versions", connector]
    if path is not None:
        arguments = ["preclear", "verify", path, *result.options.document_arguments, "--connector", connector]
        arguments += [] if target.version_name is None else ["--version", target.version_name]
    arguments += [] if target.connector_id is None or is_ulid(target.connector_id) else ["--id"]
    return shlex.join([*arguments, *result.connection.to_arguments()])


def _document_path(result: UploadResult) -> str | None:
    """Return the path of the document as a command takes it; None for standard input."""
    document = result.document
    if document is None:
        return None
    adaptation = document.adaptation
    path = document.check_result.document.path if adaptation is None else adaptation.original.path
    return None if path == STDIN_DISPLAY_PATH else path


def build_destination(result: UploadResult) -> Destination | None:
    """Build what reports say of where it goes; None where that isn't known yet."""
    credentials, target = result.credentials, result.target
    if credentials is None or target is None:
        return None
    return Destination(
        host=credentials.address.host,
        organisation=credentials.organisation,
        connector=target.connector_id,
        version=target.version_name,
        scheme=credentials.scheme,
        has_token=credentials.token is not None,
    )


def _make_results(result: UploadResult) -> Results | None:
    check_result = result.check_result
    if result.document is None or check_result is None:
        return None
    return make_results(check_result, result.document.show, result.document.adaptation)
