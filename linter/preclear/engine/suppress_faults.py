"""Suppressions that suppress nothing, told at the end of a run: when it is known what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.engine.suppress_kinds import KINDS, UNUSED_SUPPRESSION
from preclear.source import Fault, Report

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from preclear.engine.select import Selection
    from preclear.engine.suppress import Found, Suppression
    from preclear.source import Kind


def suppression_faults(
    found: Found, kinds: Mapping[str, Kind], selection: Selection, unsure: Collection[str]
) -> Iterator[Fault]:
    """Give what is wrong with the suppressions of one document that was checked to its end.

    `kinds` is everything that can be found, by name; of the rules in `unsure`, which did not run to their end, nothing
    is said.
    """
    yield from found.faults
    for each in found.suppressions:
        report = _report(each, kinds, selection)
        if report is not None and not each.used and each.rule not in unsure:
            yield Fault(UNUSED_SUPPRESSION, report)


def _report(suppression: Suppression, kinds: Mapping[str, Kind], selection: Selection) -> Report | None:
    name, at = suppression.rule, suppression.at
    kind = kinds.get(name)
    if kind is None:
        return Report(_unknown(name, kinds), at, "name a rule as `preclear rules` lists it, or remove the name")
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


def _unknown(name: str, kinds: Mapping[str, Kind]) -> str:
    from preclear.openapi.suggest import nearest

    shown = name[:80]
    if name == "all" or any(name == kind.category for kind in kinds.values()):
        return f"`{shown}` is no rule but {'every one' if name == 'all' else 'a category'}: expected the names of rules"
    near = nearest(name, kinds)
    return f"there is no rule `{shown}` to suppress" + (f": did you mean `{near}`?" if near else "")
