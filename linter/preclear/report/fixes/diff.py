"""Changes of files as a unified diff."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from preclear.report.rendering.escape import escape_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from preclear.edit import FixedFile

CONTEXT = 3
"""Unchanged lines around a change."""

_MAX_DISTANCE = 400
"""Lines that are searched for the end of a change."""

_ANCHOR = 3
"""Equal lines that end a change if the numbers of its old and new lines differ; otherwise, one is enough."""

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


class _Change(NamedTuple):
    """Replaced lines: indexes (0-based) of the first and after the last, in the old and in the new text."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


class ReplacedLines(NamedTuple):
    """Whole lines that differ: the 0-based offsets of the old ones, with an exclusive end, and the new ones."""

    start: int
    end: int
    new_text: str


def find_replaced_lines(old_text: str, new_text: str) -> Iterator[ReplacedLines]:
    """Yield the lines that differ, in order. It takes linear time, so that they aren't always the fewest."""
    old, new = _LINE.findall(old_text), _LINE.findall(new_text)
    starts = [0, *accumulate(map(len, old))]
    for change in _find_changes(old, new):
        text = "".join(new[change.new_start : change.new_end])
        yield ReplacedLines(starts[change.old_start], starts[change.old_end], text)


def format_diff(files: Iterable[FixedFile]) -> Iterator[str]:
    """Yield the lines of a diff, with newlines. It takes linear time, so that it isn't always the shortest one."""
    for file in files:
        yield from diff_texts(file.old_text, file.new_text, escape_path(file.path))


def diff_texts(old_text: str, new_text: str, path: str) -> Iterator[str]:
    """Yield the lines of the diff of one file, with newlines; none if the texts are equal."""
    old, new = _LINE.findall(old_text), _LINE.findall(new_text)
    changes = list(_find_changes(old, new))
    if changes:
        yield f"--- {path}\n"
        yield f"+++ {path}\n"
    start = 0
    for index, change in enumerate(changes):
        is_last = index == len(changes) - 1
        if is_last or changes[index + 1].old_start - change.old_end > 2 * CONTEXT:
            yield from _format_hunk(old, new, changes[start : index + 1])
            start = index + 1


def _format_hunk(old: Sequence[str], new: Sequence[str], changes: Sequence[_Change]) -> Iterator[str]:
    first, last = changes[0], changes[-1]
    before = min(CONTEXT, first.old_start)
    after = min(CONTEXT, len(old) - last.old_end)
    old_start, old_end = first.old_start - before, last.old_end + after
    new_start, new_end = first.new_start - before, last.new_end + after
    yield f"@@ -{_format_range(old_start, old_end)} +{_format_range(new_start, new_end)} @@\n"
    position = old_start
    for change in changes:
        yield from _format_lines(" ", old[position : change.old_start])
        yield from _format_lines("-", old[change.old_start : change.old_end])
        yield from _format_lines("+", new[change.new_start : change.new_end])
        position = change.old_end
    yield from _format_lines(" ", old[position:old_end])


def _format_range(start: int, end: int) -> str:
    length = end - start
    first = start + 1 if length else start
    return f"{first}" if length == 1 else f"{first},{length}"


def _format_lines(prefix: str, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield f"{prefix}{line}" if line.endswith("\n") else f"{prefix}{line}\n\\ No newline at end of file\n"


def _find_changes(old: Sequence[str], new: Sequence[str]) -> Iterator[_Change]:
    """Find the changed lines from the start: a change ends at the nearest lines that are equal again."""
    tail = 0
    while tail < min(len(old), len(new)) and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    old_end, new_end = len(old) - tail, len(new) - tail
    i = j = 0
    while i < old_end or j < new_end:
        if i < old_end and j < new_end and old[i] == new[j]:
            i, j = i + 1, j + 1
            continue
        skipped = _find_anchor(old, new, i, j, old_end, new_end)
        i_end, j_end = (old_end, new_end) if skipped is None else (i + skipped[0], j + skipped[1])
        yield _Change(i, i_end, j, j_end)
        i, j = i_end, j_end


def _find_anchor(
    old: Sequence[str], new: Sequence[str], i: int, j: int, old_end: int, new_end: int
) -> tuple[int, int] | None:
    """Return after how many old and new lines the texts are equal again; None if that's too far away."""
    for distance in range(1, _MAX_DISTANCE):
        for skipped in range(max(0, distance - (new_end - j)), min(distance, old_end - i) + 1):
            a, b = i + skipped, j + distance - skipped
            length = 1 if 2 * skipped == distance else _ANCHOR
            if a < old_end and b < new_end and old[a : a + length] == new[b : b + length]:
                return skipped, distance - skipped
    return None
