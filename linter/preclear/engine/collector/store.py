"""The reports of a run that become findings: each once, and no more of one rule in one file than are reported."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from preclear.engine.collector.hash_set import HashSet
from preclear.engine.finding import FindingIdentity, make_finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from preclear.engine.finding import Finding
    from preclear.engine.unlisted import UnlistedFindings
    from preclear.source import Kind, Place, Report

FIRST = 200
"""Findings of one rule in one file that are stored even where there is no room for more."""


class _FileReports:
    """The reports of one rule in one file.

    Of a report that is left out only a hash is stored: enough to count it once.
    """

    __slots__ = ("findings", "group_reports", "omitted_hashes", "seen", "unknown_count")

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.group_reports: list[tuple[Kind, Report]] = []
        self.seen: set[tuple[Place, str]] = set()
        self.omitted_hashes = HashSet()
        self.unknown_count = 0

    def has(self, place: Place, message: str) -> bool:
        """Whether the same report was added before."""
        key = (place, message)
        return key in self.seen or (len(self.omitted_hashes) > 0 and hash(key) in self.omitted_hashes)


class ReportStore:
    """Stores at most `limit` reports of one rule in one file, and all that a baseline may know.

    `known` is the baseline's: whether it has an entry for an identity. `omitted` counts what is left out, by rule and
    path. A report of many places stays a report, since a baseline may know some of them; any other is converted to a
    finding at once.
    `room`, if there is one, is how many findings of all rules together are stored beyond the first of each.
    `unlisted`, if there is one, is told the severity and the places of what is left out.
    """

    def __init__(
        self, limit: int, is_known: Callable[[FindingIdentity], bool] | None, unlisted: UnlistedFindings | None = None
    ) -> None:
        self.omitted: Counter[tuple[str, str]] = Counter()
        self.room: int | None = None
        self._limit = limit
        self._unlisted = unlisted
        self._is_known = is_known
        self._file_reports: dict[tuple[str, int], _FileReports] = {}

    def has(self, kind: Kind, report: Report) -> bool:
        """Whether the very same report was stored or left out before."""
        place = report.location.place
        group = self._file_reports.get((kind.name, id(place.document)))
        return group is not None and group.has(place, report.message)

    def mark_seen(self, kind: Kind, report: Report) -> None:
        """Note a report that is not to be stored, so that `has` knows it."""
        place = report.location.place
        self._get_file_reports(kind, place).omitted_hashes.add(hash((place, report.message)))

    def add(self, kind: Kind, report: Report) -> None:
        """Store a report, or count it where there are too many. Raises LookupError where its place does not exist."""
        place = report.location.place
        group = self._get_file_reports(kind, place)
        is_full = group.unknown_count >= self._limit or (self.room == 0 and group.unknown_count >= FIRST)
        if is_full and (self._is_known is None or not self._may_be_known(kind, report)):
            group.omitted_hashes.add(hash((place, report.message)))
            self.omitted[kind.name, place.document.path] += 1
            if self._unlisted is not None:
                severity = report.severity or kind.severity
                if report.group is None and not report.counterparts:
                    self._unlisted.add_one(place, severity)
                else:
                    self._unlisted.add(_marked(kind, report), severity)
            return
        if self.room and group.unknown_count >= FIRST:
            self.room -= 1
        if report.group is not None:
            place.span  # noqa: B018 - raises here, where it is known which rule reported it
            group.group_reports.append((kind, report))
        else:
            group.findings.append(make_finding(kind, report))
        group.seen.add((place, report.message))
        group.unknown_count += self._is_known is None or not self._may_be_known(kind, report)

    def group_reports(self) -> Iterator[list[tuple[Kind, Report]]]:
        """Yield the stored reports of many places, a list for each rule and file, to be changed in place."""
        for group in self._file_reports.values():
            yield group.group_reports

    def drain(self) -> list[Finding]:
        """Give all that is stored as findings, in no particular order, and forget it."""
        findings: list[Finding] = []
        while self._file_reports:
            _, group = self._file_reports.popitem()
            findings += group.findings
            findings += (make_finding(kind, report) for kind, report in group.group_reports)
        return findings

    def _get_file_reports(self, kind: Kind, place: Place) -> _FileReports:
        key = (kind.name, id(place.document))
        group = self._file_reports.get(key)
        if group is None:
            group = self._file_reports[key] = _FileReports()
        return group

    def _may_be_known(self, kind: Kind, report: Report) -> bool:
        """Whether the baseline has an entry for any place of the report.

        Which finding at its node it is (`nth`) shows only at the end: one that has an entry alone is looked for as the
        first.
        """
        is_known = self._is_known
        if is_known is None:
            return False
        places = (report.location.place,) if report.group is None else report.group.places
        return any(is_known(FindingIdentity.from_place(kind.name, place)) for place in (*places, *report.counterparts))


def _marked(kind: Kind, report: Report) -> tuple[Place, ...]:
    """The places whose resources a report is about: an info degrades nothing, and is about that of the first alone."""
    place = report.location.place
    if (report.severity or kind.severity) == "info":
        return (place,)
    return (place, *(report.group.places if report.group else ()), *report.counterparts)
