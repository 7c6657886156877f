"""Patterns of schemas, matched by an engine that cannot backtrack; what it cannot take is noted, not guessed at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.ecma_regex import regex_fault

if TYPE_CHECKING:
    from jsonschema_rs import Validator

    from preclear.source import Place

_MOST = 200_000
"""The size that one pattern may have with its repetitions written out; ten times that, all of a description."""
_COUNT = re.compile(r"\{(\d+)(?:,(\d*))?\}")
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
        self.unmatched: list[Unmatched] = []
        self._known: dict[str, Validator | None] = {}
        self._left = 10 * _MOST

    def usable(self, pattern: str) -> bool:
        """Whether the engine takes `pattern`: only then may it stand in a schema that is compiled."""
        return self._of(pattern)[0] is not None

    def match(self, pattern: str, text: str, at: Place) -> bool | None:
        """Whether `pattern`, which stands at `at`, is found in `text`; None where that cannot be told."""
        validator, why = self._of(pattern)
        if validator is None:
            if why and all(each.pattern != pattern for each in self.unmatched):
                self.unmatched.append(Unmatched(pattern, why, at))
            return None
        return validator.is_valid(text)

    def _of(self, pattern: str) -> tuple[Validator | None, str]:
        if pattern not in self._known:
            self._known[pattern] = self._compiled(pattern)
        validator = self._known[pattern]
        return validator, "" if validator is not None else _reason(pattern)

    def _compiled(self, pattern: str) -> Validator | None:
        from jsonschema_rs import RegexOptions, validator_for

        size = _size(pattern)
        if size > min(_MOST, self._left) or regex_fault(pattern) is not None:
            return None
        self._left -= size
        try:
            return validator_for({"pattern": pattern}, pattern_options=RegexOptions())
        except ValueError:
            return None


def _size(pattern: str) -> int:
    """About how long `pattern` is with its repetitions written out: never less than that."""
    size = len(pattern) + 200 * pattern.count("\\p") + 200 * pattern.count("\\P")
    for match in _COUNT.finditer(pattern):
        size *= max(1, min(int((match[2] or match[1])[:6]), _MOST))
        if size > _MOST:
            break
    return size


def _reason(pattern: str) -> str:
    """Why it is not matched, in words; empty where the pattern is none, which is told elsewhere."""
    if regex_fault(pattern) is not None:
        return ""
    if _LOOKS.search(pattern):
        return "it looks ahead or behind"
    if _NAMES_GROUP.search(pattern):
        return "it refers back to what a group found"
    if _size(pattern) > _MOST:
        return "it is too large with its repetitions written out"
    return "it is beyond what is matched in bounded time"
