"""Collects reports: drops what isn't reported, applies severities, and makes findings at the end."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from preclear._records import NamedTuple, replace
from preclear.engine.collector.conformance import ConformanceFaults
from preclear.engine.collector.groups import narrow_report, remove_skipped_places
from preclear.engine.collector.ordering import merge_equal_findings, number_findings, sort_key
from preclear.engine.collector.store import ReportStore
from preclear.engine.collector.suppressed import SuppressedReports
from preclear.engine.finding import FindingIdentity, make_finding, quote_empty_names
from preclear.engine.kinds import INTERNAL_ERROR
from preclear.engine.suppression.suppressions import Suppressions
from preclear.source import Node, Report, check_edit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from preclear.engine.collector.filter import FindingFilter
    from preclear.engine.finding import Finding
    from preclear.engine.result import OmittedEdit
    from preclear.engine.suppression.suppression import SuppressedFinding
    from preclear.source import Document, Fault, GroupedReport, Kind, Place, Pointer, Severity

ROOM = 5_000
"""Findings that a bounded run lists beyond the first of each rule, in addition to one per `_BYTES` of the documents."""
_BYTES = 200


class CollectedFindings(NamedTuple):
    """The findings of one run, each group sorted: reported, suppressed, and known to a baseline.

    The limit on findings of one rule in one file applies to the suppressed ones, too. `used_suppressions` are the
    places of the suppressions that suppress something.
    """

    findings: tuple[Finding, ...]
    suppressed: tuple[SuppressedFinding, ...]
    baselined: tuple[Finding, ...]
    used_suppressions: tuple[Place, ...]


class ReportCollector:
    """Collects the reports of one run on one document.

    `counts` has the true number of findings by severity. At most `limit` findings of one rule in one file are kept.
    `failed` is True if a rule raised an error.
    """

    def __init__(self, entry_document: Document, limit: int, finding_filter: FindingFilter) -> None:
        self.counts: Counter[Severity] = Counter()
        self.failed: bool = False
        self._entry_document = entry_document
        self._limit = limit
        self._filter = finding_filter
        self._suppressions = Suppressions(finding_filter.ignores)
        self._suppressed = SuppressedReports(limit)
        self._failed_rules: set[str] = set()
        self._is_selected: dict[str, bool] = {}
        self._store = ReportStore(limit, finding_filter.is_known, finding_filter.unlisted)
        if finding_filter.bounded:
            self._store.room = ROOM
        self._skipped_nodes: frozenset[tuple[int, Pointer]] = frozenset()
        self._conformance_faults = ConformanceFaults()
        self._documents: list[Document] = []
        self._undecided: dict[tuple[str, Place, str], Report] = {}

    @property
    def omitted(self) -> Counter[tuple[str, str]]:
        """How many findings exceed the limit, by rule and path."""
        return self._store.omitted

    @property
    def omitted_edits(self) -> Counter[OmittedEdit]:
        """How many of the omitted findings have an edit."""
        return self._store.omitted_edits

    def add(self, kind: Kind, report: Report) -> None:
        """Add a report, unless it was added before. Raises LookupError if its place or edit is at a missing node."""
        unskipped = remove_skipped_places(report, self._skipped_nodes) if self._skipped_nodes else report
        if unskipped is None:
            return
        report = unskipped
        group = report.group
        # the severity before any override: lowering the severity of one finding must not make another appear
        if kind.name != INTERNAL_ERROR.name and (report.severity or kind.severity) != "info":
            self._conformance_faults.note_report(kind, report)
        if not self._includes(kind):
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
        suppressor = (
            None if kind.fatal or group is not None else self._suppressions.find(kind, report.location.place.original)
        )
        if suppressor is not None and not self._filter.no_ignores:
            report = replace(report, severity=severity)
            self._store.mark_seen(kind, report)
            self._suppressed.add(kind, report, suppressor)
            return
        if report.edit is not None:
            check_edit(report.edit)
        self._store.add(kind, report)
        self.counts[severity] += 1
        if self._filter.observe is not None:
            if self._store.may_be_known(kind, report):
                self._undecided[_undecided_key(kind, report)] = report
            else:
                self._filter.observe(kind, report)

    def needs_reports(self, kind: Kind) -> bool:
        """Whether reports of `kind` change the findings: they are selected, or can replace a fault of the structure."""
        return self._includes(kind) or any(map(self._includes, self._conformance_faults.kinds.values()))

    def _includes(self, kind: Kind) -> bool:
        is_selected = self._is_selected.get(kind.name)
        if is_selected is None:
            is_selected = self._is_selected[kind.name] = self._filter.selection.includes(kind)
        return is_selected

    def skip_nodes(self, nodes: Iterable[tuple[int, Pointer]]) -> None:
        """Drop further reports about these nodes: each is a misplaced `$ref`, so its real content is unknown."""
        self._skipped_nodes = frozenset(nodes)

    def _drop_suppressed(self, kind: Kind, report: Report, group: GroupedReport) -> Report | None:
        """Return a report of many places without the suppressed ones; None if none is left."""
        checked_documents = {id(place.document): place.document for place in group.places}
        is_derived = any(document.source_map is not None for document in checked_documents.values())
        documents = [place.original.document for place in group.places] if is_derived else checked_documents.values()
        if kind.fatal or not any(self._suppressions.may_suppress(kind, document) for document in documents):
            return report
        remaining: list[Place] = []
        for place in group.places:
            suppressor = self._suppressions.find(kind, place.original)
            if suppressor is None or self._filter.no_ignores:
                remaining.append(place)
            else:
                single = narrow_report(report, group, (place,))
                severity = self._filter.selection.effective_severity(kind, single.severity)
                self._suppressed.add(kind, replace(single, severity=severity), suppressor)
        return narrow_report(report, group, remaining) if remaining else None

    def add_faults(self, faults: Iterable[Fault]) -> None:
        """Add what a check without a rule found."""
        for kind, report in faults:
            try:
                self.add(kind, report)
            except LookupError as error:
                self.add_failure(kind, error)

    def add_document(self, document: Document) -> None:
        """Add what loading `document` found."""
        if self._store.room is not None:
            self._store.room += len(document.data) // _BYTES
        self.add_faults(document.faults)
        self._documents.append(document)

    def add_conformance_faults(self, faults: Iterable[Fault]) -> None:
        """Add faults of the structure check. One is reported only if nothing as severe is reported at its place."""
        self._conformance_faults.add(faults)

    def add_failure(self, kind: Kind, error: Exception) -> None:
        """Report that a rule raised `error`, and mark the run as failed."""
        self.failed = True
        self._failed_rules.add(kind.name)
        error_text = f"{type(error).__name__}: {error}"[:200]
        message = f"rule `{kind.name}` failed and checked nothing more: {error_text}"
        root = Node(self._entry_document, (), self._entry_document.value)
        self.add(INTERNAL_ERROR, Report(message, root.place, help="report this, with the document if you can"))

    def finish(self, documents: Iterable[Document], kinds: Mapping[str, Kind]) -> CollectedFindings:
        """Return all findings, sorted by file, line, column and rule.

        `documents` were checked to their end: their unused suppressions are reported now, but not those of a derived
        document, whose changes leave them unused. `kinds` has every kind of finding by name.
        """
        self.add_faults(self._conformance_faults.drain())
        used_suppressions: list[Place] = []
        for document in documents:
            if document.source_map is not None:
                continue
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
        for kind, document, severity, count in self._count_dropped_faults(findings):
            self.counts[severity] += count
            self.omitted[kind.name, document.path] += count
        baselined = sorted([*baselined, *partly_baselined], key=sort_key)
        return CollectedFindings(
            tuple(findings), self._suppressed.findings(), tuple(baselined), tuple(used_suppressions)
        )

    def _add_suppression_faults(self, document: Document, kinds: Mapping[str, Kind]) -> None:
        scan = self._suppressions.scan(document)
        if scan.faults or scan.suppressions:
            from preclear.engine.suppression.unused import find_suppression_faults

            self.add_faults(find_suppression_faults(scan, kinds, self._filter.selection, self._failed_rules))

    def _count_dropped_faults(self, findings: Iterable[Finding]) -> Iterator[tuple[Kind, Document, Severity, int]]:
        """Yield how many faults of each kind and severity the documents dropped, if others of the kind are reported.

        What applies to all the others, such as a suppression of a whole file or a baseline, applies to these, too.
        """
        reported = {(finding.rule.name, id(finding.document)) for finding in findings}
        for document in self._documents:
            for (kind, severity), count in document.omitted_fault_counts.items():
                if (kind.name, id(document)) in reported:
                    yield kind, document, self._filter.selection.effective_severity(kind, severity), count

    def _split_known(self, is_known: Callable[[FindingIdentity], bool]) -> list[Finding]:
        """Move the places that a baseline knows out of reports that also have others, and return them as findings."""
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
                self._undecided.pop(_undecided_key(kind, report), None)
                baselined.append(
                    make_finding(kind, replace(narrow_report(report, group, known_places), severity=severity))
                )
                new_report = replace(narrow_report(report, group, new_places), severity=severity)
                group_reports[index] = kind, new_report
                if self._filter.observe is not None:
                    self._undecided[_undecided_key(kind, new_report)] = new_report
        return baselined

    def _partition_known(self, all_findings: list[Finding]) -> tuple[list[Finding], list[Finding]]:
        """Separate the findings that a baseline knows from the rest, and apply the limit to the rest."""
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
            self._observe_undecided(finding)
            kept_counts[finding.rule.name, id(finding.document)] += 1
            if kept_counts[finding.rule.name, id(finding.document)] > self._limit:
                self._store.count_omitted(finding.rule.name, finding.path, finding.severity, finding.edit)
            else:
                findings.append(finding)
        return findings, baselined

    def _observe_undecided(self, finding: Finding) -> None:
        """Observe the reports of a finding that the baseline could have known, but doesn't."""
        if self._filter.observe is None:
            return
        for place in finding.places:
            report = self._undecided.pop((finding.rule.name, place, finding.message), None)
            if report is not None:
                self._filter.observe(finding.rule, report)


def _undecided_key(kind: Kind, report: Report) -> tuple[str, Place, str]:
    """Return what tells a report and its finding from the others."""
    return kind.name, report.location.place.original, quote_empty_names(report.message)
