"""Stores the reports of a run: each once, and up to the limit for one rule in one file."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from preclear.engine.collector.hash_set import HashSet
from preclear.engine.finding import FindingIdentity, make_finding
from preclear.engine.result import OmittedEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from preclear.engine.finding import Finding
    from preclear.engine.unlisted import UnlistedFindings
    from preclear.source import Edit, Kind, Place, Report, Severity

FIRST = 200
"""Findings of one rule in one file that are stored even if a bounded run has no room left."""


class _FileReports:
    """The reports of one rule in one file.

    For an omitted report, only a hash is stored, so that it is counted once.
    """

    __slots__ = ("findings", "group_reports", "omitted_hashes", "seen", "unknown_count")

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.group_reports: list[tuple[Kind, Report]] = []
        self.seen: set[tuple[Place, str]] = set()
        self.omitted_hashes = HashSet()
        self.unknown_count = 0

    def has(self, place: Place, message: str) -> bool:
        """Whether an equal report was added before."""
        key = (place, message)
        return key in self.seen or (len(self.omitted_hashes) > 0 and hash(key) in self.omitted_hashes)


class ReportStore:
    """Stores at most `limit` reports of one rule in one file, and all that a baseline may know.

    `is_known` says whether the baseline has an entry for an identity. `omitted` counts the reports that exceed the
    limit, by rule and path, and `omitted_edits` those of them that have an edit. `unlisted`, if given,
    records their severities and places. `room`, if set, is how many findings of all rules together are stored beyond
    the first of each.

    A report of one place becomes a finding at once. A report of many places stays a report, because a baseline may know
    some of the places.
    """

    def __init__(
        self, limit: int, is_known: Callable[[FindingIdentity], bool] | None, unlisted: UnlistedFindings | None = None
    ) -> None:
        self.omitted: Counter[tuple[str, str]] = Counter()
        self.omitted_edits: Counter[OmittedEdit] = Counter()
        self.room: int | None = None
        self._limit = limit
        self._unlisted = unlisted
        self._is_known = is_known
        self._file_reports: dict[tuple[str, int], _FileReports] = {}

    def has(self, kind: Kind, report: Report) -> bool:
        """Whether an equal report was stored or omitted before."""
        place = report.location.place
        group = self._file_reports.get((kind.name, id(place.document)))
        return group is not None and group.has(place, report.message)

    def mark_seen(self, kind: Kind, report: Report) -> None:
        """Record a report without storing it, so that `has` returns True for it."""
        place = report.location.place
        self._get_file_reports(kind, place).omitted_hashes.add(hash((place, report.message)))

    def add(self, kind: Kind, report: Report) -> None:
        """Store a report, or count it if there are too many. Raises LookupError if its place doesn't exist."""
        place = report.location.place
        group = self._get_file_reports(kind, place)
        is_full = group.unknown_count >= self._limit or (self.room == 0 and group.unknown_count >= FIRST)
        if is_full and (self._is_known is None or not self.may_be_known(kind, report)):
            group.omitted_hashes.add(hash((place, report.message)))
            severity = report.severity or kind.severity
            self.count_omitted(kind.name, place.document.path, severity, report.edit)
            if self._unlisted is not None:
                if report.group is None and not report.counterparts:
                    self._unlisted.add_one(place, severity)
                else:
                    self._unlisted.add(_relevant_places(kind, report), severity)
            return
        if self.room and group.unknown_count >= FIRST:
            self.room -= 1
        if report.group is not None:
            place.span  # noqa: B018 - raises here, so that the failure names the rule
            group.group_reports.append((kind, report))
        else:
            group.findings.append(make_finding(kind, report))
        group.seen.add((place, report.message))
        group.unknown_count += self._is_known is None or not self.may_be_known(kind, report)

    def count_omitted(self, rule: str, path: str, severity: Severity, edit: Edit | None) -> None:
        """Count a report or finding that exceeds the limit."""
        self.omitted[rule, path] += 1
        if edit is not None:
            self.omitted_edits[OmittedEdit(rule, path, edit.level, severity)] += 1

    def group_reports(self) -> Iterator[list[tuple[Kind, Report]]]:
        """Yield the stored reports of many places: a list per rule and file, which the caller can change."""
        for group in self._file_reports.values():
            yield group.group_reports

    def drain(self) -> list[Finding]:
        """Remove everything, and return it as findings in arbitrary order."""
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

    def may_be_known(self, kind: Kind, report: Report) -> bool:
        """Whether the baseline has an entry for any place of the report.

        The number of the finding at its node (`nth`) is known only at the end, so the first one is looked up.
        """
        is_known = self._is_known
        if is_known is None:
            return False
        places = (report.location.place,) if report.group is None else report.group.places
        return any(is_known(FindingIdentity.from_place(kind.name, place)) for place in (*places, *report.counterparts))


def _relevant_places(kind: Kind, report: Report) -> tuple[Place, ...]:
    """Return the places whose resources the report affects. An info degrades nothing: its first place is enough."""
    place = report.location.place
    if (report.severity or kind.severity) == "info":
        return (place,)
    return (place, *(report.group.places if report.group else ()), *report.counterparts)
