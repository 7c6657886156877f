"""Finds the suppressions of a document that suppress nothing, at the end of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.engine.suppression.kinds import SUPPRESSION_KINDS, UNUSED_SUPPRESSION
from preclear.source import Fault, Report

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from preclear.engine.rule_selection import RuleSelection
    from preclear.engine.suppression.suppression import Suppression, SuppressionScan
    from preclear.source import Kind

MAX_GUESSES = 100
"""The maximum number of unknown names that get a suggestion: a hostile document can have a million."""


def find_suppression_faults(
    scan: SuppressionScan, kinds: Mapping[str, Kind], selection: RuleSelection, failed_rules: Collection[str]
) -> Iterator[Fault]:
    """Yield the faults of the suppressions in one document that was checked to its end.

    `kinds` has every kind of finding by name. Suppressions of `failed_rules`, which didn't run to their end, aren't
    reported.
    """
    yield from scan.faults
    suggestions: dict[str, str | None] = {}
    for suppression in scan.suppressions:
        if suppression.is_used or suppression.rule in failed_rules:
            continue
        if suppression.rule not in kinds and suppression.rule not in suggestions:
            suggestions[suppression.rule] = (
                _suggest_name(suppression.rule, kinds) if len(suggestions) < MAX_GUESSES else None
            )
        report = _make_report(suppression, kinds, selection, suggestions.get(suppression.rule))
        if report is not None:
            yield Fault(UNUSED_SUPPRESSION, report)


def _make_report(
    suppression: Suppression, kinds: Mapping[str, Kind], selection: RuleSelection, suggestion: str | None
) -> Report | None:
    name, place = suppression.rule, suppression.name_place
    kind = kinds.get(name)
    if kind is None:
        message = f"there is no rule `{name[:80]}` to suppress{suggestion or ''}"
        return Report(message, place, "use a name that `preclear rules` lists, or remove it")
    if kind.fatal:
        message = f"`{name}` can't be suppressed: it means that nothing else was checked"
        return Report(message, place, "remove the name")
    if kind in SUPPRESSION_KINDS:
        message = f"`{name}` can't be suppressed in the document: it is about the suppressions themselves"
        return Report(message, place, "remove the name; to turn the rule off, use `--ignore` or a config")
    if not selection.includes(kind):
        return None
    message = f"suppression of `{name}` suppresses nothing: that rule finds nothing {suppression.scope_text}"
    return Report(message, place, "remove it: it would hide the next finding before anyone sees it")


def _suggest_name(name: str, kinds: Mapping[str, Kind]) -> str | None:
    """Return the end of a message about an unknown name: what it is, or a similar name; None without either."""
    from preclear.openapi import suggest

    if name == "all" or any(name == kind.category for kind in kinds.values()):
        return f": that is {'every rule' if name == 'all' else 'a category'}; expected the names of rules"
    nearest_name = suggest(name, kinds)
    return f": did you mean `{nearest_name}`?" if nearest_name else None
