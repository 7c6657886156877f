"""Check the syntax of a regular expression as OpenAPI means it: ECMA-262, with or without its `u` flag.

JSON Schema 2020-12, validation 6.3.3 and core 6.4. A pattern is valid if either grammar of ECMA-262 allows it (22.2.1
and Annex B.1.2), except for letters with a backslash that have no meaning there: in other languages, `\\Z` is the end
of the text; in ECMA-262, it is the letter Z.
"""

from __future__ import annotations

import re

from preclear._patterns import lazy_pattern

_ESCAPE_LETTERS = frozenset("dDwWsSbBtnvfrcxupPk0123456789")
_QUANTIFIER = lazy_pattern(r"\{(\d+)(?:(,)(\d*))?\}")
_GROUP_OPENING = lazy_pattern(r"\?(?::|=|!|<=|<!|<[^\d\W][\w$]*>|<\$[\w$]*>|[ims]*(?:-[ims]*)?:)")
_CHARACTER = lazy_pattern(r"\\(?:u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|.)|.", re.DOTALL)
_CLASS_ESCAPES = frozenset("dDwWsSpPbB")


class _InvalidRegex(Exception):
    """The reason why a pattern is invalid."""


def regex_error(pattern: str) -> str | None:
    """Return why `pattern` isn't a regular expression of ECMA-262, as a phrase; None if it is one."""
    try:
        _parse(pattern)
    except _InvalidRegex as fault:
        return str(fault)
    return None


def _parse(pattern: str) -> None:
    position, depth, is_repeatable = 0, 0, False
    while position < len(pattern):
        char = pattern[position]
        if char == "\\":
            position = _skip_escape(pattern, position)
            is_repeatable = True
        elif char == "[":
            position = _skip_class(pattern, position)
            is_repeatable = True
        elif char == "(":
            position = _skip_group(pattern, position)
            depth += 1
            is_repeatable = False
        elif char == ")":
            if not depth:
                raise _InvalidRegex(f"the `)` at character {position + 1} closes nothing")
            depth -= 1
            position += 1
            is_repeatable = True
        elif char in "*+?" or (char == "{" and _QUANTIFIER.match(pattern, position)):
            if not is_repeatable:
                raise _InvalidRegex(f"the `{char}` at character {position + 1} has nothing to repeat")
            position = _skip_quantifier(pattern, position)
            is_repeatable = False
        else:
            is_repeatable = char not in "^|"
            position += 1
    if depth:
        raise _InvalidRegex("a `(` is not closed")


def _skip_escape(pattern: str, position: int) -> int:
    """Return the position after the escape at `position`."""
    escaped = pattern[position + 1 : position + 2]
    if not escaped:
        raise _InvalidRegex("it ends in a backslash")
    if escaped.isascii() and escaped.isalpha() and escaped not in _ESCAPE_LETTERS:
        raise _InvalidRegex(f"`\\{escaped}` isn't an escape")
    if escaped in "pP" and pattern[position + 2 : position + 3] == "{":
        end = pattern.find("}", position)
        if end < 0:
            raise _InvalidRegex(f"`\\{escaped}{{` is not closed")
        return end + 1
    match = _CHARACTER.match(pattern, position)
    return match.end() if match is not None else position + 2


def _skip_class(pattern: str, position: int) -> int:
    """Return the position after the character class at `position`."""
    start = position
    position += 2 if pattern[position + 1 : position + 2] == "^" else 1
    low: str | None = None
    is_range = False
    while position < len(pattern):
        if pattern[position] == "]":
            return position + 1
        end = _skip_escape(pattern, position) if pattern[position] == "\\" else position + 1
        item = pattern[position:end]
        if is_range and low is not None:
            _check_range(low, item)
            low, is_range = None, False
        elif item == "-" and low is not None and pattern[end : end + 1] != "]":
            is_range = True
        else:
            low, is_range = item, False
        position = end
    raise _InvalidRegex(f"the `[` at character {start + 1} is not closed")


def _check_range(low: str, high: str) -> None:
    first, last = _code_point(low), _code_point(high)
    if first is not None and last is not None and first > last:
        raise _InvalidRegex(f"the range `{low}-{high}` is out of order")


def _code_point(item: str) -> int | None:
    """The code point of an item of a character class; None for a class such as `\\d` and for other escapes."""
    if len(item) == 1:
        return ord(item)
    if item[1] in "xu":
        digits = item[2:].strip("{}")
        return int(digits, 16) if digits else None
    if item[1] in _CLASS_ESCAPES or item[1].isalnum():
        return None
    return ord(item[1])


def _skip_group(pattern: str, position: int) -> int:
    """Return the position after the opening of the group at `position`."""
    if pattern[position + 1 : position + 2] != "?":
        return position + 1
    match = _GROUP_OPENING.match(pattern, position + 1)
    if match is None:
        excerpt = pattern[position : position + 4]
        raise _InvalidRegex(f"`{excerpt}` at character {position + 1} doesn't open a group")
    return match.end()


def _skip_quantifier(pattern: str, position: int) -> int:
    """Return the position after the quantifier at `position`, with its `?` if it is lazy."""
    match = _QUANTIFIER.match(pattern, position)
    if match is not None and match[3] and int(match[1]) > int(match[3]):
        raise _InvalidRegex(f"`{match[0]}` has a minimum above its maximum")
    end = match.end() if match is not None else position + 1
    return end + 1 if pattern[end : end + 1] == "?" else end
