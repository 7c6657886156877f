"""Faults that documents did not keep, as there were too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.engine.finding import Finding
    from preclear.engine.rule_selection import RuleSelection
    from preclear.source import Document, Kind, Severity


def count_omitted_faults(
    documents: Iterable[Document], findings: Iterable[Finding], selection: RuleSelection
) -> Iterator[tuple[Kind, Document, Severity, int]]:
    """How many faults of each kind and severity `documents` did not keep, where others of the kind are reported.

    What holds for all of the others, such as a suppression of a whole file or a baseline, holds for these.
    """
    reported = {(finding.rule.name, id(finding.document)) for finding in findings}
    for document in documents:
        for (kind, severity), count in document.omitted_fault_counts.items():
            if (kind.name, id(document)) in reported:
                yield kind, document, selection.effective_severity(kind, severity), count
