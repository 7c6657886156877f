"""What some report formats contain besides findings: all checked kinds, suppressed findings, plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from preclear.engine import CheckResult, Finding, PlanSummary, RuleSelection
    from preclear.source import Kind, Severity

SuppressionSource: TypeAlias = Literal["document", "config", "baseline"]


class ReportedKind(NamedTuple):
    """A kind of finding that a run reports, and the severity that it has there."""

    kind: Kind
    severity: Severity


class SuppressedEntry(NamedTuple):
    """A finding that isn't reported, and where it's suppressed. `reason` is empty if none is given."""

    finding: Finding
    source: SuppressionSource
    reason: str


class ReportDetails(NamedTuple):
    """The parts that were asked for; the others are empty.

    `kinds` are sorted by name, `suppressed` by file and place, `plans` by the path of the document.
    """

    kinds: tuple[ReportedKind, ...] = ()
    suppressed: tuple[SuppressedEntry, ...] = ()
    plans: tuple[PlanSummary, ...] = ()


def list_suppressed(result: CheckResult, baselined: Iterable[Finding]) -> tuple[SuppressedEntry, ...]:
    """Return the findings of a document that aren't reported; `baselined` are those of them that a baseline has."""
    from preclear.engine import Suppression

    return (
        *(
            SuppressedEntry(
                finding, "document" if isinstance(suppressor, Suppression) else "config", suppressor.reason or ""
            )
            for finding, suppressor in result.suppressed
        ),
        *(SuppressedEntry(finding, "baseline", "") for finding in baselined),
    )


def list_kinds(kinds: Mapping[str, Kind], selections: Iterable[RuleSelection]) -> tuple[ReportedKind, ...]:
    """Return those of `kinds` that one of `selections` includes, with the severity of the first that does.

    Kinds that only an import's answer can have are left out.
    """
    from preclear.engine import IMPORT_KINDS

    selections = list(selections)
    reported: list[ReportedKind] = []
    for kind in kinds.values():
        selection = next((selection for selection in selections if selection.includes(kind)), None)
        if selection is not None and kind not in IMPORT_KINDS:
            reported.append(ReportedKind(kind, selection.effective_severity(kind, None)))
    return tuple(reported)


class DetailsCollector:
    """Collects the details of the files of a run."""

    def __init__(self) -> None:
        self._suppressed: dict[tuple[object, ...], SuppressedEntry] = {}
        self._plans: dict[str, PlanSummary] = {}

    def add(self, suppressed: Iterable[SuppressedEntry], plan: PlanSummary | None) -> None:
        """Add those of one document. A suppressed finding in a fragment of several documents is kept once."""
        for entry in suppressed:
            finding = entry.finding
            key = (finding.path, finding.span, finding.rule.name, finding.message)
            self._suppressed.setdefault(key, entry)
        if plan is not None:
            self._plans[plan.path] = plan

    def build(self, kinds: tuple[ReportedKind, ...]) -> ReportDetails:
        """Return all details, with `kinds`."""
        suppressed = sorted(self._suppressed.items(), key=lambda item: item[0])
        plans = tuple(plan for _, plan in sorted(self._plans.items()))
        return ReportDetails(kinds, tuple(entry for _, entry in suppressed), plans)
