"""Bounds on a TOML text, checked before parsing: the standard library takes quadratic time and memory for long keys.

The check takes linear time for any text, valid TOML or not.
"""

from __future__ import annotations

import re

from preclear.config.errors import ConfigProblem
from preclear.source import Lines

MAX_KEY_PARTS = 32
"""The maximum number of parts of one dotted key."""

MAX_DEPTH = 32
"""The maximum nesting of arrays and inline tables."""

MAX_VALUES = 10_000
"""The maximum number of keys, headings and array items."""

_TOKEN = re.compile(
    r"(?P<blank>[ \t\r\n]++|#[^\n]*+)"
    r'|(?P<text>"""(?:[^"\\]|\\.|"(?!""))*+"{3,5}|"(?!"")(?:[^"\\\n]|\\.)*+"'
    r"|\'\'\'(?:[^']|'(?!''))*+'{3,5}|'(?!'')[^'\n]*+')"
    r"|(?P<dot>\.)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<value>[=,])|(?P<quote>[\"'])"
    r"|(?P<other>[^ \t\r\n#\"'.\[\]{}=,]++)",
    re.DOTALL,
)


def find_bounds_problem(text: str) -> ConfigProblem | None:
    """Return the first bound that a text exceeds, at the place where it does; None if it is within all bounds."""
    parts, depth, values = 1, 0, 0
    for token in _TOKEN.finditer(text):
        match token.lastgroup:
            case "dot":
                parts += 1
                if parts > MAX_KEY_PARTS:
                    return _make_problem(text, token, f"this key has more than {MAX_KEY_PARTS} parts")
            case "open":
                depth += 1
                parts = 1
                if depth > MAX_DEPTH:
                    return _make_problem(text, token, f"arrays and tables nest deeper than {MAX_DEPTH} levels")
            case "close":
                depth = max(0, depth - 1)
                values += depth == 0
                parts = 1
            case "value":
                values += 1
                parts = 1
            case "blank":
                if "\n" in token[0]:
                    parts = 1
            case "quote":
                return None  # an unterminated string: the parser stops here
            case _:
                continue
        if values > MAX_VALUES:
            return _make_problem(text, token, f"there are more than {MAX_VALUES:,} keys and values")
    return None


def _make_problem(text: str, token: re.Match[str], message: str) -> ConfigProblem:
    return ConfigProblem(Lines(text).span(token.start(), token.end()), message)
