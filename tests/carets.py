"""Read `#   ^^^ rule-name` lines: they say by hand where the line above must be reported.

`# <- rule-name` stands for the first two columns, where a `#` leaves no room for carets. What has no room for comments
(JSON, text that does not parse) has its lines in a file beside it, with `.carets` behind its name: `3:5-9 rule-name`.
A finding that ends on another line is marked to the end of its first line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_CARETS = re.compile(r"^#(?P<gap> *)(?P<carets>\^+) (?P<rule>[a-z][a-z0-9-]*)$")
_START = re.compile(r"^# (?P<arrow><-+) (?P<rule>[a-z][a-z0-9-]*)$")
_BESIDE = re.compile(r"^(?P<line>\d+):(?P<column>\d+)-(?P<end>\d+) (?P<rule>[a-z][a-z0-9-]*)$")


class Expected(NamedTuple):
    """A finding that must be there: line, first column and the column behind the last, 1-based."""

    line: int
    column: int
    end_column: int
    rule: str


def expected(path: Path) -> list[Expected]:
    """What the fixture `path` says must be found in it, sorted. Raises ValueError for a line that cannot be read."""
    beside = path.with_name(path.name + ".carets")
    if beside.exists():
        return sorted(_beside(line) for line in beside.read_text(encoding="utf-8").splitlines())
    found: list[Expected] = []
    above = 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        carets, start = _CARETS.match(line), _START.match(line)
        if carets is not None:
            column = 2 + len(carets["gap"])
            found.append(Expected(above, column, column + len(carets["carets"]), carets["rule"]))
        elif start is not None:
            found.append(Expected(above, 1, 1 + len(start["arrow"]), start["rule"]))
        else:
            above = number
    return sorted(found)


def _beside(line: str) -> Expected:
    match = _BESIDE.match(line)
    if match is None:
        raise ValueError(f"`{line}` is no `line:column-end rule`")
    return Expected(int(match["line"]), int(match["column"]), int(match["end"]), match["rule"])
