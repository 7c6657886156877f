"""The results of a run: the findings of all documents, each once, in one order; and whether the run fails."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from preclear.engine import UNUSED_SUPPRESSION
from preclear.source import SEVERITY_RANK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.engine import CheckResult, Finding
    from preclear.project.notes import Note, Problem
    from preclear.source import Severity, Span


class Results(NamedTuple):
    """The findings of a run, sorted by file, line, column and rule: what a report is written of.

    `files` are the shown paths of all files that were read as OpenAPI, including those that references lead to.
    `counts` has the true number of findings by severity, `omitted` the number of findings of a rule in a file that
    aren't in `findings`, by rule and path. `shown` are the findings that people see, `hidden` the true number of those
    that aren't severe enough.
    """

    files: frozenset[str]
    findings: tuple[Finding, ...]
    counts: Counter[Severity]
    omitted: Counter[tuple[str, str]]
    shown: tuple[Finding, ...]
    hidden: Counter[Severity]


FailureReason: TypeAlias = Literal["unchecked", "findings", "nothing"]
"""Why a run fails, the first that holds: something could not be checked; findings that are severe enough; nothing was
checked at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResults:
    """The results of a run over many files.

    `results` has the findings and their totals. `problems` say what wasn't checked and why, `notes` what the results
    leave out, both in the order in which a person reads them. `skipped` are the files that were passed over, by the
    paths shown. `total` counts the files of the run, `checked` those that were checked to their end, `unchecked` those
    that could not be. `real_files` are the files that were read, without symbolic links in their paths. `failure` is
    None where the run passes.
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

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, sorted by file, line, column and rule."""
        return self.results.findings

    @property
    def counts(self) -> Counter[Severity]:
        """The true number of findings by severity."""
        return self.results.counts

    @property
    def is_failed(self) -> bool:
        """Whether the run fails."""
        return self.failure is not None


def reaches(counts: Counter[Severity], fail_on: str) -> bool:
    """Whether anything at least as severe as `fail_on`, a severity or `never`, was counted."""
    match fail_on:
        case "error" | "warning" | "info":
            return any(
                count and SEVERITY_RANK[severity] >= SEVERITY_RANK[fail_on] for severity, count in counts.items()
            )
        case _:
            return False


def shown_files(checked: CheckResult) -> frozenset[str]:
    """The shown paths of the document and of every file that its references lead to."""
    connector = checked.connector
    documents = [checked.document] if connector is None else connector.api.documents
    return frozenset(document.path for document in documents)


class DocumentFindings(NamedTuple):
    """The findings of one document, and what else its results need: plain data.

    `files` are the shown paths of its files, `used_suppressions` the path and span of each suppression in use. The
    others are those of `CheckResult`.
    """

    findings: tuple[Finding, ...]
    counts: Counter[Severity]
    omitted: Counter[tuple[str, str]]
    files: frozenset[str]
    used_suppressions: frozenset[tuple[str, Span]]

    @classmethod
    def of(cls, checked: CheckResult) -> DocumentFindings:
        """The findings of a document that was checked."""
        return cls(
            checked.findings,
            checked.counts,
            checked.omitted,
            shown_files(checked),
            frozenset((place.document.path, place.span) for place in checked.used_suppressions),
        )


class _FileFindings:
    """The findings in one file, each once, from all documents that it is a part of.

    Those of one document differ already: their identities are stored only where a second document has some.
    """

    def __init__(self) -> None:
        self._shown: list[Finding] = []
        self._hidden: list[Finding] = []
        self._seen: set[tuple[object, ...]] | None = None

    def add(self, findings: list[Finding], show: Severity) -> None:
        """Add the findings of one document; people see those at least as severe as `show`."""
        if self._shown or self._hidden:
            if self._seen is None:
                self._seen = set(map(_identity, (*self._shown, *self._hidden)))
            new: list[Finding] = []
            for finding in findings:
                identity = _identity(finding)
                if identity not in self._seen:
                    self._seen.add(identity)
                    new.append(finding)
            findings = new
        for finding in findings:
            (self._shown if SEVERITY_RANK[finding.severity] >= SEVERITY_RANK[show] else self._hidden).append(finding)

    def sorted(self, *, every: bool) -> list[Finding]:
        """The findings that people see, or with `every` all, sorted by line, column, rule and message."""
        if not every or not self._hidden:
            self._shown.sort(key=_order)
            return self._shown
        return sorted((*self._shown, *self._hidden), key=_order)


