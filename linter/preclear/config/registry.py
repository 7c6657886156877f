"""The names that a config can use: rules, categories, bases and options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from preclear.config.model import SettingValue
    from preclear.source import Kind

BASES = ("contract", "docs", "openapi", "inferred", "practice")
FATAL_REASON = "it means that nothing else was checked"


class RuleOption(Protocol):
    """An option of a rule: its name in a config, its type as an annotation, its default."""

    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def default(self) -> SettingValue: ...


class RuleRegistry:
    """Looks up names of a config, and explains what is wrong with an unknown one."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._kinds = kinds
        self.rule_names: tuple[str, ...] = tuple(sorted(kinds))
        self.categories: tuple[str, ...] = tuple(sorted({kind.category for kind in kinds.values()}))
        self._selectors = frozenset(self.selectors)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """All kinds of findings."""
        return tuple(self._kinds.values())

    @property
    def selectors(self) -> tuple[str, ...]:
        """All selectors."""
        return ("all", *(f"basis:{basis}" for basis in BASES), *self.categories, *self.rule_names)

    def options(self, rule: str) -> tuple[RuleOption, ...]:
        """Return the options of a rule. A kind that is found without a rule has none."""
        options: tuple[RuleOption, ...] = getattr(self._kinds.get(rule), "options", ())
        return options

    def is_fatal(self, rule: str) -> bool:
        """Whether a rule can't be ignored, and its severity can't be changed."""
        kind = self._kinds.get(rule)
        return kind is not None and kind.fatal

    def find_selector_problem(self, selector: str, *, is_ignored: bool = False) -> str | None:
        """Return what is wrong with a selector; None if it is valid."""
        if selector not in self._selectors:
            if selector.startswith("basis:"):
                return f"there is no basis `{selector}`; {make_hint(selector, [f'basis:{basis}' for basis in BASES])}"
            return f"there is no rule, category or basis `{selector}`; {make_hint(selector, self.selectors)}"
        if is_ignored and self.is_fatal(selector):
            return f"`{selector}` can't be ignored: {FATAL_REASON}"
        return None

    def find_rule_problem(self, rule: str) -> str | None:
        """Return what is wrong with the name of a rule; None if it is valid."""
        if rule in self._kinds:
            return None
        if rule in self.categories:
            return f"`{rule}` is a category; expected the name of a rule"
        return f"there is no rule `{rule}`; {make_hint(rule, self.rule_names)}"


def make_hint(word: str, candidates: Iterable[str], *, listing: str = "preclear rules") -> str:
    """Return a hint for an unknown `word`: a similar candidate, else all candidates, or the command that lists them."""
    from preclear.openapi import suggest

    names = tuple(candidates)
    suggestion = suggest(word, names)
    if suggestion is not None:
        return f"did you mean `{suggestion}`?"
    if len(names) > 16:
        return f"`{listing}` lists them all"
    return f"expected one of {', '.join(names)}" if names else "it has no options"
