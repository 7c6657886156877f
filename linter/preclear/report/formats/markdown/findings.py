"""Findings as Markdown: a section for each file, with a list. The most severe ones are kept if not all fit."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from preclear.report.formats.markdown.text import format_code, format_html_code, format_link, format_prose, measure
from preclear.report.rendering.fix_mark import describe_fix
from preclear.report.rendering.source_frame import MAX_RELATED
from preclear.report.rule_pages import page_url
from preclear.report.summary import join_words
from preclear.source import SEVERITY_RANK, format_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from preclear.engine import Finding
    from preclear.report.artifact_path import ArtifactPaths
    from preclear.source import Severity

MAX_OPEN = 50
"""Maximum number of findings of a report whose sections are open."""

MAX_EXAMPLES = 10
"""Number of findings of a rule in a file that come before those of other rules and files."""

_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
_SECTION_RESERVE = 40  # bytes of a section's number of shown findings
_SECTION_END = "\n</details>\n"


def describe_counts(counts: Mapping[Severity, int]) -> str:
    """Describe a number of findings by severity: `3 errors and 1 warning`; empty for none."""
    return join_words([format_count(counts[severity], severity) for severity in _SEVERITIES if counts.get(severity)])


def stream_findings(findings: Sequence[Finding], paths: ArtifactPaths, max_length: int | None) -> Iterator[str]:
    """Yield the sections of files in pieces, at most `max_length` bytes, then what is left out, in a short line."""
    totals: dict[str, Counter[Severity]] = {}
    for finding in findings:
        totals.setdefault(finding.path, Counter())[finding.severity] += 1
    is_open = len(findings) <= MAX_OPEN
    headers = _Headers(totals, paths, is_open=is_open)
    shown = None if max_length is None else _select(findings, headers, paths, max_length)
    left_out: Counter[Severity] = Counter()
    for path, group in groupby(enumerate(findings), key=lambda item: item[1].path):
        members = [*group]
        selected = [finding for index, finding in members if shown is None or index in shown]
        left_out.update(finding.severity for index, finding in members if shown is not None and index not in shown)
        if selected:
            yield headers.format(selected[0], len(selected) if len(selected) < totals[path].total() else None)
            for finding in selected:
                yield format_finding(finding, paths)
            yield _SECTION_END
    if left_out:
        yield f"\n**Left out** to keep this short: {describe_counts(left_out)}.\n"


def format_finding(finding: Finding, paths: ArtifactPaths) -> str:
    """Format a finding as an item of a list, and in a list below it its related places, its help and what fixes it."""
    line, column = finding.span.start
    rule = format_link(finding.rule.name, page_url(finding.rule))
    place = format_code(f"{line}:{column}")  # in plain text, `:100:` is an emoji
    lines = [f"- **{finding.severity}** {place}: {format_prose(finding.message)} ({rule})"]
    for related in finding.related[:MAX_RELATED]:
        line, column = related.span.start
        place = format_code(f"{paths.get(related.place.document)}:{line}:{column}")
        lines.append(f"  - related: {format_prose(related.message)} ({place})")
    if len(finding.related) > MAX_RELATED:
        lines.append(f"  - related: {format_count(len(finding.related) - MAX_RELATED, 'more place')}")
    if finding.help:
        lines.append(f"  - help: {format_prose(finding.help)}")
    fix = describe_fix(finding)
    if fix is not None:
        lines.append(f"  - fix: {fix}")
    return "\n".join((*lines, ""))


class _Headers:
    """The headers of sections, by the files of findings."""

    def __init__(self, totals: Mapping[str, Counter[Severity]], paths: ArtifactPaths, *, is_open: bool) -> None:
        self._totals = totals
        self._paths = paths
        self._is_open = is_open

    def format(self, finding: Finding, shown: int | None) -> str:
        """Format the header of the section of a finding's file. `shown` is how many it has, if not all."""
        path = format_html_code(self._paths.get(finding.document))
        counts = describe_counts(self._totals[finding.path])
        suffix = "" if shown is None else f", {shown:,} shown"
        opening = "<details open>" if self._is_open else "<details>"
        return f"\n{opening}\n<summary>{path}: {counts}{suffix}</summary>\n\n"


def _select(findings: Sequence[Finding], headers: _Headers, paths: ArtifactPaths, max_length: int) -> set[int]:
    """Select the findings that fit into `max_length` bytes, in the order of `_rank`. Return their 0-based indexes."""
    selected: set[int] = set()
    seen: set[str] = set()
    for index in _rank(findings):
        finding = findings[index]
        max_length -= measure(format_finding(finding, paths))
        if finding.path not in seen:
            seen.add(finding.path)
            max_length -= measure(headers.format(finding, None)) + measure(_SECTION_END) + _SECTION_RESERVE
        if max_length < 0:
            break
        selected.add(index)
    return selected


def _rank(findings: Sequence[Finding]) -> list[int]:
    """Return the 0-based indexes of findings, the most severe first, so that one rule doesn't crowd out the others.

    Of each severity, the first MAX_EXAMPLES of every rule in every file come before the rest.
    """
    numbers: Counter[tuple[str, str]] = Counter()
    ranks: list[tuple[int, bool, int]] = []
    for index, finding in enumerate(findings):
        key = finding.rule.name, finding.path
        numbers[key] += 1
        ranks.append((-SEVERITY_RANK[finding.severity], numbers[key] > MAX_EXAMPLES, index))
    return [index for *_, index in sorted(ranks)]
