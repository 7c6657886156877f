"""The results of a run: the findings of all documents without duplicates, sorted; and whether the run fails."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, TypeAlias

from preclear._records import NamedTuple, Record, field
from preclear.engine import UNUSED_SUPPRESSION
from preclear.project.results.file_findings import FileFindings
from preclear.project.results.shared_fixes import SharedFixes
from preclear.source import SEVERITY_RANK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from preclear.edit import Adaptation, Fixes
    from preclear.engine import CheckResult, Finding, OmittedEdit
    from preclear.project.notes import Note, Problem
    from preclear.project.results.report_details import ReportDetails
    from preclear.source import Document, EditLevel, Severity, Span


class AdaptableErrors(NamedTuple):
    """Errors that an adaptation can settle. `document` is the display path of the document that has most of them.

    `document_count` is the number of documents that have some.
    """

    number: int
    document: str
    document_count: int


class Results(NamedTuple):
    """The findings of a run, sorted by file, line, column and rule: the content of a report.

    `files` are the display paths of all files that were read as OpenAPI, including referenced files. `counts` has the
    total number of findings by severity. `omitted` has the number of findings that aren't in `findings`, by rule and
    path. `fixable` has the total number of findings with an edit, by level of the edit. `shown_findings` are the
    findings in reports for people; `hidden_counts` has the total number of findings below their minimum severity.
    `adaptable` are the errors that an adaptation can settle; None if there are none.
    """

    files: frozenset[str]
    findings: tuple[Finding, ...]
    counts: Counter[Severity]
    omitted: Counter[tuple[str, str]]
    shown_findings: tuple[Finding, ...]
    hidden_counts: Counter[Severity]
    fixable: Counter[EditLevel]
    adaptable: AdaptableErrors | None = None


FailureReason: TypeAlias = Literal["unchecked", "findings", "nothing"]
"""Why a run fails, the first that applies: something could not be checked, findings at or above `fail_on`, nothing was
checked."""


class CheckResults(Record, kw_only=True):
    """The results of a run over many files.

    `results` has the findings and their totals. `problems` say what wasn't checked and why, and `notes` what the
    results leave out, both in reading order. `skipped` are the display paths of skipped files. `total` counts the files
    of the run, `checked` those that were checked completely, and `unchecked` those that could not be. `real_files` are
    the resolved paths of all files that were read. `failure` is None if the run passes. `fixes` are what was fixed;
    None if nothing was to be. `details` are what the options ask for; None if they ask for nothing. `fail_on` has the
    lowest severity that fails the run, or `never`, by the display path of a file; it's missing for `error`.
    """

    results: Results
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]
    skipped: tuple[str, ...]
    total: int
    checked: int
    unchecked: int
    real_files: frozenset[str]
    failure: FailureReason | None
    fixes: Fixes | None = None
    details: ReportDetails | None = None
    fail_on: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, sorted by file, line, column and rule."""
        return self.results.findings

    @property
    def counts(self) -> Counter[Severity]:
        """The total number of findings by severity."""
        return self.results.counts

    @property
    def is_failed(self) -> bool:
        """Whether the run fails."""
        return self.failure is not None


def is_failing(counts: Counter[Severity], fail_on: str) -> bool:
    """Whether there are findings at or above `fail_on`, a severity or `never`."""
    match fail_on:
        case "error" | "warning" | "info":
            return any(
                count and SEVERITY_RANK[severity] >= SEVERITY_RANK[fail_on] for severity, count in counts.items()
            )
        case _:
            return False


def list_documents(check_result: CheckResult, adaptation: Adaptation | None = None) -> tuple[Document, ...]:
    """Return the document, and every file that it refers to.

    `adaptation` is set if the document was adapted first. These are then the user's files, overlays included.
    """
    if adaptation is not None:
        return tuple(adaptation.files)
    connector = check_result.connector
    return (check_result.document,) if connector is None else tuple(connector.api.documents)


def display_paths(check_result: CheckResult, adaptation: Adaptation | None = None) -> frozenset[str]:
    """Return the display paths of the document and of every file that it refers to.

    `adaptation` is set if the document was adapted first; its overlays count, too.
    """
    return frozenset(document.path for document in list_documents(check_result, adaptation))


class DocumentFindings(NamedTuple):
    """The findings of one document, and what else the results of a run need of it, as plain data.

    `path` is its display path, and `files` are those of its files. `used_suppressions` are the path and span of each
    suppression in use. The other fields are those of `CheckResult`.
    """

    path: str
    findings: tuple[Finding, ...]
    counts: Counter[Severity]
    omitted: Counter[tuple[str, str]]
    omitted_edits: Counter[OmittedEdit]
    files: frozenset[str]
    used_suppressions: frozenset[tuple[str, Span]]

    @classmethod
    def from_check_result(cls, check_result: CheckResult, adaptation: Adaptation | None = None) -> DocumentFindings:
        """Take the findings from the result of a check; `adaptation` is set if the document was adapted first."""
        return cls(
            check_result.document.path,
            check_result.findings,
            check_result.counts,
            check_result.omitted,
            check_result.omitted_edits,
            display_paths(check_result, adaptation),
            frozenset((place.document.path, place.span) for place in check_result.used_suppressions),
        )


def _is_adaptable(finding: Finding) -> bool:
    """Whether it is an error that an edit settles."""
    return finding.edit is not None and finding.severity == "error"


