"""Bounds on a TOML text, looked at before it is parsed: the standard library takes quadratic time and memory over keys.

For any text, TOML or not, in a time that grows with its length alone.
"""

from __future__ import annotations

import re

from preclear.config.trouble import Trouble
from preclear.source.lines import Lines

PARTS = 32
"""Parts of one dotted key."""

DEPTH = 32
"""Arrays and inline tables in each other."""

VALUES = 10_000
"""Keys, headings and items of arrays."""

_TOKEN = re.compile(
    r"(?P<blank>[ \t\r\n]++|#[^\n]*+)"
    r'|(?P<text>"""(?:[^"\\]|\\.|"(?!""))*+"{3,5}|"(?!"")(?:[^"\\\n]|\\.)*+"'
    r"|\'\'\'(?:[^']|'(?!''))*+'{3,5}|'(?!'')[^'\n]*+')"
    r"|(?P<dot>\.)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<value>[=,])|(?P<quote>[\"'])"
    r"|(?P<other>[^ \t\r\n#\"'.\[\]{}=,]++)",
    re.DOTALL,
)


def bounds_trouble(text: str) -> Trouble | None:
    """Say what a text has too much of, at the place where it becomes too much; None where it is within all bounds."""
    parts, depth, values = 1, 0, 0
    for found in _TOKEN.finditer(text):
        match found.lastgroup:
            case "dot":
                parts += 1
                if parts > PARTS:
                    return _trouble(text, found, f"this key has more than {PARTS} parts")
            case "open":
                depth += 1
                parts = 1
                if depth > DEPTH:
                    return _trouble(text, found, f"arrays and tables nest deeper than {DEPTH} levels")
            case "close":
                depth = max(0, depth - 1)
                values += depth == 0
                parts = 1
            case "value":
                values += 1
                parts = 1
            case "blank":
                if "\n" in found[0]:
                    parts = 1
            case "quote":
                return None  # a text without an end: the parser stops here
            case _:
                continue
        if values > VALUES:
            return _trouble(text, found, f"there are more than {VALUES:,} keys and values")
    return None


def _trouble(text: str, found: re.Match[str], message: str) -> Trouble:
    return Trouble(Lines(text).span(found.start(), found.end()), message)
