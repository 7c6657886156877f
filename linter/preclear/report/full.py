"""The format for people: a frame for every finding, and a last line."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from preclear.report.frame import WIDTH, Frames
from preclear.report.style import PLAIN, Style
from preclear.report.summary import omitted_lines, summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.report.results import Results

MANY = 20
"""Findings of one rule in one file that are all shown; of more, the first FIRST."""

FIRST = 5


def full(results: Results, style: Style = PLAIN, width: int = WIDTH, *, every: bool = False) -> Iterator[str]:
    """Give the lines of the report, without line ends; source lines are cut to `width` cells.

    Of a rule with more than MANY findings in one file the first FIRST are shown, and how many there are more in the
    place of the next; with `every` all are.
    """
    frames = Frames(style, width)
    totals: Counter[tuple[str, str]] = Counter((each.rule.name, each.path) for each in results.shown)
    kept = dict(totals)
    totals.update({key: number for key, number in results.omitted.items() if key in kept})
    folded = {key for key in kept if not every and totals[key] > MANY and kept[key] > FIRST}
    passed: Counter[tuple[str, str]] = Counter()
    for finding in results.shown:
        key = (finding.rule.name, finding.path)
        passed[key] += 1
        if key not in folded or passed[key] <= FIRST:
            yield from frames.lines(finding)
            yield ""
        elif passed[key] == FIRST + 1:
            yield from frames.fold(finding, totals[key] - FIRST)
            yield ""
    left_out = list(omitted_lines(results, folded))
    if left_out:
        yield from left_out
        yield ""
    yield summary(results, style)
