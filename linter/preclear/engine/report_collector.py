"""From reports to findings: placed, counted, each cause told once, in the order of the text."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from preclear.engine.finding import FindingIdentity, make_finding
from preclear.engine.kinds import INTERNAL_ERROR
from preclear.engine.omitted_faults import count_omitted_faults
from preclear.engine.ordering import merge_equal_findings, number_findings, sort_key
from preclear.engine.report_group import narrow_report, remove_skipped_places
from preclear.engine.report_store import ReportStore
from preclear.engine.rule_selection import SELECT_ALL
from preclear.engine.suppression.suppressions import SuppressedFinding, Suppression, Suppressions
from preclear.source import SEVERITY_RANK, Node, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from preclear.config.model import Ignore
    from preclear.engine.finding import Finding
    from preclear.engine.rule_selection import RuleSelection
    from preclear.engine.suppression.suppressions import Suppressor
    from preclear.engine.unlisted import UnlistedFindings
    from preclear.source import Document, Fault, GroupedReport, Kind, Place, Pointer, Severity


_PlaceKey = tuple[int, "Pointer", str]
"""A document, a node, and what of it: `key`, `value`, or a dash and the name of a key that is missing."""


ROOM = 5_000
"""Findings of a bounded run that are listed beyond the first of each rule, besides one for each 200 bytes."""
_BYTES = 200


class FindingFilter(NamedTuple):
    """Which of the findings of a run are wanted.

    `ignores` are those of configs; with `no_ignores` neither they nor what documents suppress keep anything back. What
    `is_known`, a baseline's, says of a finding keeps it from being counted; it is not asked about those that are fatal.
    With `bounded`, as many are listed as the size of the documents allows; `unlisted` notes where the others stand.
    """

    selection: RuleSelection = SELECT_ALL
    ignores: Sequence[Ignore] = ()
    no_ignores: bool = False
    is_known: Callable[[FindingIdentity], bool] | None = None
    bounded: bool = False
    unlisted: UnlistedFindings | None = None


class CollectedFindings(NamedTuple):
    """The findings of one run: those to report, those that are suppressed, those that a baseline knows; each sorted.

    No more of one rule in one file are among the suppressed than are reported. `used_suppressions` are the places of
    the suppressions that something was found for.
    """

    findings: tuple[Finding, ...]
    suppressed: tuple[SuppressedFinding, ...]
    baselined: tuple[Finding, ...]
    used_suppressions: tuple[Place, ...]


class ReportCollector:
    """The reports of one run on one document, on their way to being findings.

    `counts` has the true number of findings of each severity; at most `limit` of one rule in one file are kept.
    """

    def __init__(self, entry_document: Document, limit: int, finding_filter: FindingFilter) -> None:
        self.counts: Counter[Severity] = Counter()
        self.failed = False
        self._entry_document = entry_document
        self._limit = limit
        self._filter = finding_filter
        self._suppressions = Suppressions(finding_filter.ignores)
        self._suppressed: list[tuple[Kind, Report, Suppressor]] = []
        self._suppressed_counts: Counter[tuple[str, int]] = Counter()
        self._seen_ignores: set[tuple[int, str]] = set()
        self._failed_rules: set[str] = set()
        self._wants: dict[str, bool] = {}
        self._store = ReportStore(limit, finding_filter.is_known, finding_filter.unlisted)
        if finding_filter.bounded:
            self._store.room = ROOM
        self._skipped_nodes: frozenset[tuple[int, Pointer]] = frozenset()
        self._conformance_faults: list[Fault] = []
        self._conformance_keys: frozenset[_PlaceKey] | None = None
        self._documents: list[Document] = []
        self._severity_ranks: dict[_PlaceKey, int] = {}

    @property
    def omitted(self) -> Counter[tuple[str, str]]:
        """How many findings were left out, by rule and path."""
        return self._store.omitted

    def add(self, kind: Kind, report: Report) -> None:
        """Take a report, unless the very same was taken before. Raises LookupError where its place does not exist."""
        unskipped = remove_skipped_places(report, self._skipped_nodes) if self._skipped_nodes else report
        if unskipped is None:
            return
        report = unskipped
        group = report.group
        # by its own severity, not the one it is given here: to be told less loudly of one brings up no other
        if kind.name != INTERNAL_ERROR.name and (report.severity or kind.severity) != "info":
            self._note_severity(kind, report)
        wanted = self._wants.get(kind.name)
        if wanted is None:
            wanted = self._wants[kind.name] = self._filter.selection.includes(kind)
        if not wanted:
            return
        if group is not None:
            unsuppressed = self._drop_suppressed(kind, report, group)
            if unsuppressed is None:
                return
            report = unsuppressed
        if self._store.has(kind, report):
            return
        severity = self._filter.selection.effective_severity(kind, report.severity)
        if severity != (report.severity or kind.severity):
            report = replace(report, severity=severity)
        suppressor = None if kind.fatal or group is not None else self._suppressions.find(kind, report.location.place)
        if suppressor is not None and not self._filter.no_ignores:
            report = replace(report, severity=severity)
            self._store.mark_seen(kind, report)
            self._suppress(kind, report, suppressor)
            return
        self._store.add(kind, report)
        self.counts[severity] += 1

    def skip_nodes(self, nodes: Iterable[tuple[int, Pointer]]) -> None:
        """Take no more reports of these nodes: a misplaced `$ref` is there, and what it stands for is not known."""
        self._skipped_nodes = frozenset(nodes)

    def _note_severity(self, kind: Kind, report: Report) -> None:
        """Note how grave a report is at each spot where the structure check has a fault, or may yet have one."""
        keys = self._conformance_keys
        if keys is not None and not keys:
            return
        rank = SEVERITY_RANK[report.severity or kind.severity]
        for place in report.group.places if report.group else (report.location.place,):
            for key in _place_keys(kind, place):
                if keys is None or key in keys:
                    self._severity_ranks[key] = max(self._severity_ranks.get(key, 0), rank)

    def _suppress(self, kind: Kind, report: Report, suppressor: Suppressor) -> None:
        """Store a suppressed report: as many as are reported, and one of each rule for each ignore of a config."""
        key = (kind.name, id(report.location.place.document))
        is_new = not isinstance(suppressor, Suppression) and (id(suppressor), kind.name) not in self._seen_ignores
        if is_new:
            self._seen_ignores.add((id(suppressor), kind.name))
        if is_new or self._suppressed_counts[key] < self._limit:
            self._suppressed_counts[key] += 1
            self._suppressed.append((kind, report, suppressor))

    def _drop_suppressed(self, kind: Kind, report: Report, group: GroupedReport) -> Report | None:
        """What is left to tell of many places when those are taken out that are suppressed; None where nothing is."""
        documents = {id(place.document): place.document for place in group.places}
        if kind.fatal or not any(self._suppressions.may_suppress(kind, document) for document in documents.values()):
            return report
        remaining: list[Place] = []
        for place in group.places:
            suppressor = self._suppressions.find(kind, place)
            if suppressor is None or self._filter.no_ignores:
                remaining.append(place)
            else:
                single = narrow_report(report, group, (place,))
                severity = self._filter.selection.effective_severity(kind, single.severity)
                self._suppress(kind, replace(single, severity=severity), suppressor)
        return narrow_report(report, group, remaining) if remaining else None

    def add_faults(self, faults: Iterable[Fault]) -> None:
        """Take what was found without a rule."""
        for kind, report in faults:
            try:
                self.add(kind, report)
            except LookupError as error:
                self.add_failure(kind, error)

    def add_document(self, document: Document) -> None:
        """Take what loading `document` found."""
        if self._store.room is not None:
            self._store.room += len(document.data) // _BYTES
        self.add_faults(document.faults)
        self._documents.append(document)

    def add_conformance_faults(self, faults: Iterable[Fault]) -> None:
        """Take faults of the structure check: each is reported at the end, if nothing as grave is at its place.

        The earlier this is called, the less is stored of other reports.
        """
        self._conformance_faults.extend(faults)
        keys = self._conformance_keys = frozenset(
            _place_key(fault.report.location.place) for fault in self._conformance_faults
        )
        self._severity_ranks = {key: rank for key, rank in self._severity_ranks.items() if key in keys}

    def add_failure(self, kind: Kind, error: Exception) -> None:
        """Note that a rule raised: a finding that names it, and a run that did not check everything."""
        self.failed = True
        self._failed_rules.add(kind.name)
        error_text = f"{type(error).__name__}: {error}"[:200]
        message = f"rule `{kind.name}` failed and checked nothing more: {error_text}"
        root = Node(self._entry_document, (), self._entry_document.value)
        self.add(INTERNAL_ERROR, Report(message, root.place, help="report this, with the document if you can"))

    def finish(self, documents: Iterable[Document], kinds: Mapping[str, Kind]) -> CollectedFindings:
        """Give all findings, sorted by file, line, column and rule.

        Of `documents`, which were checked to their end, it is told now what they suppress in vain; `kinds` is
        everything that can be found, by name.
        """
        for fault in self._conformance_faults:
            rank = SEVERITY_RANK[fault.report.severity or fault.kind.severity]
            if self._severity_ranks.get(_place_key(fault.report.location.place), -1) < rank:
                self.add_faults((fault,))
        self._conformance_faults.clear()
        used_suppressions: list[Place] = []
        for document in documents:
            self._add_suppression_faults(document, kinds)
            used_suppressions += [
                suppression.name_place
                for suppression in self._suppressions.scan(document).suppressions
                if suppression.is_used
            ]
        is_known = self._filter.is_known
        partly_baselined = self._split_known(is_known) if is_known is not None else []
        all_findings = self._store.drain()
        all_findings.sort(key=sort_key)
        findings, baselined = self._partition_known(number_findings(merge_equal_findings(all_findings, self.counts)))
        for kind, document, severity, count in count_omitted_faults(self._documents, findings, self._filter.selection):
            self.counts[severity] += count
            self.omitted[kind.name, document.path] += count
        baselined = sorted([*baselined, *partly_baselined], key=sort_key)
        suppressed = [
            SuppressedFinding(make_finding(kind, report), suppressor) for kind, report, suppressor in self._suppressed
        ]
        suppressed.sort(key=lambda suppressed_finding: sort_key(suppressed_finding.finding))
        return CollectedFindings(tuple(findings), tuple(suppressed), tuple(baselined), tuple(used_suppressions))

    def _add_suppression_faults(self, document: Document, kinds: Mapping[str, Kind]) -> None:
        scan = self._suppressions.scan(document)
        if scan.faults or scan.suppressions:
            from preclear.engine.suppression.unused import find_suppression_faults

            self.add_faults(find_suppression_faults(scan, kinds, self._filter.selection, self._failed_rules))

    def _split_known(self, is_known: Callable[[FindingIdentity], bool]) -> list[Finding]:
        """Take the places that a baseline knows out of reports that have others, and give what it knows."""
        baselined: list[Finding] = []
        for group_reports in self._store.group_reports():
            for index, (kind, report) in enumerate(group_reports):
                group = report.group
                if group is None or kind.fatal:
                    continue
                known_places = [
                    place for place in group.places if is_known(FindingIdentity.from_place(kind.name, place))
                ]
                if not known_places or len(known_places) == len(group.places):
                    continue
                known_set = set(known_places)
                new_places = [place for place in group.places if place not in known_set]
                severity = report.severity
                baselined.append(
                    make_finding(kind, replace(narrow_report(report, group, known_places), severity=severity))
                )
                group_reports[index] = kind, replace(narrow_report(report, group, new_places), severity=severity)
        return baselined

    def _partition_known(self, all_findings: list[Finding]) -> tuple[list[Finding], list[Finding]]:
        """Part what a baseline knows from the rest, and hold the limit on the rest."""
        is_known = self._filter.is_known
        if is_known is None:
            return all_findings, []
        findings: list[Finding] = []
        baselined: list[Finding] = []
        kept_counts: Counter[tuple[str, int]] = Counter()
        for finding in all_findings:
            if not finding.rule.fatal and all(map(is_known, finding.identities)):
                baselined.append(finding)
                self.counts[finding.severity] -= 1
                continue
            kept_counts[finding.rule.name, id(finding.document)] += 1
            if kept_counts[finding.rule.name, id(finding.document)] > self._limit:
                self.omitted[finding.rule.name, finding.path] += 1
            else:
                findings.append(finding)
        return findings, baselined


def _place_key(place: Place) -> _PlaceKey:
    return id(place.document), place.pointer, place.part if place.missing is None else f"-{place.missing}"


def _place_keys(kind: Kind, place: Place) -> tuple[_PlaceKey, ...]:
    """What a finding there speaks of: where it says at a key that what belongs under it is missing, the value, too."""
    key = _place_key(place)
    covers_value = key[2] == "key" and kind.name.startswith("missing-")
    return (key, (*key[:2], "value")) if covers_value else (key,)
