"""Suppressions that suppress nothing, told at the end of a run: when it is known what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.engine.suppression.kinds import KINDS, UNUSED_SUPPRESSION
from preclear.source import Fault, Report

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from preclear.engine.select import Selection
    from preclear.engine.suppression.suppress import Found, Suppression
    from preclear.source import Kind

GUESSES = 100
"""Names that no rule has, for which the right one is looked for: a hostile document has a million."""


def suppression_faults(
    found: Found, kinds: Mapping[str, Kind], selection: Selection, unsure: Collection[str]
) -> Iterator[Fault]:
    """Give what is wrong with the suppressions of one document that was checked to its end.

    `kinds` is everything that can be found, by name; of the rules in `unsure`, which did not run to their end, nothing
    is said.
    """
    yield from found.faults
    guesses: dict[str, str | None] = {}
    for each in found.suppressions:
        if each.used or each.rule in unsure:
            continue
        if each.rule not in kinds and each.rule not in guesses:
            guesses[each.rule] = _meant(each.rule, kinds) if len(guesses) < GUESSES else None
        report = _report(each, kinds, selection, guesses.get(each.rule))
        if report is not None:
            yield Fault(UNUSED_SUPPRESSION, report)


def _report(
    suppression: Suppression, kinds: Mapping[str, Kind], selection: Selection, meant: str | None
) -> Report | None:
    name, at = suppression.rule, suppression.at
    kind = kinds.get(name)
    if kind is None:
        message = f"there is no rule `{name[:80]}` to suppress{meant or ''}"
        return Report(message, at, "name a rule as `preclear rules` lists it, or remove the name")
    if kind.fatal:
        message = f"`{name}` can't be suppressed: where it is found, nothing else can be checked"
        return Report(message, at, "remove the name")
    if kind in KINDS:
        message = f"`{name}` can't be suppressed by a suppression: it says whether that is needed"
        return Report(message, at, "remove the name; leave the rule out with `--ignore` or in a config")
    if not selection.wants(kind):
        return None
    message = f"suppression of `{name}` suppresses nothing: that rule finds nothing {suppression.where}"
    return Report(message, at, "remove it: it would hide the next finding, which nobody has looked at")


def _meant(name: str, kinds: Mapping[str, Kind]) -> str | None:
    """What is to be said of a name that no rule has."""
    from preclear.openapi.suggest import nearest

    if name == "all" or any(name == kind.category for kind in kinds.values()):
        return f": that is {'every rule' if name == 'all' else 'a category'}, expected the names of rules"
    near = nearest(name, kinds)
    return f": did you mean `{near}`?" if near else None