def _identity(finding: Finding) -> tuple[object, ...]:
    """Equal for the same finding of two documents."""
    return finding.rule.name, finding.pointer, finding.part, finding.place.exact, finding.message


def _order(finding: Finding) -> tuple[Span, str, str]:
    return finding.span, finding.rule.name, finding.message


def _by_path(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.path, []).append(finding)
    return found


class ResultCollector:
    """Collects the findings of one document after the other. A fragment that several of them use is reported once."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._by_file: dict[str, _FileFindings] = {}
        self._omitted: Counter[tuple[str, str]] = Counter()
        self._left_out: Counter[Severity] = Counter()
        self._hidden: Counter[Severity] = Counter()
        self._used_suppressions: set[tuple[str, Span]] = set()

    def add(self, document: DocumentFindings, show: Severity = "info") -> None:
        """Add the findings of one document; people see those at least as severe as `show`.

        Nothing else of the document is kept than what its findings refer to.
        """
        self._files |= document.files
        self._add_omitted(document, show)
        self._used_suppressions |= document.used_suppressions
        for path, findings in _by_path(document.findings).items():
            self._by_file.setdefault(path, _FileFindings()).add(findings, show)

    def add_finding(self, finding: Finding, show: Severity) -> None:
        """Add a finding that belongs to no document, such as one about a config."""
        self._by_file.setdefault(finding.path, _FileFindings()).add([finding], show)

    def is_refuted(self, finding: Finding) -> bool:
        """Whether the finding says that a suppression is unused, in a file where another document uses it."""
        return finding.rule is UNUSED_SUPPRESSION and (finding.path, finding.span) in self._used_suppressions

    def results(self) -> Results:
        """The results of everything that was added so far."""
        findings: list[Finding] = []
        shown: list[Finding] = []
        for _, in_file in sorted(self._by_file.items()):
            findings += (finding for finding in in_file.sorted(every=True) if not self.is_refuted(finding))
            shown += (finding for finding in in_file.sorted(every=False) if not self.is_refuted(finding))
        counts: Counter[Severity] = Counter(finding.severity for finding in findings)
        shown_counts: Counter[Severity] = Counter(finding.severity for finding in shown)
        hidden = counts - shown_counts
        return Results(
            files=frozenset(self._files),
            findings=tuple(findings),
            counts=counts + self._left_out,
            omitted=Counter(self._omitted),
            shown=tuple(shown),
            hidden=hidden + self._hidden,
        )

    def _add_omitted(self, document: DocumentFindings, show: Severity) -> None:
        """Add what the document left out; in a file that several documents share, once."""
        left_out = Counter(document.counts)
        left_out.subtract(finding.severity for finding in document.findings)
        for key, number in document.omitted.items():
            if key not in self._omitted:
                self._omitted[key] = number
                continue
            # reported with the first document that uses the file: here too they are no more than those
            known = next((finding for finding in document.findings if (finding.rule.name, finding.path) == key), None)
            if known is not None:
                left_out[known.severity] -= number
        self._left_out.update(+left_out)
        self._hidden.update(
            {
                severity: number
                for severity, number in (+left_out).items()
                if SEVERITY_RANK[severity] < SEVERITY_RANK[show]
            }
        )


def results_of(checked: CheckResult, show: Severity = "info") -> Results:
    """The results of one document alone; people see findings at least as severe as `show`."""
    collector = ResultCollector()
    collector.add(DocumentFindings.of(checked), show)
    return collector.results()
