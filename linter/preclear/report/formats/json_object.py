"""The JSON format: one object with all findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.json_report import stream_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.report.finding_report import FindingReport


def stream_report_json(report: FindingReport) -> Iterator[str]:
    """Yield the report of a check in pieces."""
    return stream_json(report.results, report.fixes)
