"""Suppressions that suppress nothing, told at the end of a run: when it is known what was found."""

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
"""Names that no rule has, for which the right one is looked for: a hostile document has a million."""


def find_suppression_faults(
    scan: SuppressionScan, kinds: Mapping[str, Kind], selection: RuleSelection, failed_rules: Collection[str]
) -> Iterator[Fault]:
    """Give what is wrong with the suppressions of one document that was checked to its end.

    `kinds` is everything that can be found, by name; of the rules in `failed_rules`, which did not run to their end,
    nothing is said.
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
        report = _report(suppression, kinds, selection, suggestions.get(suppression.rule))
        if report is not None:
            yield Fault(UNUSED_SUPPRESSION, report)


def _report(
    suppression: Suppression, kinds: Mapping[str, Kind], selection: RuleSelection, suggestion: str | None
) -> Report | None:
    name, at = suppression.rule, suppression.name_place
    kind = kinds.get(name)
    if kind is None:
        message = f"there is no rule `{name[:80]}` to suppress{suggestion or ''}"
        return Report(message, at, "name a rule as `preclear rules` lists it, or remove the name")
    if kind.fatal:
        message = f"`{name}` can't be suppressed: where it is found, nothing else can be checked"
        return Report(message, at, "remove the name")
    if kind in SUPPRESSION_KINDS:
        message = f"`{name}` can't be suppressed by a suppression: it says whether that is needed"
        return Report(message, at, "remove the name; leave the rule out with `--ignore` or in a config")
    if not selection.includes(kind):
        return None
    message = f"suppression of `{name}` suppresses nothing: that rule finds nothing {suppression.scope_text}"
    return Report(message, at, "remove it: it would hide the next finding, which nobody has looked at")


def _suggest_name(name: str, kinds: Mapping[str, Kind]) -> str | None:
    """What is to be said of a name that no rule has."""
    from preclear.openapi.suggest import suggest

    if name == "all" or any(name == kind.category for kind in kinds.values()):
        return f": that is {'every rule' if name == 'all' else 'a category'}, expected the names of rules"
    nearest_name = suggest(name, kinds)
    return f": did you mean `{nearest_name}`?" if nearest_name else None
