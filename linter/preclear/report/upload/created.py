"""What an accepted import created, beside what was planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.mapping.summary import DIFFERENCES

if TYPE_CHECKING:
    from preclear.report.upload.model import UploadReport
    from preclear.source import Json


def created_to_json(report: UploadReport) -> dict[str, Json] | None:
    """Give what an accepted import created, beside what was planned; None where the answer is not there."""
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
    }


def list_differences(report: UploadReport) -> list[str]:
    """Give the fingerprints of the findings that say how what was created differs from the plan."""
    findings = () if report.mapped is None else report.mapped.findings
    return [finding.fingerprint for finding in findings if finding.rule.name in DIFFERENCES]
