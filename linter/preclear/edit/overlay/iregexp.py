"""Regular expressions of JSONPath: I-Regexp (RFC 9485), in time linear in the text.

Patterns come from overlays and documents, so an engine that backtracks isn't safe. `^` and `$` match the start and the
end of the text, as in the compliance tests of JSONPath.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_STATES = 5_000
_MAX_DEPTH = 50

_SPECIAL = frozenset("()*+.?[\\]{|}")
_ESCAPES = {**{char: char for char in "()*+-.?[\\]^{|}"}, "n": "\n", "r": "\r", "t": "\t"}
_CATEGORY = re.compile(r"\\([pP])\{(L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|Z[lps]?|S[ckmo]?|C[cfno]?)\}")
_QUANTIFIER = re.compile(r"[*+?]|\{([0-9]+)(?:(,)([0-9]*))?\}")


class InvalidPatternError(Exception):
    """The text isn't an I-Regexp."""


class ComplexPatternError(Exception):
    """The pattern needs too many states, or its groups are nested too deeply."""


class _Char(NamedTuple):
    matches: Callable[[str], bool]


class _Anchor(NamedTuple):
    is_start: bool


class _Sequence(NamedTuple):
    parts: list[_Part]


class _Choice(NamedTuple):
    branches: list[_Part]


class _Repeat(NamedTuple):
    part: _Part
    least: int
    most: int | None


_Part: TypeAlias = "_Char | _Anchor | _Sequence | _Choice | _Repeat"


class _Parser:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.position = 0

    def parse(self) -> _Part:
        part = self._parse_choice(0)
        if self.position < len(self.pattern):
            raise InvalidPatternError
        return part

    def _parse_choice(self, depth: int) -> _Part:
        if depth > _MAX_DEPTH:
            raise ComplexPatternError
        branches: list[_Part] = []
        while True:
            parts: list[_Part] = []
            while self._peek() not in ("", "|", ")"):
                parts.append(self._parse_piece(depth))
            branches.append(_Sequence(parts))
            if self._peek() != "|":
                return _Choice(branches)
            self.position += 1

    def _parse_piece(self, depth: int) -> _Part:
        atom = self._parse_atom(depth)
        match = _QUANTIFIER.match(self.pattern, self.position)
        if match is None:
            return atom
        self.position = match.end()
        text, (least, comma, most) = match[0], match.groups()
        if text in ("*", "+", "?"):
            return _Repeat(atom, int(text == "+"), 1 if text == "?" else None)
        if len(least) > 9 or len(most or "") > 9:
            raise ComplexPatternError
        bounds = int(least), int(most) if most else None if comma else int(least)
        if bounds[1] is not None and bounds[0] > bounds[1]:
            raise InvalidPatternError
        return _Repeat(atom, *bounds)

    def _parse_atom(self, depth: int) -> _Part:
        char = self._peek()
        if char == "(":
            self.position += 1
            part = self._parse_choice(depth + 1)
            self._take(")")
            return part
        if char == "[":
            return self._parse_class()
        if char == "\\":
            category = self._take_category()
            return _Char(category if category is not None else _equals(self._take_escape()))
        self.position += 1
        if char == ".":
            return _Char(_is_no_line_break)
        if char in ("^", "$"):
            return _Anchor(char == "^")
        if char in _SPECIAL:
            raise InvalidPatternError
        return _Char(_equals(char))

    def _parse_class(self) -> _Part:
        self._take("[")
        is_negated = self._peek() == "^"
        self.position += is_negated
        tests: list[Callable[[str], bool]] = []
        if self._peek() == "-":
            self.position += 1
            tests.append(_equals("-"))
        while self._peek() not in ("]", ""):
            tests.append(self._parse_class_item())
        self._take("]")
        if not tests:
            raise InvalidPatternError
        return _Char(_any_of(tests, is_negated))

    def _parse_class_item(self) -> Callable[[str], bool]:
        if self.pattern.startswith("-]", self.position):
            self.position += 1
            return _equals("-")
        category = self._take_category()
        if category is not None:
            return category
        first = self._take_class_char()
        if self._peek() != "-" or self.pattern.startswith("-]", self.position):
            return _equals(first)
        self.position += 1
        last = self._take_class_char()
        if first > last:
            raise InvalidPatternError
        return lambda char: first <= char <= last

    def _take_class_char(self) -> str:
        char = self._peek()
        if char == "\\":
            return self._take_escape()
        if char in ("", "-", "[", "]"):
            raise InvalidPatternError
        self.position += 1
        return char

    def _take_escape(self) -> str:
        char = _ESCAPES.get(self.pattern[self.position + 1 : self.position + 2])
        if char is None:
            raise InvalidPatternError
        self.position += 2
        return char

    def _take_category(self) -> Callable[[str], bool] | None:
        match = _CATEGORY.match(self.pattern, self.position)
        if match is None:
            return None
        self.position = match.end()
        is_negated, name = match[1] == "P", match[2]
        return lambda char: unicodedata.category(char).startswith(name) != is_negated

    def _take(self, char: str) -> None:
        if self._peek() != char:
            raise InvalidPatternError
        self.position += 1

    def _peek(self) -> str:
        return self.pattern[self.position : self.position + 1]


