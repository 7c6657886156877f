"""Findings as a run keeps them: as text and JSON, so that it doesn't keep their documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report import ReportedFinding, finding_to_json, format_concise_line
from preclear.source import SEVERITY_RANK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.engine import Finding

MAX_FINDINGS = 50
"""The maximum number of findings of a document that are listed."""


def report_findings(findings: Sequence[Finding]) -> tuple[tuple[ReportedFinding, ...], int]:
    """Return the first findings, the most severe first, and the number of all others."""
    ordered = sorted(findings, key=lambda finding: -SEVERITY_RANK[finding.severity])
    reported = tuple(
        ReportedFinding(finding.severity, format_concise_line(finding), finding_to_json(finding))
        for finding in ordered[:MAX_FINDINGS]
    )
    return reported, len(ordered) - len(reported)
