"""GitLab Code Quality: a list of issues, which merge requests show.

GitLab shows the description, the severity, the path and the first line of an issue, but not its `check_name`, so the
description names the rule. It keeps one issue of those with the same fingerprint.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from preclear.report.artifact_path import artifact_fingerprint, group_by_artifact
from preclear.report.json_report import stream_array
from preclear.report.positions import position_to_json
from preclear.report.rendering.escape import escape, escape_surrogates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.engine import Finding
    from preclear.report.finding_report import FindingReport
    from preclear.source import Json, Severity

_SEVERITIES: dict[Severity, str] = {"error": "major", "warning": "minor", "info": "info"}


def stream_gitlab(report: FindingReport) -> Iterator[str]:
    """Yield the report in pieces; an empty list if there is no finding."""
    return stream_array(_iter_issues(report))


def _iter_issues(report: FindingReport) -> Iterator[dict[str, Json]]:
    seen: set[str] = set()
    for path, findings in group_by_artifact(report.results.findings, report.root).items():
        for finding in findings:
            start, end = finding.span
            yield {
                "description": f"{finding.rule.name}: {escape(finding.message)}",
                "check_name": finding.rule.name,
                "fingerprint": _make_fingerprint(finding, path, seen),
                "severity": _SEVERITIES[finding.severity],
                "location": {
                    "path": escape_surrogates(path),
                    "positions": {"begin": position_to_json(start), "end": position_to_json(end)},
                },
            }


def _make_fingerprint(finding: Finding, path: str, seen: set[str]) -> str:
    """Return a fingerprint that depends neither on the line nor on the current folder, and add it to `seen`.

    If it's taken, by a finding of the same rule at the same place, the message makes the difference, then a number.
    """
    fingerprint = artifact_fingerprint(finding, path)
    number = 0
    while fingerprint in seen:
        text = f"{fingerprint}\0{finding.message}\0{number}"
        fingerprint = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        number += 1
    seen.add(fingerprint)
    return fingerprint
