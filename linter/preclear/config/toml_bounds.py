"""Bounds on a TOML text, looked at before it is parsed: the standard library takes quadratic time and memory over keys.

For any text, TOML or not, in a time that grows with its length alone.
"""

from __future__ import annotations

import re

from preclear.config.errors import ConfigProblem
from preclear.source import Lines

MAX_KEY_PARTS = 32
"""Parts of one dotted key."""

MAX_DEPTH = 32
"""Arrays and inline tables in each other."""

MAX_VALUES = 10_000
"""Keys, headings and items of arrays."""

_TOKEN = re.compile(
    r"(?P<blank>[ \t\r\n]++|#[^\n]*+)"
    r'|(?P<text>"""(?:[^"\\]|\\.|"(?!""))*+"{3,5}|"(?!"")(?:[^"\\\n]|\\.)*+"'
    r"|\'\'\'(?:[^']|'(?!''))*+'{3,5}|'(?!'')[^'\n]*+')"
    r"|(?P<dot>\.)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<value>[=,])|(?P<quote>[\"'])"
    r"|(?P<other>[^ \t\r\n#\"'.\[\]{}=,]++)",
    re.DOTALL,
)


def find_bounds_problem(text: str) -> ConfigProblem | None:
    """Say what a text has too much of, at the place where it becomes too much; None where it is within all bounds."""
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
                return None  # a text without an end: the parser stops here
            case _:
                continue
        if values > MAX_VALUES:
            return _make_problem(text, token, f"there are more than {MAX_VALUES:,} keys and values")
    return None


def _make_problem(text: str, token: re.Match[str], message: str) -> ConfigProblem:
    return ConfigProblem(Lines(text).span(token.start(), token.end()), message)
