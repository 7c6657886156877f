"""JUnit XML: a test suite for each file, a test case for each finding, and one for a file without findings.

A finding that fails the run is a failed case. Any other is a passed case with the finding as its output, so that a
dashboard agrees with the exit code. What couldn't be checked is an error. There is no time and no host name: the same
findings make the same report.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from preclear.report.artifact_path import ArtifactPaths, artifact_path_of_file, group_by_artifact
from preclear.report.formats.log_report import list_details
from preclear.report.formats.xml_text import escape_lines, quote
from preclear.report.rendering.escape import escape
from preclear.report.rendering.excerpt import SourceLines, make_excerpt
from preclear.report.rule_pages import page_url
from preclear.source import format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.engine import Finding
    from preclear.report.finding_report import FindingReport

RUN = "preclear"
"""The name of all suites together, and of the suite with what couldn't be checked."""

_WIDTH = 120  # cells of a source line
_MAX_RELATED = 20


def stream_junit(report: FindingReport) -> Iterator[str]:
    """Yield the report in pieces."""
    groups = group_by_artifact(report.results.findings, report.root)
    files = {artifact_path_of_file(path, report.root) for path in report.results.files}
    problems = _list_problems(report)
    paths = sorted(files | groups.keys())
    failed = {path: sum(map(report.is_failing, findings)) for path, findings in groups.items()}
    tests = sum(len(groups.get(path, "1")) for path in paths) + len(problems)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f"<testsuites name={quote(RUN)}{_format_counts(tests, sum(failed.values()), len(problems))}>\n"
    if problems:
        yield from _stream_problems(problems)
    writer = _SuiteWriter(report)
    for path in paths:
        yield from writer.stream(path, groups.get(path, []), failed.get(path, 0))
    yield "</testsuites>\n"


def _list_problems(report: FindingReport) -> list[str]:
    """Return what couldn't be checked; if that is all among the findings, why the exit code is 2."""
    from preclear.project import NothingChecked, UncheckedFiles

    reasons = [note for note in report.notes if isinstance(note, NothingChecked | UncheckedFiles)]
    return [escape(problem.text) for problem in report.problems or reasons]


def _stream_problems(problems: list[str]) -> Iterator[str]:
    yield f"  <testsuite name={quote(RUN)}{_format_counts(len(problems), 0, len(problems))}>\n"
    for number, text in enumerate(problems, 1):
        yield f'    <testcase classname={quote(RUN)} name="problem {number}">\n'
        yield f'      <error type="unchecked" message={quote(text)}>{escape_lines([text])}</error>\n'
        yield "    </testcase>\n"
    yield "  </testsuite>\n"


class _SuiteWriter:
    """Writes the test suites of files."""

    def __init__(self, report: FindingReport) -> None:
        self._report = report
        self._lines = SourceLines()
        self._paths = ArtifactPaths(report.root)

    def stream(self, path: str, findings: list[Finding], failed: int) -> Iterator[str]:
        """Yield the suite of one file."""
        file = f"classname={quote(os.path.splitext(path)[0])} file={quote(path)}"  # noqa: PTH122 - not a path here
        yield f"  <testsuite name={quote(path)}{_format_counts(len(findings) or 1, failed, 0)}>\n"
        if not findings:
            yield f'    <testcase {file} name="no findings"/>\n'
        names: Counter[str] = Counter()
        for finding in findings:
            name = f"{finding.rule.name} {format_pointer(finding.pointer)}".rstrip()
            names[name] += 1
            number = f" ({names[name]})" if names[name] > 1 else ""
            yield f'    <testcase {file} line="{finding.span.start.line}" name={quote(name + number)}>\n'
            yield self._format_outcome(finding, path)
            yield "    </testcase>\n"
        yield "  </testsuite>\n"

    def _format_outcome(self, finding: Finding, path: str) -> str:
        text = escape_lines(self._describe(finding, path))
        if not self._report.is_failing(finding):
            return f"      <system-out>{text}</system-out>\n"
        return f"      <failure type={quote(finding.rule.name)} message={quote(finding.message)}>{text}</failure>\n"

    def _describe(self, finding: Finding, path: str) -> Iterator[str]:
        """Yield the finding as in reports for people: message, place, source line, details, page."""
        yield f"{finding.severity}[{escape(finding.rule.name)}]: {escape(finding.message)}"
        line, column = finding.span.start
        yield f"--> {escape(path)}:{line}:{column}"
        if finding.document.text:
            excerpt = make_excerpt(self._lines.line(finding.document, line), finding.span, _WIDTH)
            yield f"{line} | {excerpt.text}".rstrip()
            yield f"{' ' * len(str(line))} | {' ' * excerpt.start}{'^' * excerpt.length}"
        yield from list_details(finding, self._paths, max_related=_MAX_RELATED)
        url = page_url(finding.rule)
        if url is not None:
            yield f"see: {url}"


def _format_counts(tests: int, failures: int, errors: int) -> str:
    return f' tests="{tests}" failures="{failures}" errors="{errors}" skipped="0"'
