"""The adaptation of a document: edits in rounds, until the import can hold all of it or nothing more can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.bundle import UnbundledError, bundle_checked
from preclear.edit.adaptation.base_url import BASE_URL_RULES, OAUTH_URL_RULE, resolve_oauth_url, set_base_url
from preclear.edit.adaptation.blocked import can_be_left_out, leave_out
from preclear.edit.adaptation.configured_names import ConfiguredNameError, configure_names
from preclear.edit.adaptation.model import Adaptation, AdaptError
from preclear.edit.adaptation.rounds import EditedRounds, ProposedEdit
from preclear.edit.reports import CheckedReports, CheckSettings, CollectedReport, collect_reports
from preclear.edit.selection import SelectionError
from preclear.engine import all_kinds, make_finding
from preclear.source import DEFAULT_LIMITS, EDIT_LEVEL_RANK, derive_document, load, load_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from preclear.connector import Connector
    from preclear.edit.options import AdaptOptions
    from preclear.engine import CheckResult, Finding
    from preclear.rule import Rule
    from preclear.source import Document, Edit, Fault, FileCache, Limits

_MAX_ROUNDS = 40
"""Rounds after which an adaptation ends. Nearly every document needs two; leaving out blocked parts takes more."""


def adapt_document(
    document: Document,
    options: AdaptOptions,
    *,
    rules: Mapping[str, Rule[Any]] | None = None,
    root: Path | None = None,
    limits: Limits = DEFAULT_LIMITS,
    cache: FileCache | None = None,
) -> Adaptation:
    """Make an importable document out of `document`, which stays as it is.

    Overlays apply first, then the files become one document, then edits, base URL and selection apply in rounds. The
    default of `rules` is those of all installed packs. `root` is the folder that references can lead into, by default
    the document's own. No config and no suppression applies: what the import can't hold, it can't hold.

    Raises AdaptError if the document can't be read or joined, for an overlay that can't be applied, and for a pattern
    or a configured name that is about nothing in the document.
    """
    if rules is None:
        from preclear.rule import discover_rules

        rules = discover_rules()
    settings = CheckSettings(rules=rules, root=root, limits=limits, cache=cache)
    return _Adapter(document, options, settings).run()


class _Adapter:
    """One adaptation on its way."""

    def __init__(self, document: Document, options: AdaptOptions, settings: CheckSettings) -> None:
        self._original = document
        self._overlays: list[Document] = []
        self._overlay_faults: list[Fault] = []
        self._overlay_findings: tuple[Finding, ...] = ()
        self._options = options
        self._settings = settings
        self._kinds = all_kinds(settings.rules)

    def run(self) -> Adaptation:
        """Adapt the document. Raises AdaptError."""
        checked = self._check(self._apply_overlays())
        error_count = checked.result.counts["error"]
        files = (self._original, *checked.connector.api.documents[1:], *self._overlays)
        checked = self._join_files(checked)
        rounds = EditedRounds(checked.result.document, self._settings.limits)
        base = rounds.document
        self._select(rounds, checked.connector)
        for _ in range(_MAX_ROUNDS):
            edits = self._propose_edits(checked, rounds)
            if not rounds.apply(checked.connector, edits):
                break
            checked = self._check(rounds.document)
        if rounds.count:  # checks of the adapted document report what is odd about overlays, too
            rounds.document.faults += self._overlay_faults
            rounds.document.fault_counts.update(fault.kind.name for fault in self._overlay_faults)
        return Adaptation(
            document=rounds.document,
            original=self._original,
            files=files,
            base=base,
            changes=tuple(rounds.changes),
            patch=tuple(rounds.patch),
            left_out=tuple(rounds.left_out),
            errors=_errors(checked.result),
            error_count=error_count,
            remaining_count=checked.result.counts["error"],
            rewrite_reason=rounds.rewrite_reason,
            overlay_findings=self._overlay_findings,
        )

    def _apply_overlays(self) -> Document:
        """Apply the overlays. Raises AdaptError if one of them can't be read, or if an action can't be applied."""
        if not self._options.overlays:
            return self._original
        from preclear.edit.overlay import OverlayError, apply_overlays

        limits = self._settings.limits
        self._overlays = [self._load_overlay(path) for path in self._options.overlays]
        try:
            document = apply_overlays(self._original, self._overlays, limits)
        except OverlayError as error:
            raise AdaptError(str(error), error.findings) from error
        overlays = set(map(id, self._overlays))
        self._overlay_faults = [
            fault for fault in document.faults if id(fault.report.location.place.document) in overlays
        ]
        self._overlay_findings = tuple(make_finding(fault.kind, fault.report) for fault in self._overlay_faults)
        return document

    def _load_overlay(self, path: Path) -> Document:
        cache, limits = self._settings.cache, self._settings.limits
        text = None if cache is None else cache.text(path)
        return load(path, limits=limits) if text is None else load_bytes(text, str(path), limits, path.absolute())

    def _check(self, document: Document) -> CheckedReports:
        """Check a document. Raises AdaptError if it can't be read, not all of it, or if a rule fails."""
        result, reports = collect_reports(document, self._settings)
        if result.connector is None:
            raise AdaptError("the document can't be read; expected an OpenAPI 3 description", _errors(result))
        unread = tuple(finding for finding in result.findings if finding.rule.name == "exceeded-limit")
        if result.failed or unread:
            raise AdaptError("only part of the document was checked; expected all of it", unread or _errors(result))
        return CheckedReports(result, result.connector, reports)

    def _join_files(self, checked: CheckedReports) -> CheckedReports:
        """Bundle a document in several files, and check the bundle."""
        limits = self._settings.limits
        if checked.connector.api.has_local_references_only:
            return checked
        try:
            bundle = bundle_checked(checked.result, limits, is_complete=True).bundle
        except UnbundledError as error:
            raise AdaptError(str(error), error.findings) from error
        if bundle.is_single_file:
            return checked
        document = checked.result.document
        return self._check(derive_document(document, bundle.data, bundle.source_map, limits))

    def _select(self, rounds: EditedRounds, connector: Connector) -> None:
        """Decide what the selection leaves out, before any name changes."""
        if not self._options.include and not self._options.exclude:
            return
        try:
            include, exclude = self._options.include, self._options.exclude
            rounds.select(connector, include, exclude, allow_unmatched=self._options.allow_unmatched)
        except SelectionError as error:
            raise AdaptError(str(error)) from error

    def _propose_edits(self, checked: CheckedReports, rounds: EditedRounds) -> Iterator[ProposedEdit]:
        """Yield the edits of one round; what has no edit is left out, where the options say so."""
        connector, reports = checked.connector, checked.reports
        if rounds.count == 0:
            try:
                names, allow_unmatched = self._options.names, self._options.allow_unmatched
                reports = configure_names(connector, reports, names, self._kinds, allow_unmatched=allow_unmatched)
            except ConfiguredNameError as error:
                raise AdaptError(str(error)) from error
        blocked: list[CollectedReport] = []
        for report in reports:
            edit = self._choose_edit(report) or self._resolve_oauth_url(report)
            proposed = ProposedEdit(report, edit) if edit is not None else None
            if proposed is not None and not rounds.is_repeated(proposed):
                yield proposed
            elif report.kind.name in BASE_URL_RULES:
                yield from self._propose_base_url(report, connector)
            elif can_be_left_out(report):
                blocked.append(report)
        if self._options.leave_out_blocked:
            yield from _leave_out(blocked, checked.result.document)

    def _choose_edit(self, report: CollectedReport) -> Edit | None:
        """Return the edit of a report that the options choose; None if it has none of an allowed level."""
        edit, level = report.report.edit, self._options.level
        if edit is None or level is None or report.severity == "info":
            return None
        choice = {
            "non-scalar-parameter": self._options.array_parameters,
            "status-range": self._options.status_ranges,
        }.get(report.kind.name)
        chosen = edit.choose(choice)
        return chosen if EDIT_LEVEL_RANK[chosen.level] <= EDIT_LEVEL_RANK[level] else None

    def _resolve_oauth_url(self, report: CollectedReport) -> Edit | None:
        base_url = self._options.base_url
        if base_url is None or report.kind.name != OAUTH_URL_RULE:
            return None
        return resolve_oauth_url(report.report, base_url)

    def _propose_base_url(self, report: CollectedReport, connector: Connector) -> Iterator[ProposedEdit]:
        base_url = self._options.base_url
        edit = set_base_url(connector, base_url) if base_url is not None and report.severity == "error" else None
        if edit is not None:
            yield ProposedEdit(report, edit)


def _leave_out(blocked: Iterable[CollectedReport], document: Document) -> Iterator[ProposedEdit]:
    for report in blocked:
        edit = leave_out(report, document)
        if edit is not None:
            yield ProposedEdit(report, edit, is_left_out=True)


def _errors(result: CheckResult) -> tuple[Finding, ...]:
    return tuple(finding for finding in result.findings if finding.severity == "error")
