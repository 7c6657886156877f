"""What came of a whole run: the findings of all documents, each told once, in one order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from preclear.engine.suppression.kinds import UNUSED_SUPPRESSION
from preclear.source import GRAVITY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.engine import Checked, Finding
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

    def reach(self, severity: Severity) -> bool:
        """Whether anything at least as grave as `severity` was found."""
        return reach(self.counts, severity)


def reach(counts: Counter[Severity], severity: Severity) -> bool:
    """Whether any of what was counted is at least as grave as `severity`."""
    return any(number and GRAVITY[each] >= GRAVITY[severity] for each, number in counts.items())


def files_of(checked: Checked) -> frozenset[str]:
    """Give the shown paths of the document and of every file that its references lead to."""
    connector = checked.connector
    documents = [checked.document] if connector is None else connector.description.documents
    return frozenset(document.path for document in documents)


class _Listed:
    """The findings in one file, each once, from all documents that it is a part of.

    Those of one document differ already: what tells them apart is stored only where a second document has some.
    """

    def __init__(self) -> None:
        self._shown: list[Finding] = []
        self._hidden: list[Finding] = []
        self._seen: set[tuple[object, ...]] | None = None

    def add(self, findings: list[Finding], show: Severity) -> None:
        """Add the findings of one document, of which people see what is at least as severe as `show`."""
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
            (self._shown if GRAVITY[finding.severity] >= GRAVITY[show] else self._hidden).append(finding)

    def sorted(self, *, every: bool) -> list[Finding]:
        """Give what people see, or with `every` all of it, sorted by line, column, rule and message."""
        if not every or not self._hidden:
            self._shown.sort(key=_order)
            return self._shown
        return sorted((*self._shown, *self._hidden), key=_order)


def _identity(finding: Finding) -> tuple[object, ...]:
    """What is equal where two documents have the same finding."""
    return finding.rule.name, finding.pointer, finding.part, finding.place.exact, finding.message


def _order(finding: Finding) -> tuple[Span, str, str]:
    return finding.span, finding.rule.name, finding.message


def _by_path(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.path, []).append(finding)
    return found


class Gathering:
    """Takes the outcome of one document after the other. A fragment that several of them use is reported once."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._listed: dict[str, _Listed] = {}
        self._omitted: Counter[tuple[str, str]] = Counter()
        self._left_out: Counter[Severity] = Counter()
        self._hidden: Counter[Severity] = Counter()
        self._of_use: set[tuple[str, Span]] = set()

    def add(self, checked: Checked, show: Severity = "info") -> None:
        """Take the outcome of one document, of which people see what is at least as grave as `show`.

        Of the document itself nothing is kept but what findings stand in.
        """
        self._files |= files_of(checked)
        self._add_omitted(checked, show)
        self._of_use.update((at.document.path, at.span) for at in checked.of_use)
        for path, findings in _by_path(checked.findings).items():
            self._listed.setdefault(path, _Listed()).add(findings, show)

    def add_finding(self, finding: Finding, show: Severity) -> None:
        """Take a finding that is of no one document, such as one about a config."""
        self._listed.setdefault(finding.path, _Listed()).add([finding], show)

    def is_refuted(self, finding: Finding) -> bool:
        """Whether it says that a suppression is of no use, in a file of which another document makes use of it."""
        return finding.rule is UNUSED_SUPPRESSION and (finding.path, finding.span) in self._of_use

    def results(self) -> Results:
        """Give everything that was taken so far."""
        findings: list[Finding] = []
        shown: list[Finding] = []
        for _, listed in sorted(self._listed.items()):
            findings += (each for each in listed.sorted(every=True) if not self.is_refuted(each))
            shown += (each for each in listed.sorted(every=False) if not self.is_refuted(each))
        counts: Counter[Severity] = Counter(each.severity for each in findings)
        listed_counts: Counter[Severity] = Counter(each.severity for each in shown)
        hidden = counts - listed_counts
        return Results(
            files=frozenset(self._files),
            findings=tuple(findings),
            counts=counts + self._left_out,
            omitted=Counter(self._omitted),
            shown=tuple(shown),
            hidden=hidden + self._hidden,
        )

    def _add_omitted(self, checked: Checked, show: Severity) -> None:
        """Note what was left out, of a file that several documents share once."""
        left_out = Counter(checked.counts)
        left_out.subtract(each.severity for each in checked.findings)
        for key, number in checked.omitted.items():
            if key not in self._omitted:
                self._omitted[key] = number
                continue
            # told with the first document that uses the file: here too they are no more than those
            known = next((each for each in checked.findings if (each.rule.name, each.path) == key), None)
            if known is not None:
                left_out[known.severity] -= number
        self._left_out.update(+left_out)
        self._hidden.update({each: number for each, number in (+left_out).items() if GRAVITY[each] < GRAVITY[show]})


def of_one(checked: Checked) -> Results:
    """Give the results of one document alone."""
    gathering = Gathering()
    gathering.add(checked)
    return gathering.results()
