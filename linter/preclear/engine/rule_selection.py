"""Which kinds of finding are wanted, how grave they are, and with which options their rules run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.source import Kind, Severity

ALL_RULES = "all"
BASIS_PREFIX = "basis:"
"""How a selector names a basis: `basis:contract`. All others are the name of a rule, a category, or `all`."""


def selector_rank(selector: str, kind: Kind) -> int:
    """How closely `selector` names `kind`: 0 not at all, 1 as one of all, 2 by basis, 3 by category, 4 by its name."""
    if selector == kind.name:
        return 4
    if selector == kind.category:
        return 3
    if selector.startswith(BASIS_PREFIX):
        return 2 if selector.removeprefix(BASIS_PREFIX) == kind.basis else 0
    return 1 if selector == ALL_RULES else 0


def _empty_dict() -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class RuleSelection:
    """What was selected. The closest selector decides; of two that are equally close, `ignore` does.

    `severities` replace what a rule reports, by the rule's name; `options` are keyword arguments of rules, by name.
    `bases`, if there are any, narrow all this to what is based on them.
    """

    select: tuple[str, ...] = (ALL_RULES,)
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=_empty_dict)
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=_empty_dict)
    bases: tuple[str, ...] = ()

    def includes(self, kind: Kind) -> bool:
        """Whether findings of `kind` are reported. Those that are fatal always are: nothing else was checked then."""
        if kind.fatal:
            return True
        if self.bases and kind.basis not in self.bases:
            return False
        select_rank = max((selector_rank(selector, kind) for selector in self.select), default=0)
        ignore_rank = max((selector_rank(selector, kind) for selector in self.ignore), default=0)
        return select_rank > ignore_rank

    def effective_severity(self, kind: Kind, reported: Severity | None) -> Severity:
        """How grave a finding of `kind` is whose report says `reported`, or nothing of it."""
        return self.severities.get(kind.name) or reported or kind.severity


SELECT_ALL = RuleSelection()
