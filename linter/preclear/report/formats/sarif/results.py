"""Findings, as SARIF results."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from preclear.report.artifact_path import artifact_fingerprint
from preclear.report.formats.sarif.fixes import FixWriter
from preclear.report.formats.sarif.rules import LEVELS
from preclear.report.formats.sarif.text import make_message, plain_text, sentences
from preclear.source import SEVERITY_RANK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.engine import Finding
    from preclear.project import SuppressedEntry
    from preclear.report.formats.sarif.locations import Locations
    from preclear.report.formats.sarif.rules import Rules
    from preclear.source import Json

MAX_RESULTS = 25_000
"""The most results of a run that GitHub takes."""

MAX_RELATED = 999
"""The most related locations of a result: with the one of the result itself, GitHub takes 1,000."""

FINGERPRINT = "preclear/v1"
"""The name of preclear's own fingerprints."""


class ReportedResult(NamedTuple):
    """A finding to write, and what suppresses it; None if nothing does."""

    finding: Finding
    suppression: SuppressedEntry | None = None


class ResultSelection(NamedTuple):
    """The findings that become results, and the number of the others by severity."""

    results: list[ReportedResult]
    omitted: Counter[str]


def select_results(findings: Sequence[Finding], suppressed: Sequence[SuppressedEntry]) -> ResultSelection:
    """Select the findings that fit: errors first, then warnings, then infos, and suppressed ones last.

    Those that are selected stay in their order.
    """
    results = [*map(ReportedResult, findings), *(ReportedResult(entry.finding, entry) for entry in suppressed)]
    if len(results) <= MAX_RESULTS:
        return ResultSelection(results, Counter())
    ranked = sorted(range(len(results)), key=lambda index: (_rank(results[index]), index))
    kept = sorted(ranked[:MAX_RESULTS])
    omitted = Counter(_describe(results[index]) for index in ranked[MAX_RESULTS:])
    return ResultSelection([results[index] for index in kept], omitted)


def _rank(result: ReportedResult) -> tuple[bool, int]:
    return result.suppression is not None, -SEVERITY_RANK[result.finding.severity]


def _describe(result: ReportedResult) -> str:
    return "suppressed finding" if result.suppression is not None else result.finding.severity


class ResultWriter:
    """Makes result objects, and counts what they leave out."""

    def __init__(self, rules: Rules, locations: Locations, *, has_suppressions: bool) -> None:
        """With `has_suppressions`, all results say what suppresses them (SARIF, section 3.27.23)."""
        self.fixes: FixWriter = FixWriter(locations)
        self.omitted_related: int = 0
        self._rules = rules
        self._locations = locations
        self._has_suppressions = has_suppressions

    def make(self, reported: ReportedResult) -> Json:
        """Return the result of a finding."""
        finding, locations = reported.finding, self._locations
        result: dict[str, Json] = {
            "ruleId": finding.rule.name,
            "ruleIndex": self._rules.index(finding.rule),
            "level": LEVELS[finding.severity],
            "message": make_message(sentences(finding.message, finding.help)),
            "locations": [locations.location(finding.place, finding.span)],
            "partialFingerprints": {FINGERPRINT: artifact_fingerprint(finding, locations.path(finding.document))},
        }
        related = finding.related[:MAX_RELATED]
        if related:
            self.omitted_related += len(finding.related) - len(related)
            result["relatedLocations"] = [
                locations.related(number, other.message, other.place, other.span)
                for number, other in enumerate(related, 1)
            ]
        if self._has_suppressions:
            suppression = reported.suppression
            result["suppressions"] = [] if suppression is None else [_make_suppression(suppression)]
        fix = self.fixes.make(finding) if reported.suppression is None else None
        if fix is not None:
            result["fixes"] = [fix]
        return result


def _make_suppression(entry: SuppressedEntry) -> Json:
    suppression: dict[str, Json] = {"kind": "inSource" if entry.source == "document" else "external"}
    if entry.reason:
        suppression["justification"] = plain_text(entry.reason)
    return suppression
