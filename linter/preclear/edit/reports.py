"""The reports of a check as an adaptation uses them: with their edits, whatever their number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from preclear.engine import check_document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from preclear.connector import Connector
    from preclear.engine import CheckResult
    from preclear.rule import Rule
    from preclear.source import Document, FileCache, Kind, Limits, Report, Severity


class CollectedReport(NamedTuple):
    """A report, and the rule or check that made it."""

    kind: Kind
    report: Report

    @property
    def severity(self) -> Severity:
        """The severity of the report, or else of its kind."""
        return self.report.severity or self.kind.severity


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings:
    """How the documents of an adaptation are checked. No config and no suppression applies.

    `rules` are those of all packs. `root` is the folder that references can lead into; None for the document's own.
    """

    rules: Mapping[str, Rule[Any]]
    root: Path | None
    limits: Limits
    cache: FileCache | None = None


class CheckedReports(NamedTuple):
    """The result of a check, its connector, and all its reports that have an edit or are errors."""

    result: CheckResult
    connector: Connector
    reports: list[CollectedReport]


def collect_reports(document: Document, settings: CheckSettings) -> tuple[CheckResult, list[CollectedReport]]:
    """Check `document`. Return the result, and the reports that an adaptation acts on.

    Examples aren't checked: what's wrong with one is never an error.
    """
    reports: list[CollectedReport] = []

    def observe(kind: Kind, report: Report) -> None:
        if report.edit is not None or (report.severity or kind.severity) == "error":
            reports.append(CollectedReport(kind, report))

    result = check_document(
        document,
        rules=settings.rules,
        root=settings.root,
        limits=settings.limits,
        no_ignores=True,
        cache=settings.cache,
        observe=observe,
        with_examples=False,
    )
    return result, reports
