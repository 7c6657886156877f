"""One line a finding: `path:line:col: severity: message [rule]`, as compilers write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.safe import safe, safe_path
from preclear.report.style import BLUE, PLAIN, SEVERITY, Style
from preclear.report.summary import omitted_lines, summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.engine import Finding
    from preclear.report.results import Results


def concise(results: Results, style: Style = PLAIN) -> Iterator[str]:
    """Give the lines of the report, without line ends: those of the findings that are shown, then the summary."""
    for finding in results.shown:
        yield concise_line(finding, style)
    yield from omitted_lines(results)
    yield summary(results, style)


def concise_line(finding: Finding, style: Style = PLAIN) -> str:
    """Give the line of one finding."""
    line, column = finding.span.start
    place = f"{safe_path(finding.path)}:{line}:{column}"
    severity = style(finding.severity, SEVERITY[finding.severity])
    return f"{place}: {severity}: {safe(finding.message)} {style(f'[{safe(finding.rule.name)}]', BLUE)}"
