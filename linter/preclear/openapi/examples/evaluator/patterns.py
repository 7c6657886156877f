"""Patterns of schemas, matched by an engine that cannot backtrack; what it cannot take is noted, not guessed at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.ecma_regex import regex_error
from preclear.openapi.examples.evaluator.rust_regex import rewrite_pattern

if TYPE_CHECKING:
    from jsonschema_rs import Validator

    from preclear.source import Place

_MAX_SIZE = 200_000
"""The size that one pattern may have with its repetitions written out; ten times that, all of a description."""
_REPETITION = re.compile(r"\{(\d+)(?:,(\d*))?\}")
_MAX_GROUPS = 100
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")
_LOOKAROUND = re.compile(r"\(\?<?[=!]")
_BACKREFERENCE = re.compile(r"\\(?:k<|[1-9])")


class UnsupportedPattern(NamedTuple):
    """A pattern that was not matched against anything, why, and the first place where it stands."""

    pattern: str
    reason: str
    place: Place


class PatternMatcher:
    """Every pattern that examples are held against, compiled once (ECMA-262, linear in the text's length)."""

    def __init__(self) -> None:
        self.unsupported: dict[str, UnsupportedPattern] = {}
        self._validators: dict[str, Validator | str] = {}
        self._remaining_size = 10 * _MAX_SIZE

    def is_supported(self, pattern: str) -> bool:
        """Whether the engine takes `pattern`, as `rewritten`: only then may it stand in a schema that is compiled."""
        return not isinstance(self._validator_or_reason(pattern), str)

    def match(self, pattern: str, text: str, place: Place) -> bool | None:
        """Whether `pattern`, which stands at `place`, is found in `text`; None where that cannot be told."""
        validator = self._validator_or_reason(pattern)
        if isinstance(validator, str):
            self.note_unsupported(pattern, place)
            return None
        return validator.is_valid(text)

    def note_unsupported(self, pattern: str, place: Place) -> None:
        """Note that `pattern`, which is not usable and stands at `place`, is not held against anything."""
        reason = self._validator_or_reason(pattern)
        if isinstance(reason, str) and reason:
            self.unsupported.setdefault(pattern, UnsupportedPattern(pattern, reason, place))

    def _validator_or_reason(self, pattern: str) -> Validator | str:
        """What matches `pattern`, or why nothing does."""
        if pattern not in self._validators:
            self._validators[pattern] = self._compile(pattern)
        return self._validators[pattern]

    def _compile(self, pattern: str) -> Validator | str:
        from jsonschema_rs import RegexOptions, validator_for

        if regex_error(pattern) is not None:
            return ""  # which is told elsewhere
        size = _expanded_size(pattern)
        if size > _MAX_SIZE:
            return "it is too large with its repetitions written out"
        if size > self._remaining_size:
            return "the patterns of the document are too large together, with their repetitions written out"
        self._remaining_size -= size
        try:
            return validator_for({"pattern": rewrite_pattern(pattern)}, pattern_options=RegexOptions())
        except ValueError:
            return _unsupported_reason(pattern)


def _expanded_size(pattern: str) -> int:
    """About how long `pattern` is with its repetitions written out: never less than that."""
    size = len(pattern) + 200 * pattern.count("\\p") + 200 * pattern.count("\\P")
    for match in _REPETITION.finditer(pattern):
        size *= max(1, min(int((match[2] or match[1])[:6]), _MAX_SIZE))
        if size > _MAX_SIZE:
            break
    return size


def _unsupported_reason(pattern: str) -> str:
    """Why the engine does not take `pattern`, in words."""
    if _LOOKAROUND.search(pattern):
        return "it looks ahead or behind"
    if _BACKREFERENCE.search(pattern):
        return "it refers back to what a group found"
    if _SURROGATE.search(rewrite_pattern(pattern)):
        return "it has half of a character, a surrogate, in it"
    if "\\p{" in pattern or "\\P{" in pattern:
        return "it asks for a property of characters that is not known here"
    if pattern.count("(") > _MAX_GROUPS:
        return "its groups are nested too deeply"
    return "it is written in a way that is not read here"
