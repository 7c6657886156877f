"""reviewdog's rdjson, a DiagnosticResult: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf.

Columns count bytes of UTF-8 from 1, and ends are excluded. A message becomes a comment, which is Markdown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._urls import HOMEPAGE
from preclear.report.artifact_path import artifact_path, group_by_artifact
from preclear.report.formats.markdown.text import format_prose
from preclear.report.json_report import stream_object
from preclear.report.rendering.byte_columns import ByteColumns
from preclear.report.rendering.escape import escape_surrogates
from preclear.report.rule_pages import page_url
from preclear.source import Span, find_byte_order_mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.engine import Finding
    from preclear.report.finding_report import FindingReport
    from preclear.source import Document, Json, Position, Severity

MAX_SUGGESTION_LINES = 20
"""The most lines that a suggestion replaces: it's shown in a comment."""

MAX_SUGGESTION_LENGTH = 5_000
"""The most characters of a suggestion, those that it replaces included."""

_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
_MAX_RELATED = 20  # places of a finding, each of which is a link in its comment


def stream_rdjson(report: FindingReport) -> Iterator[str]:
    """Yield the report in pieces."""
    head: dict[str, Json] = {"source": {"name": "preclear", "url": HOMEPAGE}}
    worst = next((severity for severity in _SEVERITIES if report.results.counts[severity]), None)
    if worst is not None:
        head["severity"] = worst.upper()
    return stream_object(head, "diagnostics", _Writer(report).write())


class _Writer:
    """Makes the diagnostics of a report."""

    def __init__(self, report: FindingReport) -> None:
        self._report = report
        self._columns = ByteColumns()

    def write(self) -> Iterator[dict[str, Json]]:
        """Yield a diagnostic for each finding."""
        for path, findings in group_by_artifact(self._report.results.findings, self._report.root).items():
            for finding in findings:
                yield self._make_diagnostic(finding, path)

    def _make_diagnostic(self, finding: Finding, path: str) -> dict[str, Json]:
        code: dict[str, Json] = {"value": finding.rule.name}
        url = page_url(finding.rule)
        if url is not None:
            code["url"] = url
        message = format_prose(finding.message)
        diagnostic: dict[str, Json] = {
            "message": f"{message}\n\nhelp: {format_prose(finding.help)}" if finding.help else message,
            "location": self._make_location(path, finding.document, finding.span),
            "severity": finding.severity.upper(),
            "code": code,
        }
        suggestion = self._make_suggestion(finding)
        if suggestion is not None:
            diagnostic["suggestions"] = [suggestion]
        if finding.related:
            diagnostic["relatedLocations"] = [
                {
                    "message": format_prose(related.message),
                    "location": self._make_location(
                        artifact_path(related.place.document, self._report.root), related.place.document, related.span
                    ),
                }
                for related in finding.related[:_MAX_RELATED]
            ]
        return diagnostic

    def _make_location(self, path: str, document: Document, span: Span) -> dict[str, Json]:
        return {"path": escape_surrogates(path), "range": self._make_range(document, span)}

    def _make_range(self, document: Document, span: Span) -> dict[str, Json]:
        return {"start": self._make_position(document, span.start), "end": self._make_position(document, span.end)}

    def _make_position(self, document: Document, position: Position) -> dict[str, Json]:
        return {"line": position.line, "column": self._columns.column(document, position)}

    def _make_suggestion(self, finding: Finding) -> dict[str, Json] | None:
        """Return all changes of a finding's fix as one; None without a fix, or if it can't be shown in a comment.

        reviewdog takes several suggestions for alternatives, and shows one only at its own lines. A suggestion has no
        path: it's about the file of the finding.
        """
        fix = finding.text_fix
        if fix is None or any(change.document is not finding.document for change in fix.changes):
            return None
        document, span = finding.document, Span(fix.changes[0].span.start, fix.changes[-1].span.end)
        if find_byte_order_mark(document.data)[:1] in (b"\xfe", b"\xff"):  # in UTF-16, which reviewdog doesn't read
            return None
        if span.end.line - span.start.line >= MAX_SUGGESTION_LINES:
            return None
        length = _offset(document, span.end) - _offset(document, span.start)
        if length + sum(len(change.new_text) for change in fix.changes) > MAX_SUGGESTION_LENGTH:
            return None
        text, position = "", span.start
        for change in fix.changes:
            text += document.excerpt(Span(position, change.span.start)) + change.new_text
            position = change.span.end
        return {"range": self._make_range(document, span), "text": text}


def _offset(document: Document, position: Position) -> int:
    return document.lines.offset(position.line - 1, position.column - 1)
