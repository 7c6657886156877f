"""What came of a whole run: the findings of all documents, each told once, in one order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from preclear.engine.suppression.kinds import UNUSED_SUPPRESSION
from preclear.source import SEVERITY_RANK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.engine import CheckResult, Finding
    from preclear.source import Severity, Span


class Results(NamedTuple):
    """The findings of a run, sorted by file, line, column and rule.

    `files` are the shown paths of all files that were read as OpenAPI, those that references lead to among them.
    `counts` has the true number of findings by severity, `omitted` how many of a rule in a file are not among
    `findings`, by rule and path. `shown` are the findings that people get to see, `hidden` the true number of those
    that are not grave enough for that.
    """

    files: frozenset[str]
    findings: tuple[Finding, ...]
    counts: Counter[Severity]
    omitted: Counter[tuple[str, str]]
    shown: tuple[Finding, ...]
    hidden: Counter[Severity]

    def has_severity(self, severity: Severity) -> bool:
        """Whether anything at least as grave as `severity` was found."""
        return has_severity(self.counts, severity)


def has_severity(counts: Counter[Severity], severity: Severity) -> bool:
    """Whether any of what was counted is at least as grave as `severity`."""
    return any(
        number and SEVERITY_RANK[found_severity] >= SEVERITY_RANK[severity] for found_severity, number in counts.items()
    )


def list_files(result: CheckResult) -> frozenset[str]:
    """Give the shown paths of the document and of every file that its references lead to."""
    connector = result.connector
    documents = [result.document] if connector is None else connector.api.documents
    return frozenset(document.path for document in documents)


class _FileFindings:
    """The findings in one file, each once, from all documents that it is a part of.

    Those of one document differ already: what tells them apart is stored only where a second document has some.
    """

    def __init__(self) -> None:
        self._shown: list[Finding] = []
        self._hidden: list[Finding] = []
        self._seen: set[tuple[object, ...]] | None = None

    def add(self, findings: list[Finding], min_severity: Severity) -> None:
        """Add the findings of one document, of which people see what is at least as severe as `min_severity`."""
        if self._shown or self._hidden:
            if self._seen is None:
                self._seen = set(map(_identity_key, (*self._shown, *self._hidden)))
            new: list[Finding] = []
            for finding in findings:
                identity = _identity_key(finding)
                if identity not in self._seen:
                    self._seen.add(identity)
                    new.append(finding)
            findings = new
        for finding in findings:
            (self._shown if SEVERITY_RANK[finding.severity] >= SEVERITY_RANK[min_severity] else self._hidden).append(
                finding
            )

    def sorted_findings(self, *, include_hidden: bool) -> list[Finding]:
        """Give what people see, or with `include_hidden` all of it, sorted by line, column, rule and message."""
        if not include_hidden or not self._hidden:
            self._shown.sort(key=_sort_key)
            return self._shown
        return sorted((*self._shown, *self._hidden), key=_sort_key)


def _identity_key(finding: Finding) -> tuple[object, ...]:
    """What is equal where two documents have the same finding."""
    return finding.rule.name, finding.pointer, finding.part, finding.place.exact, finding.message


def _sort_key(finding: Finding) -> tuple[Span, str, str]:
    return finding.span, finding.rule.name, finding.message


def _group_by_path(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        by_path.setdefault(finding.path, []).append(finding)
    return by_path


class ResultsBuilder:
    """Takes the outcome of one document after the other. A fragment that several of them use is reported once."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._file_findings: dict[str, _FileFindings] = {}
        self._omitted: Counter[tuple[str, str]] = Counter()
        self._omitted_severities: Counter[Severity] = Counter()
        self._hidden: Counter[Severity] = Counter()
        self._used_suppressions: set[tuple[str, Span]] = set()

    def add(self, result: CheckResult, min_severity: Severity = "info") -> None:
        """Take the outcome of one document, of which people see what is at least as grave as `min_severity`.

        Of the document itself nothing is kept but what findings stand in.
        """
        self._files |= list_files(result)
        self._add_omitted(result, min_severity)
        self._used_suppressions.update((place.document.path, place.span) for place in result.used_suppressions)
        for path, findings in _group_by_path(result.findings).items():
            self._file_findings.setdefault(path, _FileFindings()).add(findings, min_severity)

    def add_finding(self, finding: Finding, min_severity: Severity) -> None:
        """Take a finding that is of no one document, such as one about a config."""
        self._file_findings.setdefault(finding.path, _FileFindings()).add([finding], min_severity)

    def is_used_elsewhere(self, finding: Finding) -> bool:
        """Whether it says that a suppression is of no use, in a file of which another document makes use of it."""
        return finding.rule is UNUSED_SUPPRESSION and (finding.path, finding.span) in self._used_suppressions

    def build(self) -> Results:
        """Give everything that was taken so far."""
        findings: list[Finding] = []
        shown: list[Finding] = []
        for _, file_findings in sorted(self._file_findings.items()):
            findings += (
                finding
                for finding in file_findings.sorted_findings(include_hidden=True)
                if not self.is_used_elsewhere(finding)
            )
            shown += (
                finding
                for finding in file_findings.sorted_findings(include_hidden=False)
                if not self.is_used_elsewhere(finding)
            )
        counts: Counter[Severity] = Counter(finding.severity for finding in findings)
        shown_counts: Counter[Severity] = Counter(finding.severity for finding in shown)
        hidden = counts - shown_counts
        return Results(
            files=frozenset(self._files),
            findings=tuple(findings),
            counts=counts + self._omitted_severities,
            omitted=Counter(self._omitted),
            shown=tuple(shown),
            hidden=hidden + self._hidden,
        )

    def _add_omitted(self, result: CheckResult, min_severity: Severity) -> None:
        """Note what was left out, of a file that several documents share once."""
        omitted_severities = Counter(result.counts)
        omitted_severities.subtract(finding.severity for finding in result.findings)
        for key, number in result.omitted.items():
            if key not in self._omitted:
                self._omitted[key] = number
                continue
            # told with the first document that uses the file: here too they are no more than those
            example = next((finding for finding in result.findings if (finding.rule.name, finding.path) == key), None)
            if example is not None:
                omitted_severities[example.severity] -= number
        self._omitted_severities.update(+omitted_severities)
        self._hidden.update(
            {
                severity: number
                for severity, number in (+omitted_severities).items()
                if SEVERITY_RANK[severity] < SEVERITY_RANK[min_severity]
            }
        )


def build_results(result: CheckResult) -> Results:
    """Give the results of one document alone."""
    builder = ResultsBuilder()
    builder.add(result)
    return builder.build()
