"""The suppressed reports of a run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from preclear.engine.collector.ordering import sort_key
from preclear.engine.finding import make_finding
from preclear.engine.suppression.suppression import SuppressedFinding, Suppression

if TYPE_CHECKING:
    from preclear.engine.suppression.suppression import Suppressor
    from preclear.source import Kind, Report


class SuppressedReports:
    """Stores at most `limit` suppressed reports of one rule in one file, and one per rule for each config ignore."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._reports: list[tuple[Kind, Report, Suppressor]] = []
        self._counts: Counter[tuple[str, int]] = Counter()
        self._seen_ignores: set[tuple[int, str]] = set()

    def add(self, kind: Kind, report: Report, suppressor: Suppressor) -> None:
        """Store a report, unless there are too many. The first one that an ignore suppresses is always stored."""
        key = (kind.name, id(report.location.place.document))
        is_new = not isinstance(suppressor, Suppression) and (id(suppressor), kind.name) not in self._seen_ignores
        if is_new:
            self._seen_ignores.add((id(suppressor), kind.name))
        if is_new or self._counts[key] < self._limit:
            self._counts[key] += 1
            self._reports.append((kind, report, suppressor))

    def findings(self) -> tuple[SuppressedFinding, ...]:
        """Return the stored reports as findings, sorted."""
        suppressed = [
            SuppressedFinding(make_finding(kind, report), suppressor) for kind, report, suppressor in self._reports
        ]
        suppressed.sort(key=lambda suppressed_finding: sort_key(suppressed_finding.finding))
        return tuple(suppressed)
