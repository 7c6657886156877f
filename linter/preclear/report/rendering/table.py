"""Tables: columns as wide as their contents, within a maximum width."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from preclear.report.rendering.cells import fit, measure_width
from preclear.report.rendering.escape import escape_line_start
from preclear.report.rendering.style import BOLD, PLAIN, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

COLUMN_GAP = "  "
MIN_COLUMN_WIDTH = 12
"""Width in cells below which no column is cut."""
_NONE: Mapping[str, str] = MappingProxyType({})


class Rows:
    """Rows that are made again in each iteration."""

    def __init__(self, make: Callable[[], Iterable[Sequence[str]]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[Sequence[str]]:
        return iter(self._make())


def format_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    max_width: int,
    style: Style = PLAIN,
    colours: Mapping[str, str] = _NONE,
) -> Iterator[str]:
    """Yield the line of the headings and a line for each row, at most `max_width` cells wide.

    Texts are escaped. `colours` are the colours of texts in the first column. If a row is too wide, the widest columns
    are cut. `rows` are iterated twice.
    """
    widths = [measure_width(heading) for heading in headings]
    for row in rows:
        for column, text in enumerate(_escape_row(row)):
            widths[column] = max(widths[column], measure_width(text))
    available = max_width - len(COLUMN_GAP) * (len(widths) - 1)
    while sum(widths) > available and max(widths) > MIN_COLUMN_WIDTH:
        widest = widths.index(max(widths))
        others = sum(widths) - widths[widest]
        next_widest = max(
            (column_width for column_width in widths if column_width < widths[widest]), default=MIN_COLUMN_WIDTH
        )
        widths[widest] = max(available - others, next_widest - 1, MIN_COLUMN_WIDTH)
    yield style(_format_row(headings, widths), BOLD)
    for row in map(_escape_row, rows):
        first = fit(row[0], widths[0])
        first_cell = style(first, colours[row[0]]) if row[0] in colours else first
        yield f"{first_cell}{COLUMN_GAP if len(row) > 1 else ''}{_format_row(row[1:], widths[1:])}".rstrip()


def _escape_row(row: Sequence[str]) -> Sequence[str]:
    """Escape the first text of a row, so that its line isn't a pipeline command; runners skip leading blanks."""
    start = next((number for number, text in enumerate(row) if text and not text.isspace()), None)
    return row if start is None else (*row[:start], escape_line_start(row[start]), *row[start + 1 :])


def _format_row(texts: Sequence[str], widths: Sequence[int]) -> str:
    return COLUMN_GAP.join(fit(text, width) for text, width in zip(texts, widths, strict=True)).rstrip()
