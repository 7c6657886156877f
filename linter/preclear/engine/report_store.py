"""The reports of a run that become findings: each once, and no more of one rule in one file than are reported."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from preclear.engine.finding import Identity, make_finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from preclear.engine.finding import Finding
    from preclear.source import Kind, Place, Report


class _Group:
    """The reports of one rule in one file.

    Of a report that is left out only a hash is stored: enough to count it once.
    """

    __slots__ = ("findings", "grouped", "left_out", "seen", "unknown")

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.grouped: list[tuple[Kind, Report]] = []
        self.seen: set[tuple[Place, str]] = set()
        self.left_out: set[int] = set()
        self.unknown = 0

    def has(self, place: Place, message: str) -> bool:
        """Whether the same report was added before."""
        key = (place, message)
        return key in self.seen or (bool(self.left_out) and hash(key) in self.left_out)


class ReportStore:
    """Stores at most `limit` reports of one rule in one file, and all that a baseline may know.

    `known` is the baseline's: whether it has an entry for an identity. `omitted` counts what is left out, by rule and
    path. A report of many places stays a report, since a baseline may know some of them; any other is converted to a
    finding at once.
    """

    def __init__(self, limit: int, known: Callable[[Identity], bool] | None) -> None:
        self.omitted: Counter[tuple[str, str]] = Counter()
        self._limit = limit
        self._known = known
        self._groups: dict[tuple[str, int], _Group] = {}

    def has(self, kind: Kind, report: Report) -> bool:
        """Whether the very same report was stored or left out before."""
        place = report.at.place
        group = self._groups.get((kind.name, id(place.document)))
        return group is not None and group.has(place, report.message)

    def note(self, kind: Kind, report: Report) -> None:
        """Note a report that is not to be stored, so that `has` knows it."""
        place = report.at.place
        self._group(kind, place).left_out.add(hash((place, report.message)))

    def add(self, kind: Kind, report: Report) -> None:
        """Store a report, or count it where there are too many. Raises LookupError where its place does not exist."""
        place = report.at.place
        group = self._group(kind, place)
        if group.unknown >= self._limit and not self._may_know(kind, report):
            group.left_out.add(hash((place, report.message)))
            self.omitted[kind.name, place.document.path] += 1
            return
        if report.alike is not None:
            place.span  # noqa: B018 - raises here, where it is known which rule reported it
            group.grouped.append((kind, report))
        else:
            group.findings.append(make_finding(kind, report))
        group.seen.add((place, report.message))
        group.unknown += self._known is None or not self._may_know(kind, report)

    def grouped(self) -> Iterator[list[tuple[Kind, Report]]]:
        """Yield the stored reports of many places, a list for each rule and file, to be changed in place."""
        for group in self._groups.values():
            yield group.grouped

    def take(self) -> list[Finding]:
        """Give all that is stored as findings, in no particular order, and forget it."""
        found: list[Finding] = []
        while self._groups:
            _, group = self._groups.popitem()
            found += group.findings
            found += (make_finding(kind, report) for kind, report in group.grouped)
        return found

    def _group(self, kind: Kind, place: Place) -> _Group:
        key = (kind.name, id(place.document))
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = _Group()
        return group

    def _may_know(self, kind: Kind, report: Report) -> bool:
        """Whether the baseline has an entry for any place of the report.

        Which finding at its node it is (`nth`) shows only at the end: one that has an entry alone is looked for as the
        first.
        """
        known = self._known
        if known is None:
            return False
        places = (report.at.place,) if report.alike is None else report.alike.places
        return any(known(Identity.at(kind.name, place)) for place in (*places, *report.counterparts))
