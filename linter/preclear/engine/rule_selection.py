"""Which rules are selected, with which severities and options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from preclear._records import Record, field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.source import Kind, Severity

ALL_RULES = "all"
BASIS_PREFIX = "basis:"
"""The prefix of a selector for a basis: `basis:contract`. Other selectors are a rule, a category, or `all`."""


def selector_rank(selector: str, kind: Kind) -> int:
    """Return how specifically `selector` selects `kind`: 4 by name, 3 by category, 2 by basis, 1 as `all`, else 0."""
    if selector == kind.name:
        return 4
    if selector == kind.category:
        return 3
    if selector.startswith(BASIS_PREFIX):
        return 2 if selector.removeprefix(BASIS_PREFIX) == kind.basis else 0
    return 1 if selector == ALL_RULES else 0


def _empty_dict() -> dict[str, Any]:
    return {}


class RuleSelection(Record):
    """The selected rules. The most specific selector decides; of two equally specific ones, `ignore` does.

    `severities` override those of reports, by rule name. `options` are keyword arguments of rules, by rule name.
    `bases`, if not empty, narrow the selection to rules with one of these bases.
    """

    select: tuple[str, ...] = (ALL_RULES,)
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=_empty_dict)
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=_empty_dict)
    bases: tuple[str, ...] = ()

    def includes(self, kind: Kind) -> bool:
        """Whether findings of `kind` are reported. Fatal ones always are: they mean that nothing else was checked."""
        if kind.fatal:
            return True
        if self.bases and kind.basis not in self.bases:
            return False
        return _rank_highest(self.select, kind) > _rank_highest(self.ignore, kind)

    def effective_severity(self, kind: Kind, reported: Severity | None) -> Severity:
        """Return the severity of a finding of `kind` whose report has the severity `reported`, or none."""
        return self.severities.get(kind.name) or reported or kind.severity


def _rank_highest(selectors: tuple[str, ...], kind: Kind) -> int:
    return max([selector_rank(selector, kind) for selector in selectors]) if selectors else 0


SELECT_ALL = RuleSelection()
