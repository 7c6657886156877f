"""The report of an upload as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.rendering.timestamp import format_timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.bundle import Bundle
    from preclear.edit import Adaptation
    from preclear.report.upload.model import UploadReport
    from preclear.source import Json


def stream_upload_json(report: UploadReport) -> Iterator[str]:
    """Yield the object in pieces, ending with a newline."""
    from preclear.report.adaptation.json_object import adaptation_summary_to_json
    from preclear.report.json_report import FORMAT_VERSION, finding_to_json, omitted_to_json, stream_object
    from preclear.report.upload.created import created_to_json
    from preclear.report.upload.request import format_request

    results = report.results
    head: dict[str, Json] = {
        "version": FORMAT_VERSION,
        "outcome": report.outcome,
        "exitCode": report.exit_code,
        "reason": report.reason,
        "status": report.status,
        "requestId": report.request_id,
        "responseText": report.server_text,
        "started": None if report.started is None else format_timestamp(report.started),
        "lookupCommand": report.lookup_command if report.outcome == "unknown" else None,
        "request": _request_to_json(report),
        "created": created_to_json(report),
        "adaptation": None if report.adaptation is None else adaptation_summary_to_json(report.adaptation),
        "notes": list(report.notes),
    }
    tail: dict[str, Json] = {
        "summary": None
        if results is None
        else {
            "files": len(results.files),
            "errors": results.counts["error"],
            "warnings": results.counts["warning"],
            "infos": results.counts["info"],
            **({"omitted": omitted_to_json(results)} if results.omitted else {}),
        },
    }
    if report.is_dry_run and report.request is not None and report.check_result is not None:
        tail["dryRun"] = {"lines": list(format_request(report)), "plan": _plan_to_json(report)}
    return stream_object(head, "findings", map(finding_to_json, results.findings if results else ()), tail)


def _plan_to_json(report: UploadReport) -> Json:
    import json

    from preclear.engine import make_plan
    from preclear.project import make_results
    from preclear.report.plan.json_object import format_plan_json

    if report.check_result is None:
        return None
    check_result = report.check_result
    value: Json = json.loads(
        format_plan_json(
            make_plan(check_result),
            check_result.document.path,
            make_results(check_result, adaptation=report.adaptation),
            report.adaptation,
        )
    )
    return value


def _request_to_json(report: UploadReport) -> Json:
    request, bundle, destination = report.request, report.bundle, report.destination
    if request is None or bundle is None or destination is None:
        return None
    is_from_url = report.from_url is not None  # the file itself isn't sent
    return {
        "method": request.method,
        "url": request.url,
        "host": destination.host,
        "organisation": destination.organisation,
        "connector": destination.connector,
        "version": destination.version,
        "storageHost": report.storage_host,
        "schemaURL": report.from_url or report.document_url,
        "sha256": None if is_from_url else bundle.sha256,
        "size": None if is_from_url else len(bundle.data),
        "files": [] if is_from_url else list(_files_to_json(bundle, report.adaptation)),
    }


def _files_to_json(bundle: Bundle, adaptation: Adaptation | None) -> Iterator[Json]:
    """Yield the files that the document is made of."""
    if adaptation is None:
        for file in bundle.files:
            yield {"path": file.path, "size": file.size, "sha256": file.sha256}
        return
    from preclear.report.adaptation.json_object import files_to_json

    yield from files_to_json(adaptation)
