"""From the result of a verification to what reports say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report import VerifyReport

if TYPE_CHECKING:
    from preclear.platform.verify.result import VerifyResult


def build_verify_report(result: VerifyResult, exit_code: int) -> VerifyReport:
    """Build what every format of the report is written from."""
    schemas = None if result.state is None else result.state.schemas
    return VerifyReport(
        outcome=result.outcome,
        exit_code=exit_code,
        connector_id=result.connector.id,
        connector_name=result.connector.name,
        version=result.version,
        version_names=tuple(version.name for version in result.versions),
        requested_version=result.requested_version,
        mapped=result.mapped,
        results=result.results,
        difference_count=result.difference_count,
        schema_count=None if schemas is None else len(schemas.by_name),
        missing_schema_count=0 if schemas is None else schemas.missing_count,
        unread_schema_count=0 if schemas is None else schemas.unread_count,
        message_count=result.message_count,
        failure=None if schemas is None else schemas.failure,
    )
