"""What came of a whole run: the findings of all documents, each told once, in one order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from preclear.engine import Checked, Finding
    from preclear.source import Severity

RANK: dict[Severity, int] = {"info": 0, "warning": 1, "error": 2}
"""The severities, the graver the higher."""


class Results(NamedTuple):
    """The findings of a run, sorted by file, line, column and rule.

    `files` are the shown paths of all files that were read as OpenAPI, those that references lead to among them.
    `counts` has the true number of findings by severity, `omitted` how many of a rule in a file are not among
    `findings`, by rule and path.
    """

    files: frozenset[str]
    findings: tuple[Finding, ...]
    counts: Counter[Severity]
    omitted: Counter[tuple[str, str]]

    def reach(self, severity: Severity) -> bool:
        """Whether anything at least as grave as `severity` was found."""
        return any(number and RANK[each] >= RANK[severity] for each, number in self.counts.items())


def files_of(checked: Checked) -> frozenset[str]:
    """Give the shown paths of the document and of every file that its references lead to."""
    connector = checked.connector
    documents = [checked.document] if connector is None else connector.description.documents
    return frozenset(document.path for document in documents)


class Gathering:
    """Takes the outcome of one document after the other. A fragment that several of them use is reported once."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._findings: dict[tuple[object, ...], Finding] = {}
        self._omitted: Counter[tuple[str, str]] = Counter()
        self._hidden: Counter[Severity] = Counter()

    def add(self, checked: Checked) -> None:
        """Take the outcome of one document; of the document itself nothing is kept but what findings stand in."""
        self._files |= files_of(checked)
        self._add_omitted(checked)
        for each in checked.findings:
            identity = (each.rule.name, each.path, each.pointer, each.part, each.place.exact, each.message)
            self._findings.setdefault(identity, each)

    def results(self) -> Results:
        """Give everything that was taken so far."""
        findings = sorted(
            self._findings.values(), key=lambda each: (each.path, each.span, each.rule.name, each.message)
        )
        counts: Counter[Severity] = Counter(each.severity for each in findings)
        counts.update(self._hidden)
        return Results(
            files=frozenset(self._files), findings=tuple(findings), counts=counts, omitted=Counter(self._omitted)
        )

    def _add_omitted(self, checked: Checked) -> None:
        """Note what was left out, of a file that several documents share once."""
        hidden = Counter(checked.counts)
        hidden.subtract(each.severity for each in checked.findings)
        for key, number in checked.omitted.items():
            if key not in self._omitted:
                self._omitted[key] = number
                continue
            # told with the first document that uses the file: here too they are no more than those
            known = next((each for each in checked.findings if (each.rule.name, each.path) == key), None)
            if known is not None:
                hidden[known.severity] -= number
        self._hidden.update(+hidden)


def of_one(checked: Checked) -> Results:
    """Give the results of one document alone."""
    gathering = Gathering()
    gathering.add(checked)
    return gathering.results()
