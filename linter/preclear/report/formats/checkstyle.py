"""Checkstyle XML: a `file` for each document, an `error` for each finding."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from preclear.report.artifact_path import artifact_path
from preclear.report.formats.xml_text import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.engine import Finding
    from preclear.report.finding_report import FindingReport

CHECKSTYLE_VERSION = "4.3"
"""The version of Checkstyle whose format this is; readers expect one."""


def stream_checkstyle(report: FindingReport) -> Iterator[str]:
    """Yield the report in pieces. Columns count characters from 1."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<checkstyle version="{CHECKSTYLE_VERSION}">\n'
    for path, findings in groupby(
        report.results.findings, lambda finding: artifact_path(finding.document, report.root)
    ):
        yield f"  <file name={quote(path)}>\n"
        yield from map(_format_error, findings)
        yield "  </file>\n"
    yield "</checkstyle>\n"


def _format_error(finding: Finding) -> str:
    line, column = finding.span.start
    return (
        f'    <error line="{line}" column="{column}" severity="{finding.severity}" message={quote(finding.message)}'
        f" source={quote(f'preclear.{finding.rule.name}')}/>\n"
    )
