"""The format of Azure Pipelines: logging commands, which become issues of the run, and lines for its log.

Commands follow the grammar of the agent (`Command` in microsoft/azure-pipelines-agent): `##vso[` anywhere in a line,
the name of the command, properties separated by `;`, then `]` and the message. `;`, `]` and line ends are
percent-encoded, and `%` itself is `%AZP25`. The agent writes `path(line,column): error rule: message` to the log. The
page of the run lists the first 10 errors and 10 warnings of a step. There are no issues of a lower severity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.artifact_path import ArtifactPaths
from preclear.report.formats.log_report import (
    format_log_end,
    format_log_head,
    format_log_line,
    format_property_path,
    list_details,
    list_problems,
    sort_by_severity,
)
from preclear.report.rendering.escape import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.engine import Finding
    from preclear.report.finding_report import FindingReport

MAX_ISSUES = 10
"""Maximum number of issues of one severity that the page of a run lists for a step."""

_ISSUE_TYPES = frozenset({"error", "warning"})


def stream_azure(report: FindingReport) -> Iterator[str]:
    """Yield the report in pieces: errors and warnings as issues, infos as lines, then the totals."""
    for line in _format_lines(report):
        yield f"{line}\n"


def _format_lines(report: FindingReport) -> Iterator[str]:
    paths = ArtifactPaths(report.root)
    yield from format_log_head(report.fixes)
    problems = list_problems(report)
    for problem in problems:
        yield _format_command({"type": "error"}, problem)
    for finding in sort_by_severity(report.results.findings, report.root):
        if finding.severity in _ISSUE_TYPES:
            yield _format_issue(finding, paths)
        else:
            yield format_log_line(finding, paths)
    yield from format_log_end(report.results)
    counts = report.results.counts
    unlisted = max(0, counts["error"] + len(problems) - MAX_ISSUES) + max(0, counts["warning"] - MAX_ISSUES)
    if unlisted:
        are = "1 of these isn't" if unlisted == 1 else f"{unlisted:,} of these aren't"
        yield f"{are} on the page of the run, which lists at most {MAX_ISSUES} errors and {MAX_ISSUES} warnings a step."


def _format_issue(finding: Finding, paths: ArtifactPaths) -> str:
    line, column = finding.span.start
    properties = {
        "type": finding.severity,
        "sourcepath": format_property_path(paths.get(finding.document)),
        "linenumber": str(line),
        "columnnumber": str(column),
        "code": finding.rule.name,
    }
    return _format_command(properties, "\n".join((escape(finding.message), *list_details(finding, paths))))


def _format_command(properties: dict[str, str], message: str) -> str:
    """Format a command. Values are escaped here; lines of the escaped `message` are separated by newlines."""
    texts = [f"{key}={_encode(escape(value))}" for key, value in properties.items()]
    return f"##vso[task.logissue {';'.join(texts)}]{_encode(message)}"


def _encode(text: str) -> str:
    encoded = text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")
    return encoded.replace(";", "%3B").replace("]", "%5D")
