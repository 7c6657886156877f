"""One line for each finding, as compilers write it: `path:line:col: severity: message [rule]`.

A mark before the message says that the finding can be fixed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.rendering.escape import escape, escape_path
from preclear.report.rendering.fix_mark import format_fix_mark
from preclear.report.rendering.style import BLUE, PLAIN, SEVERITY_COLOURS, Style
from preclear.report.rule_pages import page_url
from preclear.report.summary import format_fixable, format_omitted, format_summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.engine import Finding
    from preclear.project import Results
    from preclear.report.finding_report import FindingReport


def format_concise(results: Results, style: Style = PLAIN) -> Iterator[str]:
    """Yield the lines of the report, without newlines: the shown findings, then the summary."""
    for finding in results.shown_findings:
        yield format_concise_line(finding, style)
    yield from format_omitted(results)
    yield format_summary(results, style)
    yield from format_fixable(results, style)


def stream_concise(report: FindingReport) -> Iterator[str]:
    """Yield the report for a file in pieces, without colour."""
    return (f"{line}\n" for line in format_concise(report.results))


def format_concise_line(finding: Finding, style: Style = PLAIN, *, path: str | None = None) -> str:
    """Format one finding. `path` replaces its display path."""
    line, column = finding.span.start
    location = f"{escape_path(finding.path if path is None else path)}:{line}:{column}"
    rule = style.link(escape(finding.rule.name), page_url(finding.rule))
    severity = style(finding.severity, SEVERITY_COLOURS[finding.severity])
    mark = format_fix_mark(finding, style)
    return f"{location}: {severity}: {mark}{escape(finding.message)} {style(f'[{rule}]', BLUE)}"
