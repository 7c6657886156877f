"""The format of GitHub Actions: workflow commands, which GitHub shows as annotations, and lines for its log.

Commands follow the grammar of the runner (`ActionCommand` in actions/runner): the line starts with `::`, a name, and
properties separated by commas; after the next `::` comes the message. `%`, line ends, and in properties `:` and
`,` are percent-encoded. The runner makes annotations of the first 10 errors, 10 warnings and 10 notices of a step, cuts
messages at 4,096 characters, and shows nothing but the message in the log. So a message begins with the place, and
findings without an annotation are lines of the log.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

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
from preclear.source import format_count, truncate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.engine import Finding
    from preclear.report.finding_report import FindingReport
    from preclear.source import Severity, Span

MAX_ANNOTATIONS = 10
"""Maximum number of annotations of one severity that GitHub makes of the output of a step."""

MAX_MESSAGE_LENGTH = 4_096
"""Maximum length of an annotation's message, in characters."""

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


class _Room(NamedTuple):
    """How many findings of each severity get an annotation, and how many of all findings and problems don't."""

    annotations: dict[Severity, int]
    left_out: int


def stream_github(report: FindingReport) -> Iterator[str]:
    """Yield the report in pieces: annotations, the most severe first, then all other findings, then the totals."""
    for line in _format_lines(report):
        yield f"{line}\n"


def _format_lines(report: FindingReport) -> Iterator[str]:
    paths = ArtifactPaths(report.root)
    problems = list_problems(report)
    room = _divide_room(report.results.counts, len(problems))
    annotated: Counter[Severity] = Counter()
    remaining: list[Finding] = []
    yield from format_log_head(report.fixes)
    for problem in problems[:MAX_ANNOTATIONS]:
        yield _format_command("error", {"title": "preclear"}, problem)
    for finding in sort_by_severity(report.results.findings, report.root):
        if annotated[finding.severity] < room.annotations[finding.severity]:
            annotated[finding.severity] += 1
            yield _format_annotation(finding, paths)
        else:
            remaining.append(finding)
    if room.left_out:
        yield _format_command("notice", {"title": "preclear"}, _describe_left_out(room.left_out))
    for problem in problems[MAX_ANNOTATIONS:]:
        yield f"error: {problem}"
    for finding in remaining:
        yield format_log_line(finding, paths)
    yield from format_log_end(report.results)


def _divide_room(counts: Counter[Severity], problem_count: int) -> _Room:
    """Divide the annotations of a step. Problems take those of errors, and a note of what is left out a notice."""
    annotations: dict[Severity, int] = dict.fromkeys(_COMMANDS, MAX_ANNOTATIONS)
    annotations["error"] = max(0, MAX_ANNOTATIONS - problem_count)
    if any(counts[severity] > number for severity, number in annotations.items()):
        annotations["info"] -= 1
    left_out = sum(max(0, counts[severity] - number) for severity, number in annotations.items())
    return _Room(annotations, left_out + max(0, problem_count - MAX_ANNOTATIONS))


def _describe_left_out(count: int) -> str:
    has = "1 finding has" if count == 1 else f"{format_count(count, 'finding')} have"
    return (
        f"{has} no annotation, because GitHub makes at most {MAX_ANNOTATIONS} of each severity in a step; see the log"
        " of this step or the job's summary"
    )


def _format_annotation(finding: Finding, paths: ArtifactPaths) -> str:
    path = paths.get(finding.document)
    properties = {
        "file": format_property_path(path),
        **_format_span(finding.span),
        "title": f"preclear ({finding.rule.name})",
    }
    line, column = finding.span.start
    place = f"{escape(path)}:{line}:{column}"
    message = f"{place}: {escape(finding.message)} [{escape(finding.rule.name)}]"
    return _format_command(_COMMANDS[finding.severity], properties, "\n".join((message, *list_details(finding, paths))))


def _format_span(span: Span) -> dict[str, str]:
    """Return the properties of a span. Columns are only valid on one line; `endColumn` is exclusive, as `span` is."""
    (line, column), (end_line, end_column) = span
    if end_line == line:
        return {
            "line": str(line),
            "endLine": str(line),
            "col": str(column),
            "endColumn": str(max(column, end_column)),
        }
    last_line = end_line - 1 if end_column == 1 else end_line
    return {"line": str(line), "endLine": str(last_line)}


def _format_command(name: str, properties: dict[str, str], message: str) -> str:
    """Format a command. Values are escaped here; lines of the escaped `message` are separated by newlines."""
    texts = [f"{key}={_encode_property(escape(value))}" for key, value in properties.items()]
    return f"::{name} {','.join(texts)}::{_encode(truncate(message, MAX_MESSAGE_LENGTH))}"


def _encode(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _encode_property(text: str) -> str:
    return _encode(text).replace(":", "%3A").replace(",", "%2C")
