"""Columns of text, as wide as what stands in them, and no wider than the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.cells import fitted, width
from preclear.report.safe import safe_start
from preclear.report.style import BOLD, PLAIN, Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GAP = "  "
NARROWEST = 12
"""Cells below which no column is cut."""


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    room: int,
    style: Style = PLAIN,
    colours: Sequence[str] = (),
) -> Iterator[str]:
    """Give the heading's line and a line for each row, `room` cells at most; `colours` paint the rows' first column.

    Every text is made safe. Where they are too wide together, the widest columns are cut.
    """
    rows = [_inert(row) for row in rows]
    widths = [max(map(width, column)) for column in zip(headings, *rows, strict=True)]
    free = room - len(GAP) * (len(widths) - 1)
    while sum(widths) > free and max(widths) > NARROWEST:
        widest = widths.index(max(widths))
        others = sum(widths) - widths[widest]
        next_widest = max((each for each in widths if each < widths[widest]), default=NARROWEST)
        widths[widest] = max(free - others, next_widest - 1, NARROWEST)
    yield style(_row(headings, widths), BOLD)
    for number, row in enumerate(rows):
        first = fitted(row[0], widths[0])
        painted = style(first, colours[number]) if colours else first
        yield f"{painted}{GAP if len(row) > 1 else ''}{_row(row[1:], widths[1:])}".rstrip()


def _inert(row: Sequence[str]) -> Sequence[str]:
    """Give a row whose line a pipeline's runner takes for no command: it skips blanks, and so blank cells."""
    start = next((number for number, text in enumerate(row) if text and not text.isspace()), None)
    return row if start is None else (*row[:start], safe_start(row[start]), *row[start + 1 :])


def _row(texts: Sequence[str], widths: Sequence[int]) -> str:
    return GAP.join(fitted(text, room) for text, room in zip(texts, widths, strict=True)).rstrip()
