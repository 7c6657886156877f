"""JSON Lines: one finding a line, with the same fields as in the JSON format."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING

from preclear.report.json_report import escape_commands, finding_to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.report.finding_report import FindingReport


def stream_json_lines(report: FindingReport) -> Iterator[str]:
    """Yield a line for each finding; nothing if there is none."""
    for finding in report.results.findings:
        yield escape_commands(dumps(finding_to_json(finding), separators=(",", ":"))) + "\n"
