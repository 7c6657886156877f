"""What an accepted import created, beside what was planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.mapping import DIFFERENCES

if TYPE_CHECKING:
    from preclear.report.upload.model import UploadReport
    from preclear.source import Json


def created_object(report: UploadReport) -> dict[str, Json] | None:
    """Give what an accepted import created, beside what was planned; None where the answer is not there."""
    mapped = report.mapped
    connector = None if report.checked is None else report.checked.connector
    if report.outcome != "accepted" or mapped is None or connector is None:
        return None
    answer, created = mapped.answer, mapped.created_connector
    wanted = None if report.destination is None else report.destination.version
    named = next(
        (version for version in answer.versions if wanted is not None and version.text("name") == wanted), None
    )
    version_id = named.text("id") if named is not None else None if created is None else created.version_id
    version_name = wanted if named is not None else None if created is None else created.version_name
    lists = {"actions": answer.actions, "triggers": answer.triggers, "definitions": answer.definitions}
    return {
        "connector": {
            "id": None if created is None else created.connector_id,
            "name": None if created is None else created.connector_name,
        },
        "version": {"id": version_id, "name": version_name},
        "counts": {name: None if listed is None else len(listed) for name, listed in lists.items()},
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