def _count_errors(omitted_edits: Counter[OmittedEdit]) -> int:
    return sum(count for edit, count in omitted_edits.items() if edit.severity == "error")


def _group_by_path(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    findings_by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        findings_by_path.setdefault(finding.path, []).append(finding)
    return findings_by_path


class ResultCollector:
    """Collects the findings of documents. A finding in a fragment that several documents use is kept once."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._findings_by_file: dict[str, FileFindings] = {}
        self._omitted_counts: Counter[tuple[str, str]] = Counter()
        self._omitted_edits: Counter[OmittedEdit] = Counter()
        self._omitted_by_severity: Counter[Severity] = Counter()
        self._adaptable_counts: Counter[str] = Counter()
        self._hidden: Counter[Severity] = Counter()
        self._used_suppressions: set[tuple[str, Span]] = set()
        self._shared_fixes = SharedFixes()

    def add(self, document: DocumentFindings, min_severity: Severity = "info") -> None:
        """Add the findings of one document; those below `min_severity` are hidden from people.

        Only what the findings refer to is kept of the document.
        """
        self._files |= document.files
        self._add_omitted(document, min_severity)
        self._shared_fixes.add(document.files, document.findings)
        adaptable_count = sum(map(_is_adaptable, document.findings)) + _count_errors(document.omitted_edits)
        if adaptable_count:
            self._adaptable_counts[document.path] = adaptable_count
        self._used_suppressions |= document.used_suppressions
        for path, findings in _group_by_path(document.findings).items():
            self._findings_by_file.setdefault(path, FileFindings()).add(findings, min_severity)

    def add_finding(self, finding: Finding, min_severity: Severity) -> None:
        """Add a finding that belongs to no document, such as one about a config."""
        self._findings_by_file.setdefault(finding.path, FileFindings()).add([finding], min_severity)

    def is_refuted(self, finding: Finding) -> bool:
        """Whether the finding reports an unused suppression that another document uses."""
        return finding.rule is UNUSED_SUPPRESSION and (finding.path, finding.span) in self._used_suppressions

    def build_results(self) -> Results:
        """Build the results of all added documents."""
        findings: list[Finding] = []
        shown_findings: list[Finding] = []
        for _, file_findings in sorted(self._findings_by_file.items()):
            findings += self._finish(file_findings.sorted(include_hidden=True))
            shown_findings += self._finish(file_findings.sorted(include_hidden=False))
        counts: Counter[Severity] = Counter(finding.severity for finding in findings)
        shown_counts: Counter[Severity] = Counter(finding.severity for finding in shown_findings)
        fixable: Counter[EditLevel] = Counter(finding.edit.level for finding in findings if finding.edit is not None)
        hidden_counts = counts - shown_counts
        return Results(
            files=frozenset(self._files),
            findings=tuple(findings),
            counts=counts + self._omitted_by_severity,
            omitted=Counter(self._omitted_counts),
            shown_findings=tuple(shown_findings),
            hidden_counts=hidden_counts + self._hidden,
            fixable=fixable + self._count_omitted_edits(),
            adaptable=self._make_adaptable(findings),
        )

    def _finish(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield findings without refuted ones, with their fixes in all documents."""
        return (self._shared_fixes.complete(finding) for finding in findings if not self.is_refuted(finding))

    def _count_omitted_edits(self) -> Counter[EditLevel]:
        counts: Counter[EditLevel] = Counter()
        for edit, count in self._omitted_edits.items():
            counts[edit.level] += count
        return counts

    def _make_adaptable(self, findings: Iterable[Finding]) -> AdaptableErrors | None:
        if not self._adaptable_counts:
            return None
        document = min(self._adaptable_counts, key=lambda path: (-self._adaptable_counts[path], path))
        number = sum(map(_is_adaptable, findings)) + _count_errors(self._omitted_edits)
        return AdaptableErrors(number, document, len(self._adaptable_counts))

    def _add_omitted(self, document: DocumentFindings, min_severity: Severity) -> None:
        """Add the omitted findings of a document; in a file that several documents share, count them once."""
        omitted_by_severity = Counter(document.counts)
        omitted_by_severity.subtract(finding.severity for finding in document.findings)
        self._omitted_edits.update(
            {
                edit: count
                for edit, count in document.omitted_edits.items()
                if (edit.rule, edit.path) not in self._omitted_counts
            }
        )
        for key, count in document.omitted.items():
            if key not in self._omitted_counts:
                self._omitted_counts[key] = count
                continue
            # already counted with the first document that uses the file
            reported = next(
                (finding for finding in document.findings if (finding.rule.name, finding.path) == key), None
            )
            if reported is not None:
                omitted_by_severity[reported.severity] -= count
        self._omitted_by_severity.update(+omitted_by_severity)
        self._hidden.update(
            {
                severity: count
                for severity, count in (+omitted_by_severity).items()
                if SEVERITY_RANK[severity] < SEVERITY_RANK[min_severity]
            }
        )


def make_results(
    check_result: CheckResult, min_severity: Severity = "info", adaptation: Adaptation | None = None
) -> Results:
    """Make the results of a single document; findings below `min_severity` are hidden from people.

    `adaptation` is set if the document was adapted first.
    """
    collector = ResultCollector()
    collector.add(DocumentFindings.from_check_result(check_result, adaptation), min_severity)
    return collector.build_results()
