"""The findings in one file, from all documents of a run that it is a part of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source import SEVERITY_RANK

if TYPE_CHECKING:
    from preclear.engine import Finding
    from preclear.source import Severity, Span


class FileFindings:
    """The findings in one file, without duplicates, from all documents that it is a part of.

    The findings of one document are distinct. Their identities are stored only if a second document has some.
    """

    def __init__(self) -> None:
        self._shown_findings: list[Finding] = []
        self._hidden: list[Finding] = []
        self._seen: set[tuple[object, ...]] | None = None

    def add(self, findings: list[Finding], min_severity: Severity) -> None:
        """Add the findings of one document; those below `min_severity` are hidden from people."""
        if self._shown_findings or self._hidden:
            if self._seen is None:
                self._seen = set(map(finding_identity, (*self._shown_findings, *self._hidden)))
            new: list[Finding] = []
            for finding in findings:
                identity = finding_identity(finding)
                if identity not in self._seen:
                    self._seen.add(identity)
                    new.append(finding)
            findings = new
        for finding in findings:
            (
                self._shown_findings if SEVERITY_RANK[finding.severity] >= SEVERITY_RANK[min_severity] else self._hidden
            ).append(finding)

    def sorted(self, *, include_hidden: bool) -> list[Finding]:
        """Return the shown findings, or all with `include_hidden`, sorted by line, column, rule and message."""
        if not include_hidden or not self._hidden:
            self._shown_findings.sort(key=_sort_key)
            return self._shown_findings
        return sorted((*self._shown_findings, *self._hidden), key=_sort_key)


def finding_identity(finding: Finding) -> tuple[object, ...]:
    """Return a value that is equal for the same finding of two documents."""
    return finding.rule.name, finding.pointer, finding.part, finding.place.exact, finding.message


def _sort_key(finding: Finding) -> tuple[Span, str, str]:
    return finding.span, finding.rule.name, finding.message
