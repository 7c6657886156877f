"""Patterns of schemas, matched by an engine that cannot backtrack; what it cannot take is noted, not guessed at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.examples.evaluator.ecma_regex import regex_fault
from preclear.openapi.examples.evaluator.regex import rewritten

if TYPE_CHECKING:
    from jsonschema_rs import Validator

    from preclear.source import Place

_MOST = 200_000
"""The size that one pattern may have with its repetitions written out; ten times that, all of a description."""
_COUNT = re.compile(r"\{(\d+)(?:,(\d*))?\}")
_DEEP = 100
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")
_LOOKS = re.compile(r"\(\?<?[=!]")
_NAMES_GROUP = re.compile(r"\\(?:k<|[1-9])")


class Unmatched(NamedTuple):
    """A pattern that was not matched against anything, why, and the first place where it stands."""

    pattern: str
    why: str
    at: Place


class Patterns:
    """Every pattern that examples are held against, compiled once (ECMA-262, linear in the text's length)."""

    def __init__(self) -> None:
        self.unmatched: dict[str, Unmatched] = {}
        self._known: dict[str, Validator | str] = {}
        self._left = 10 * _MOST

    def usable(self, pattern: str) -> bool:
        """Whether the engine takes `pattern`, as `rewritten`: only then may it stand in a schema that is compiled."""
        return not isinstance(self._of(pattern), str)

    def match(self, pattern: str, text: str, at: Place) -> bool | None:
        """Whether `pattern`, which stands at `at`, is found in `text`; None where that cannot be told."""
        validator = self._of(pattern)
        if isinstance(validator, str):
            self.pass_over(pattern, at)
            return None
        return validator.is_valid(text)

    def pass_over(self, pattern: str, at: Place) -> None:
        """Note that `pattern`, which is not usable and stands at `at`, is not held against anything."""
        why = self._of(pattern)
        if isinstance(why, str) and why:
            self.unmatched.setdefault(pattern, Unmatched(pattern, why, at))

    def _of(self, pattern: str) -> Validator | str:
        """What matches `pattern`, or why nothing does."""
        if pattern not in self._known:
            self._known[pattern] = self._compiled(pattern)
        return self._known[pattern]

    def _compiled(self, pattern: str) -> Validator | str:
        from jsonschema_rs import RegexOptions, validator_for

        if regex_fault(pattern) is not None:
            return ""  # which is told elsewhere
        size = _size(pattern)
        if size > _MOST:
            return "it is too large with its repetitions written out"
        if size > self._left:
            return "the patterns of the document are too large together, with their repetitions written out"
        self._left -= size
        try:
            return validator_for({"pattern": rewritten(pattern)}, pattern_options=RegexOptions())
        except ValueError:
            return _reason(pattern)


def _size(pattern: str) -> int:
    """About how long `pattern` is with its repetitions written out: never less than that."""
    size = len(pattern) + 200 * pattern.count("\\p") + 200 * pattern.count("\\P")
    for match in _COUNT.finditer(pattern):
        size *= max(1, min(int((match[2] or match[1])[:6]), _MOST))
        if size > _MOST:
            break
    return size


def _reason(pattern: str) -> str:
    """Why the engine does not take `pattern`, in words."""
    if _LOOKS.search(pattern):
        return "it looks ahead or behind"
    if _NAMES_GROUP.search(pattern):
        return "it refers back to what a group found"
    if _SURROGATE.search(rewritten(pattern)):
        return "it has half of a character, a surrogate, in it"
    if "\\p{" in pattern or "\\P{" in pattern:
        return "it asks for a property of characters that is not known here"
    if pattern.count("(") > _DEEP:
        return "its groups are nested too deeply"
    return "it is written in a way that is not read here"
