"""The report of an upload for programs: one JSON object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.rendering.timestamp import format_moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.report.upload.model import UploadReport
    from preclear.source import Json


def upload_json(report: UploadReport) -> Iterator[str]:
    """Give the object in pieces, ending with a line end."""
    from preclear.report.json_report import FORMAT_VERSION, finding_to_json, omitted_to_json, stream_object
    from preclear.report.upload.created import created_object
    from preclear.report.upload.request_lines import request_lines

    results = report.results
    head: dict[str, Json] = {
        "version": FORMAT_VERSION,
        "outcome": report.outcome,
        "exitCode": report.exit_code,
        "reason": report.reason,
        "status": report.status,
        "requestId": report.request_id,
        "said": report.server_text,
        "started": None if report.started is None else format_moment(report.started),
        "lookWith": report.lookup_command if report.outcome == "unknown" else None,
        "request": _request(report),
        "created": created_object(report),
        "notes": list(report.notes),
    }
    rest: dict[str, Json] = {
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
    if report.is_dry_run and report.request is not None and report.checked is not None:
        rest["dryRun"] = {"lines": list(request_lines(report)), "plan": _plan(report)}
    return stream_object(head, "findings", map(finding_to_json, results.findings if results else ()), rest)


def _plan(report: UploadReport) -> Json:
    import json

    from preclear.engine.plan import make_plan
    from preclear.project.results import results_of
    from preclear.report.plan_json import format_plan_json

    if report.checked is None:
        return None
    checked = report.checked
    value: Json = json.loads(format_plan_json(make_plan(checked), checked.document.path, results_of(checked)))
    return value


def _request(report: UploadReport) -> Json:
    request, bundle, destination = report.request, report.bundle, report.destination
    if request is None or bundle is None or destination is None:
        return None
    by_url = report.from_url is not None  # then nothing of the file is sent
    return {
        "method": request.method,
        "url": request.url,
        "host": destination.host,
        "organisation": destination.organisation,
        "connector": destination.connector,
        "version": destination.version,
        "schemaURL": report.from_url,
        "sha256": None if by_url else bundle.sha256,
        "size": None if by_url else len(bundle.data),
        "files": []
        if by_url
        else [{"path": file.path, "size": file.size, "sha256": file.sha256} for file in bundle.files],
    }
