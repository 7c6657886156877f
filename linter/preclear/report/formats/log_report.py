"""What reports in the logs of pipelines share: the order of findings, and the texts around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.artifact_path import sort_by_path
from preclear.report.fixes.text import format_fixes
from preclear.report.formats.concise import format_concise_line
from preclear.report.rendering.escape import escape
from preclear.report.rendering.fix_mark import describe_fix
from preclear.report.rendering.source_frame import MAX_RELATED
from preclear.report.summary import format_fixable, format_omitted, format_summary, show_all
from preclear.source import SEVERITY_RANK, format_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from preclear.edit import Fixes
    from preclear.engine import Finding
    from preclear.project import Results
    from preclear.report.artifact_path import ArtifactPaths
    from preclear.report.finding_report import FindingReport


def format_property_path(path: str) -> str:
    """Return a path that the runners of GitHub and Azure read back: they drop `=` at the start of a value."""
    return f"./{path}" if path.startswith("=") else path


def sort_by_severity(findings: Iterable[Finding], root: Path) -> list[Finding]:
    """Return the findings, the most severe first, then in the order of `sort_by_path`."""
    return sorted(sort_by_path(findings, root), key=lambda finding: -SEVERITY_RANK[finding.severity])


def format_log_line(finding: Finding, paths: ArtifactPaths) -> str:
    """Format a finding for a log: `path:line:col: severity: message [rule]`."""
    return format_concise_line(finding, path=paths.get(finding.document))


def list_details(finding: Finding, paths: ArtifactPaths, *, max_related: int = MAX_RELATED) -> Iterator[str]:
    """Yield what a finding says beside its message, escaped: its related places, its help, and what fixes it."""
    for related in finding.related[:max_related]:
        line, column = related.span.start
        place = f"{escape(paths.get(related.place.document))}:{line}:{column}"
        yield f"related: {escape(related.message)} ({place})"
    if len(finding.related) > max_related:
        yield f"related: {format_count(len(finding.related) - max_related, 'more place')}"
    if finding.help:
        yield f"help: {escape(finding.help)}"
    fix = describe_fix(finding)
    if fix is not None:
        yield f"fix: {fix}"


def format_log_head(fixes: Fixes | None) -> Iterator[str]:
    """Yield the first lines of a log: what was fixed, if anything was to be."""
    if fixes is not None:
        yield from format_fixes(fixes)


def list_problems(report: FindingReport) -> list[str]:
    """Return what couldn't be checked, escaped; or that nothing was checked, which no finding says."""
    from preclear.project import NothingChecked

    nothing = [note for note in report.notes if isinstance(note, NothingChecked)]
    return [escape(problem.text) for problem in report.problems or nothing]


def format_log_end(results: Results) -> Iterator[str]:
    """Yield the last lines of a log in which all findings are shown: what is omitted, totals, fixable findings."""
    results = show_all(results)
    yield from format_omitted(results)
    if results.files:
        yield format_summary(results)
    yield from format_fixable(results)
