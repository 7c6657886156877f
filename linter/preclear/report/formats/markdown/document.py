"""A report as Markdown: totals, what the import creates, and all findings by file.

It can be kept below a length. Then the most severe findings are in it, and the others are counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.artifact_path import ArtifactPaths, sort_by_path
from preclear.report.exit_code import ExitCode
from preclear.report.formats.markdown.findings import MAX_OPEN, describe_counts, stream_findings
from preclear.report.formats.markdown.tables import format_plan_table, format_rule_table
from preclear.report.formats.markdown.text import format_prose, measure, take_lines
from preclear.report.rendering.fix_mark import FIX_MARK
from preclear.report.summary import format_fixable, format_omitted, format_summary, show_all
from preclear.source import format_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.report.finding_report import FindingReport

COMMENT_LENGTH = 65_536
"""Maximum length of a comment on GitHub."""

_UNLIMITED = 1 << 62
_RESERVE = 500  # bytes of headings and of the line with the number of findings that are left out
_MARKS = {ExitCode.OK: "✅", ExitCode.FINDINGS: "❌"}
_OTHER_MARK = "⚠️"


def stream_markdown(report: FindingReport, *, max_length: int | None = COMMENT_LENGTH) -> Iterator[str]:
    """Yield the report in pieces, ending with a newline. It has at most `max_length` bytes, which are 2,000 or more.

    A length of None means no limit. Without the argument, the report fits into a comment.
    """
    head = _format_head(report)
    room = _UNLIMITED if max_length is None else max_length - measure(head) - _RESERVE
    problems = _format_list("Not checked", [problem.text for problem in report.problems], room // 4)
    notes = _format_list("Notes", _list_notes(report), room // 8)
    tables = _format_tables(report, room // 4)
    yield head
    yield problems
    yield tables
    room -= sum(map(measure, (problems, notes, tables)))
    paths = ArtifactPaths(report.root)
    findings = sort_by_path(report.results.findings, report.root)
    yield from stream_findings(findings, paths, None if max_length is None else room)
    yield notes


def _format_head(report: FindingReport) -> str:
    """Format the heading, with a mark for passed, failed or unchecked, and the totals."""
    counts = report.results.counts
    mark = _MARKS.get(report.exit_code, _OTHER_MARK)
    lines = [f"## preclear: {mark} {describe_counts(counts) or 'no findings'}", ""]
    if report.exit_code == ExitCode.UNCHECKED:
        lines.append("**Not everything could be checked.**")
    results = show_all(report.results)
    totals = [format_summary(results), *format_fixable(results)] if results.files else []
    if report.fixes is not None and report.fixes.fixed:
        totals.insert(0, f"Fixed {format_count(len(report.fixes.fixed), 'finding')}.")
    lines += [format_prose(line.removeprefix(f"{FIX_MARK} ")) for line in totals]
    return "\n".join((*lines, ""))


def _format_tables(report: FindingReport, max_length: int) -> str:
    """Format the table of plans and, for many findings, the table of rules. Each has half of `max_length`."""
    tables = format_plan_table(report.plans, report.root, max_length // 2)
    if len(report.results.findings) > MAX_OPEN:
        tables += format_rule_table(report.results, max_length // 2)
    return tables


def _list_notes(report: FindingReport) -> list[str]:
    """List the texts of notes that aren't problems, and the findings that memory has no room for."""
    problems = {problem.text for problem in report.problems}
    notes = [note.text for note in report.notes if note.text not in problems]
    return [*format_omitted(show_all(report.results)), *notes]


def _format_list(title: str, texts: Sequence[str], max_length: int) -> str:
    """Format a list of texts after an empty line, with a heading. Its items fit into `max_length` bytes."""
    if not texts:
        return ""
    items = take_lines([f"- {format_prose(text)}" for text in texts], max_length)
    more = [f"- and {len(texts) - len(items):,} more"] if len(items) < len(texts) else []
    return "\n".join(("", f"### {title}", "", *items, *more, ""))
