"""The report of a verification as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.comparison_json import comparison_to_json
from preclear.report.json_report import FORMAT_VERSION, finding_to_json, omitted_to_json, stream_object
from preclear.report.verify.text import describe_outcome, list_notes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.report.verify.model import VerifyReport
    from preclear.source import Json


def stream_verification_json(report: VerifyReport) -> Iterator[str]:
    """Yield the object in pieces, ending with a newline."""
    results, version, mapped = report.results, report.version, report.mapped
    head: dict[str, Json] = {
        "version": FORMAT_VERSION,
        "outcome": report.outcome,
        "exitCode": report.exit_code,
        "reason": describe_outcome(report),
        "connector": {"id": report.connector_id, "name": report.connector_name},
        "requestedVersion": report.requested_version,
        "connectorVersion": None
        if version is None
        else {
            "id": version.id,
            "name": version.name,
            "createdAt": version.created_at,
            "publishedAt": version.published_at,
        },
        "versions": [*report.version_names],
        "differences": report.difference_count,
        "comparison": None if mapped is None else comparison_to_json(mapped),
        "schemas": {
            "requested": report.schema_count is not None,
            "read": report.schema_count or 0,
            "missing": report.missing_schema_count,
            "unread": report.unread_schema_count,
        },
        "messages": report.message_count,
        "leftOut": {} if mapped is None else dict(sorted(mapped.deselected_counts.items())),
        "notes": [*list_notes(report)],
        **({"summary": {"omitted": omitted_to_json(results)}} if results is not None and results.omitted else {}),
    }
    return stream_object(head, "findings", map(finding_to_json, results.findings if results is not None else ()))
