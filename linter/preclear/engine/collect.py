"""From reports to findings: placed, counted, each cause told once, in the order of the text."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from preclear.engine.alike import about, without_replaced
from preclear.engine.finding import Identity, make_finding
from preclear.engine.kinds import INTERNAL_ERROR
from preclear.engine.omitted import omitted_faults
from preclear.engine.ordering import merge_equal, number, sort_key
from preclear.engine.report_store import ReportStore
from preclear.engine.select import EVERYTHING
from preclear.engine.suppression.suppress import Suppressed, Suppression, Suppressions
from preclear.source import GRAVITY, Node, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from preclear.config.model import Ignore
    from preclear.engine.finding import Finding
    from preclear.engine.select import Selection
    from preclear.engine.suppression.suppress import By
    from preclear.source import Alike, Document, Fault, Kind, Place, Pointer, Severity


_Spot = tuple[int, "Pointer", str]
"""A document, a node, and what of it: `key`, `value`, or a dash and the name of a key that is missing."""


class Wanted(NamedTuple):
    """Which of the findings of a run are wanted.

    `ignores` are those of configs; with `no_ignores` neither they nor what documents suppress keep anything back. What
    `known`, a baseline's, says of a finding keeps it from being counted; it is not asked about those that are fatal.
    """

    selection: Selection = EVERYTHING
    ignores: Sequence[Ignore] = ()
    no_ignores: bool = False
    known: Callable[[Identity], bool] | None = None


class Outcome(NamedTuple):
    """The findings of one run: those to report, those that are suppressed, those that a baseline knows; each sorted.

    No more of one rule in one file are among the suppressed than are reported. `of_use` are the places of the
    suppressions that something was found for.
    """

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    known: tuple[Finding, ...]
    of_use: tuple[Place, ...]


class Collection:
    """The reports of one run on one document, on their way to being findings.

    `counts` has the true number of findings of each severity; at most `limit` of one rule in one file are kept.
    """

    def __init__(self, entry: Document, limit: int, wanted: Wanted) -> None:
        self.counts: Counter[Severity] = Counter()
        self.failed = False
        self._entry = entry
        self._limit = limit
        self._wanted = wanted
        self._suppressions = Suppressions(wanted.ignores)
        self._suppressed: list[tuple[Kind, Report, By]] = []
        self._suppressed_counts: Counter[tuple[str, int]] = Counter()
        self._ignored: set[tuple[int, str]] = set()
        self._unsure: set[str] = set()
        self._store = ReportStore(limit, wanted.known)
        self._replaced: frozenset[tuple[int, Pointer]] = frozenset()
        self._general: list[Fault] = []
        self._general_spots: frozenset[_Spot] | None = None
        self._loaded: list[Document] = []
        self._at: dict[_Spot, int] = {}

    @property
    def omitted(self) -> Counter[tuple[str, str]]:
        """How many findings were left out, by rule and path."""
        return self._store.omitted

    def add(self, kind: Kind, report: Report) -> None:
        """Take a report, unless the very same was taken before. Raises LookupError where its place does not exist."""
        known = without_replaced(report, self._replaced) if self._replaced else report
        if known is None:
            return
        report = known
        alike = report.alike
        # by its own severity, not the one it is given here: to be told less loudly of one brings up no other
        if kind.name != INTERNAL_ERROR.name and (report.severity or kind.severity) != "info":
            self._note_spots(kind, report)
        if not self._wanted.selection.wants(kind):
            return
        if alike is not None:
            left = self._unsuppressed(kind, report, alike)
            if left is None:
                return
            report = left
        if self._store.has(kind, report):
            return
        severity = self._wanted.selection.severity(kind, report.severity)
        if severity != report.severity:
            report = replace(report, severity=severity)
        by = None if kind.fatal or alike is not None else self._suppressions.find(kind, report.at.place)
        if by is not None and not self._wanted.no_ignores:
            self._store.note(kind, report)
            self._suppress(kind, report, by)
            return
        self._store.add(kind, report)
        self.counts[severity] += 1

    def set_replaced(self, nodes: Iterable[tuple[int, Pointer]]) -> None:
        """Take no more reports of these nodes: a misplaced `$ref` is there, and what it stands for is not known."""
        self._replaced = frozenset(nodes)

    def _note_spots(self, kind: Kind, report: Report) -> None:
        """Note how grave a report is at each spot where the structure check has a fault, or may yet have one."""
        needed = self._general_spots
        if needed is not None and not needed:
            return
        gravity = GRAVITY[report.severity or kind.severity]
        for place in report.alike.places if report.alike else (report.at.place,):
            for spot in _spots(kind, place):
                if needed is None or spot in needed:
                    self._at[spot] = max(self._at.get(spot, 0), gravity)

    def _suppress(self, kind: Kind, report: Report, by: By) -> None:
        """Store a suppressed report: as many as are reported, and one of each rule for each ignore of a config."""
        key = (kind.name, id(report.at.place.document))
        is_new = not isinstance(by, Suppression) and (id(by), kind.name) not in self._ignored
        if is_new:
            self._ignored.add((id(by), kind.name))
        if is_new or self._suppressed_counts[key] < self._limit:
            self._suppressed_counts[key] += 1
            self._suppressed.append((kind, report, by))

    def _unsuppressed(self, kind: Kind, report: Report, alike: Alike) -> Report | None:
        """What is left to tell of many places when those are taken out that are suppressed; None where nothing is."""
        documents = {id(place.document): place.document for place in alike.places}
        if kind.fatal or not any(self._suppressions.may_find(kind, each) for each in documents.values()):
            return report
        left: list[Place] = []
        for place in alike.places:
            by = self._suppressions.find(kind, place)
            if by is None or self._wanted.no_ignores:
                left.append(place)
            else:
                alone = about(report, alike, (place,))
                severity = self._wanted.selection.severity(kind, alone.severity)
                self._suppress(kind, replace(alone, severity=severity), by)
        return about(report, alike, left) if left else None

    def add_faults(self, faults: Iterable[Fault]) -> None:
        """Take what was found without a rule."""
        for kind, report in faults:
            try:
                self.add(kind, report)
            except LookupError as error:
                self.fail(kind, error)

    def add_loaded(self, document: Document) -> None:
        """Take what loading `document` found."""
        self.add_faults(document.faults)
        self._loaded.append(document)

    def add_general(self, faults: Iterable[Fault]) -> None:
        """Take faults of the structure check: each is reported at the end, if nothing as grave is at its place.

        The earlier this is called, the less is stored of other reports.
        """
        self._general.extend(faults)
        spots = self._general_spots = frozenset(_spot(fault.report.at.place) for fault in self._general)
        self._at = {spot: gravity for spot, gravity in self._at.items() if spot in spots}

    def fail(self, kind: Kind, error: Exception) -> None:
        """Note that a rule raised: a finding that names it, and a run that did not check everything."""
        self.failed = True
        self._unsure.add(kind.name)
        what = f"{type(error).__name__}: {error}"[:200]
        message = f"rule `{kind.name}` failed and checked nothing more: {what}"
        root = Node(self._entry, (), self._entry.value)
        self.add(INTERNAL_ERROR, Report(message, root.place, help="report this, with the document if you can"))

    def conclude(self, documents: Iterable[Document], kinds: Mapping[str, Kind]) -> Outcome:
        """Give all findings, sorted by file, line, column and rule.

        Of `documents`, which were checked to their end, it is told now what they suppress in vain; `kinds` is
        everything that can be found, by name.
        """
        for fault in self._general:
            gravity = GRAVITY[fault.report.severity or fault.kind.severity]
            if self._at.get(_spot(fault.report.at.place), -1) < gravity:
                self.add_faults((fault,))
        self._general.clear()
        of_use: list[Place] = []
        for document in documents:
            self._add_vain(document, kinds)
            of_use += [each.at for each in self._suppressions.of(document).suppressions if each.used]
        knows = self._wanted.known
        entered = self._known_in_part(knows) if knows is not None else []
        found = self._store.take()
        found.sort(key=sort_key)
        findings, known = self._without_known(number(merge_equal(found, self.counts)))
        for kind, document, severity, count in omitted_faults(self._loaded, findings, self._wanted.selection):
            self.counts[severity] += count
            self.omitted[kind.name, document.path] += count
        known = sorted([*known, *entered], key=sort_key)
        suppressed = [Suppressed(make_finding(kind, report), by) for kind, report, by in self._suppressed]
        suppressed.sort(key=lambda each: sort_key(each.finding))
        return Outcome(tuple(findings), tuple(suppressed), tuple(known), tuple(of_use))

    def _add_vain(self, document: Document, kinds: Mapping[str, Kind]) -> None:
        found = self._suppressions.of(document)
        if found.faults or found.suppressions:
            from preclear.engine.suppression.faults import suppression_faults

            self.add_faults(suppression_faults(found, kinds, self._wanted.selection, self._unsure))

    def _known_in_part(self, knows: Callable[[Identity], bool]) -> list[Finding]:
        """Take the places that a baseline knows out of reports that have others, and give what it knows."""
        entered: list[Finding] = []
        for stored in self._store.grouped():
            for index, (kind, report) in enumerate(stored):
                alike = report.alike
                if alike is None or kind.fatal:
                    continue
                old = [at for at in alike.places if knows(Identity.at(kind.name, at))]
                if not old or len(old) == len(alike.places):
                    continue
                there = set(old)
                left = [at for at in alike.places if at not in there]
                severity = report.severity
                entered.append(make_finding(kind, replace(about(report, alike, old), severity=severity)))
                stored[index] = kind, replace(about(report, alike, left), severity=severity)
        return entered

    def _without_known(self, found: list[Finding]) -> tuple[list[Finding], list[Finding]]:
        """Part what a baseline knows from the rest, and hold the limit on the rest."""
        knows = self._wanted.known
        if knows is None:
            return found, []
        findings: list[Finding] = []
        known: list[Finding] = []
        kept: Counter[tuple[str, int]] = Counter()
        for each in found:
            if not each.rule.fatal and all(map(knows, each.identities)):
                known.append(each)
                self.counts[each.severity] -= 1
                continue
            kept[each.rule.name, id(each.document)] += 1
            if kept[each.rule.name, id(each.document)] > self._limit:
                self.omitted[each.rule.name, each.path] += 1
            else:
                findings.append(each)
        return findings, known


def _spot(place: Place) -> _Spot:
    return id(place.document), place.pointer, place.part if place.missing is None else f"-{place.missing}"


def _spots(kind: Kind, place: Place) -> tuple[_Spot, ...]:
    """What a finding there speaks of: where it says at a key that what belongs under it is missing, the value, too."""
    spot = _spot(place)
    speaks_of_both = spot[2] == "key" and kind.name.startswith("missing-")
    return (spot, (*spot[:2], "value")) if speaks_of_both else (spot,)
