"""Findings for tests of formats: at a place in a text that is said by what stands there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from preclear.engine import CheckResult, Finding, RelatedPlace
from preclear.project.results.results import DocumentFindings, ResultCollector
from preclear.report import ExitCode, FindingReport
from preclear.source import Document, Kind, Place, load_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.engine import PlanSummary
    from preclear.project import Note, Problem
    from preclear.source import Edit, Severity

KIND = Kind(
    name="made-up-rule",
    category="document",
    severity="error",
    basis="practice",
    source="a test",
    doc="Something is wrong.\n\nIt is made up.",
)

NOTHING_FIXABLE = {"safe": 0, "rename": 0, "adapt": 0}
"""The numbers of fixable findings in the summary of a report without any."""


def document(text: str, path: str = "pets.yaml") -> Document:
    """Load a text."""
    return load_bytes(text.encode(), path)


def place(doc: Document, words: str, end: str | None = None) -> Place:
    """Where `words` stand in the text, the first time; or from there to the end of `end`."""
    start = doc.text.index(words)
    stop = start + len(words) if end is None else doc.text.index(end, start) + len(end)
    return Place(doc, (), exact=doc.lines.span(start, stop))


def finding(
    at: Place,
    message: str = "`x` is wrong; expected it right",
    *,
    severity: Severity = "error",
    help: str | None = None,
    related: tuple[tuple[str, Place], ...] = (),
    kind: Kind = KIND,
    edit: Edit | None = None,
) -> Finding:
    """A finding at a place."""
    return Finding(
        rule=kind,
        severity=severity,
        message=message,
        help=help,
        place=at,
        span=at.span,
        related=tuple(RelatedPlace(words, there, there.span) for words, there in related),
        edit=edit,
    )


def checked(doc: Document, *findings: Finding, omitted: dict[tuple[str, str], int] | None = None) -> CheckResult:
    """The outcome of a document's check; what is omitted counts as errors."""
    counts: Counter[Severity] = Counter(finding.severity for finding in findings)
    counts["error"] += sum((omitted or {}).values())
    return CheckResult(
        document=doc,
        findings=findings,
        counts=counts,
        omitted=Counter(omitted or {}),
        connector=None,
        is_openapi=True,
        failed=False,
    )


def report_of(
    *check_results: CheckResult,
    problems: Sequence[Problem] = (),
    notes: Sequence[Note] = (),
    plans: Sequence[PlanSummary] = (),
    exit_code: ExitCode = ExitCode.FINDINGS,
) -> FindingReport:
    """The report of the checks of some documents. Paths are relative to a folder that isn't there."""
    collector = ResultCollector()
    for result in check_results:
        collector.add(DocumentFindings.from_check_result(result))
    return FindingReport(
        results=collector.build_results(),
        problems=tuple(problems),
        notes=tuple(notes),
        kinds=(),
        suppressed=(),
        plans=tuple(plans),
        root=Path("/nowhere/at/all"),
        exit_code=exit_code,
    )
