"""What a config can speak of: the rules, their categories, what they are based on, their options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from preclear.config.model import SettingValue
    from preclear.source import Kind

BASES = ("contract", "docs", "openapi", "inferred", "practice")
FATAL_REASON = "where it is found, nothing else is checked"


class RuleOption(Protocol):
    """An option of a rule: its name in a config, its type as annotations write it, its default."""

    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def default(self) -> SettingValue: ...


class RuleRegistry:
    """Tells what a name means, or why it means nothing."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._kinds = kinds
        self.rule_names = tuple(sorted(kinds))
        self.categories = tuple(sorted({kind.category for kind in kinds.values()}))
        self._selectors = frozenset(self.selectors)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Everything that can be found."""
        return tuple(self._kinds.values())

    @property
    def selectors(self) -> tuple[str, ...]:
        """Everything that can be selected."""
        return ("all", *(f"basis:{basis}" for basis in BASES), *self.categories, *self.rule_names)

    def options(self, rule: str) -> tuple[RuleOption, ...]:
        """The options of a rule; kinds that are found without a rule have none."""
        options: tuple[RuleOption, ...] = getattr(self._kinds.get(rule), "options", ())
        return options

    def is_fatal(self, rule: str) -> bool:
        """Whether a rule can neither be ignored nor made less grave."""
        kind = self._kinds.get(rule)
        return kind is not None and kind.fatal

    def find_selector_problem(self, selector: str, *, is_ignored: bool = False) -> str | None:
        """What is wrong with a selector, in words; None where nothing is."""
        if selector not in self._selectors:
            if selector.startswith("basis:"):
                return f"there is no basis `{selector}`; {make_hint(selector, [f'basis:{basis}' for basis in BASES])}"
            return f"there is no rule, category or basis `{selector}`; {make_hint(selector, self.selectors)}"
        if is_ignored and self.is_fatal(selector):
            return f"`{selector}` can't be ignored: {FATAL_REASON}"
        return None

    def find_rule_problem(self, rule: str) -> str | None:
        """What is wrong with the name of a rule, in words; None where nothing is."""
        if rule in self._kinds:
            return None
        if rule in self.categories:
            return f"`{rule}` is a category; expected the name of a rule"
        return f"there is no rule `{rule}`; {make_hint(rule, self.rule_names)}"


def make_hint(word: str, candidates: Iterable[str]) -> str:
    """Give the one of `candidates` that was probably meant, as a question; else all of them, or where they are listed."""
    from preclear.openapi import suggest

    names = tuple(candidates)
    suggestion = suggest(word, names)
    if suggestion is not None:
        return f"did you mean `{suggestion}`?"
    if len(names) > 16:
        return "`preclear rules` lists them all"
    return f"expected one of {', '.join(names)}" if names else "it has none"
