"""Match the patterns of schemas with an engine that doesn't backtrack. Patterns that it doesn't support are noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._patterns import lazy_pattern
from preclear._records import NamedTuple
from preclear.openapi.ecma_regex import regex_error
from preclear.openapi.examples.evaluator.rust_regex import rewrite_pattern

if TYPE_CHECKING:
    from jsonschema_rs import Validator

    from preclear.source import Place

_MAX_SIZE = 200_000
"""The largest size of a pattern with its repetitions expanded; ten times that for all patterns of a description."""
_REPETITION = lazy_pattern(r"\{(\d+)(?:,(\d*))?\}")
_MAX_GROUPS = 100
_SURROGATE = lazy_pattern(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")
_LOOKAROUND = lazy_pattern(r"\(\?<?[=!]")
_BACKREFERENCE = lazy_pattern(r"\\(?:k<|[1-9])")


class UnsupportedPattern(NamedTuple):
    """A pattern that wasn't matched, the reason, and its first place."""

    pattern: str
    reason: str
    place: Place


class PatternMatcher:
    """Matches patterns of ECMA-262, each compiled once, in time linear in the length of the text."""

    def __init__(self) -> None:
        self.unsupported: dict[str, UnsupportedPattern] = {}
        self._validators: dict[str, Validator | str] = {}
        self._remaining_size = 10 * _MAX_SIZE

    def is_supported(self, pattern: str) -> bool:
        """Whether the engine supports `pattern` after `rewrite_pattern`, so that a compiled schema may contain it."""
        return not isinstance(self._validator_or_reason(pattern), str)

    def match(self, pattern: str, text: str, place: Place) -> bool | None:
        """Whether `pattern` is found in `text`. If it isn't supported, note it with its `place` and return None."""
        validator = self._validator_or_reason(pattern)
        if isinstance(validator, str):
            self.note_unsupported(pattern, place)
            return None
        return validator.is_valid(text)

    def note_unsupported(self, pattern: str, place: Place) -> None:
        """Note that `pattern`, at `place`, isn't matched, if it isn't supported."""
        reason = self._validator_or_reason(pattern)
        if isinstance(reason, str) and reason:
            self.unsupported.setdefault(pattern, UnsupportedPattern(pattern, reason, place))

    def _validator_or_reason(self, pattern: str) -> Validator | str:
        """Return the validator of `pattern`, or the reason why there is none."""
        if pattern not in self._validators:
            self._validators[pattern] = self._compile(pattern)
        return self._validators[pattern]

    def _compile(self, pattern: str) -> Validator | str:
        from jsonschema_rs import RegexOptions, validator_for

        if regex_error(pattern) is not None:
            return ""  # invalid: `check_schemas` reports it
        size = _expanded_size(pattern)
        if size > _MAX_SIZE:
            return "it is too large once its repetitions are expanded"
        if size > self._remaining_size:
            return "the patterns of the document are too large in total once their repetitions are expanded"
        self._remaining_size -= size
        try:
            return validator_for({"pattern": rewrite_pattern(pattern)}, pattern_options=RegexOptions())
        except ValueError:
            return _unsupported_reason(pattern)


def _expanded_size(pattern: str) -> int:
    """Return an upper bound of the length of `pattern` with its repetitions expanded."""
    size = len(pattern) + 200 * pattern.count("\\p") + 200 * pattern.count("\\P")
    for match in _REPETITION.finditer(pattern):
        size *= max(1, min(int((match[2] or match[1])[:6]), _MAX_SIZE))
        if size > _MAX_SIZE:
            break
    return size


def _unsupported_reason(pattern: str) -> str:
    """Return why the engine doesn't support `pattern`, as a phrase."""
    if _LOOKAROUND.search(pattern):
        return "it uses lookahead or lookbehind"
    if _BACKREFERENCE.search(pattern):
        return "it uses a backreference"
    if _SURROGATE.search(rewrite_pattern(pattern)):
        return "it contains a lone surrogate"
    if "\\p{" in pattern or "\\P{" in pattern:
        return "it uses an unsupported Unicode property"
    if pattern.count("(") > _MAX_GROUPS:
        return "its groups are nested too deeply"
    return "it uses unsupported syntax"
