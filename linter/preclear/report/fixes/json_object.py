"""What was fixed, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.positions import position_to_json

if TYPE_CHECKING:
    from preclear.edit import FixableFinding, Fixes
    from preclear.source import Json


def fixes_to_json(fixes: Fixes) -> dict[str, Json]:
    """Return the fields of a report that fixes: `fixed`, `unfixed`, and the paths of the changed files."""
    return {
        "changedFiles": [file.path for file in fixes.files],
        "fixed": [_finding_to_json(finding) for finding in fixes.fixed],
        "unfixed": [{**_finding_to_json(unfixed.finding), "reason": unfixed.reason} for unfixed in fixes.unfixed],
    }


def _finding_to_json(finding: FixableFinding) -> dict[str, Json]:
    return {
        "rule": finding.rule.name,
        "severity": finding.severity,
        "message": finding.message,
        "path": finding.path,
        "pointer": finding.pointer,
        "part": finding.part,
        "start": position_to_json(finding.span.start),
        "end": position_to_json(finding.span.end),
        "level": finding.level,
        "title": finding.title,
    }
