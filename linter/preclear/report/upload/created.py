"""What an accepted import created, compared with the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.mapping import DIFFERENCES, describe_compared, describe_unknown
from preclear.report.comparison_json import comparison_to_json
from preclear.source import format_count

if TYPE_CHECKING:
    from preclear.report.upload.model import UploadReport
    from preclear.source import Json


def created_to_json(report: UploadReport) -> dict[str, Json] | None:
    """Return what an accepted import created, and what was planned; None if the answer is missing."""
    mapped = report.mapped
    connector = None if report.check_result is None else report.check_result.connector
    if report.outcome != "accepted" or mapped is None or connector is None:
        return None
    answer, created = mapped.answer, mapped.created_connector
    requested_version = None if report.destination is None else report.destination.version
    matching_version = next(
        (
            version
            for version in answer.versions
            if requested_version is not None and version.text("name") == requested_version
        ),
        None,
    )
    version_id = (
        matching_version.text("id") if matching_version is not None else None if created is None else created.version_id
    )
    version_name = (
        requested_version if matching_version is not None else None if created is None else created.version_name
    )
    resources_by_kind = {"actions": answer.actions, "triggers": answer.triggers, "definitions": answer.definitions}
    return {
        "connector": {
            "id": None if created is None else created.connector_id,
            "name": None if created is None else created.connector_name,
        },
        "version": {"id": version_id, "name": version_name},
        "counts": {
            name: None if resources is None else len(resources) for name, resources in resources_by_kind.items()
        },
        "planned": {
            "actions": len(connector.actions),
            "triggers": len(connector.triggers),
            "definitions": len(connector.definitions),
        },
        "differences": list(list_differences(report)),
        "comparison": comparison_to_json(mapped),
    }


def list_differences(report: UploadReport) -> list[str]:
    """Return the fingerprints of the findings that report differences from the plan."""
    findings = () if report.mapped is None else report.mapped.findings
    return [finding.fingerprint for finding in findings if finding.rule.name in DIFFERENCES]


def format_differences(report: UploadReport) -> str:
    """Describe how much of what was created differs from the plan.

    Only what was compared is said to have no differences: what the answer doesn't say isn't.
    """
    mapped = report.mapped
    if mapped is None:
        return "not compared: there is no answer"
    listed = len(list_differences(report))
    omitted = sum(number for (name, _), number in mapped.omitted.items() if name in DIFFERENCES)
    deselected = sum(mapped.deselected_counts[name] for name in DIFFERENCES)
    differences = f"{format_count(listed + omitted + deselected, 'difference')} from what was created"
    if deselected:
        return f"{differences}, {deselected:,} of them not selected"
    if omitted:
        return f"{differences}, {listed:,} of them reported above"
    if listed:
        return f"{differences}, reported above"
    if not mapped.is_compared:
        return "not everything that was created was compared"
    if not mapped.comparison.compared:
        return "not compared: the answer doesn't list what was created"
    field_count = format_count(mapped.comparison.field_count, "field")
    return f"as planned: {describe_compared(mapped.comparison)} ({field_count} compared)"


def format_unknown(report: UploadReport) -> str:
    """List what of the plan the answer doesn't say; empty if it says everything."""
    return "" if report.mapped is None else describe_unknown(report.mapped.comparison)