def _equals(expected: str) -> Callable[[str], bool]:
    return lambda char: char == expected


def _is_no_line_break(char: str) -> bool:
    return char not in "\r\n"


def _any_of(tests: list[Callable[[str], bool]], is_negated: bool) -> Callable[[str], bool]:
    return lambda char: any(test(char) for test in tests) != is_negated


class _State:
    """A state of the automaton: it reads a character, or is at an anchor, or leads on without either."""

    __slots__ = ("anchor", "char", "next_states", "number")

    def __init__(self, number: int) -> None:
        self.number = number
        self.char: _Char | None = None
        self.anchor: _Anchor | None = None
        self.next_states: list[_State] = []


class Pattern:
    """A compiled I-Regexp. Raises InvalidPatternError if `text` isn't one, ComplexPatternError if it's too large.

    `state_count` is the number of states of the automaton: at most so many are visited for each character.
    """

    def __init__(self, text: str) -> None:
        self.state_count: int = 0
        part = _Parser(text).parse()
        self._end = self._new_state()
        self._start = self._build(part, self._end)

    def matches(self, text: str, spend: Callable[[int], None], *, anywhere: bool) -> bool:
        """Whether the pattern matches all of `text`, or any part of it. `spend` is called with the steps it takes."""
        states = self._follow([self._start], is_start=True, is_end=not text)
        last = len(text) - 1
        for index, char in enumerate(text):
            spend(1 + len(states))
            if anywhere and self._end in states:
                return True
            reached = [state.next_states[0] for state in states if state.char is not None and state.char.matches(char)]
            if anywhere:
                reached.append(self._start)
            elif not reached:
                return False
            states = self._follow(reached, is_start=False, is_end=index == last)
        return self._end in states

    def _follow(self, states: list[_State], *, is_start: bool, is_end: bool) -> list[_State]:
        """Return `states` and all that they lead to without reading a character."""
        seen: dict[int, _State] = {}
        waiting = states
        while waiting:
            state = waiting.pop()
            if state.number in seen:
                continue
            seen[state.number] = state
            anchor = state.anchor
            if state.char is None and (anchor is None or (is_start if anchor.is_start else is_end)):
                waiting.extend(state.next_states)
        return list(seen.values())

    def _new_state(self) -> _State:
        self.state_count += 1
        if self.state_count > MAX_STATES:
            raise ComplexPatternError
        return _State(self.state_count)

    def _build(self, part: _Part, end: _State) -> _State:
        """Return the first state of `part`, whose last one leads to `end`."""
        if isinstance(part, _Sequence):
            for inner in reversed(part.parts):
                end = self._build(inner, end)
            return end
        if isinstance(part, _Repeat):
            return self._build_repeat(part, end)
        state = self._new_state()
        if isinstance(part, _Choice):
            state.next_states = [self._build(branch, end) for branch in part.branches]
            return state
        state.next_states = [end]
        if isinstance(part, _Char):
            state.char = part
        else:
            state.anchor = part
        return state

    def _build_repeat(self, repeat: _Repeat, end: _State) -> _State:
        part, least, most = repeat
        if most is None:
            loop = self._new_state()
            loop.next_states = [self._build(part, loop), end]
            first = loop
        else:
            first = end
            for _ in range(most - least):
                option = self._new_state()
                option.next_states = [self._build(part, first), end]
                first = option
        for _ in range(least):
            self._new_state()  # counted even if the part is empty, which bounds the repetitions
            first = self._build(part, first)
        return first
