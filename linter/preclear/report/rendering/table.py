"""Tables: columns as wide as their contents, within a maximum width."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from preclear.report.rendering.cells import fit, measure_width
from preclear.report.rendering.escape import escape, escape_line_start
from preclear.report.rendering.style import BOLD, PLAIN, Style
from preclear.report.rendering.wrap import wrap_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

COLUMN_GAP = "  "
MIN_COLUMN_WIDTH = 12
"""Width in cells below which no column is cut."""
MIN_WRAPPED_WIDTH = 28
"""Width in cells that the last column needs at least to be wrapped, if it can move below its row instead."""
FOLD_INDENT = 4
_NONE: Mapping[str, str] = MappingProxyType({})


class Folding(NamedTuple):
    """How columns that don't fit beside the others on a terminal move below their row.

    The first `min_columns` stay. With `is_last_plain`, the last column explains itself and gets no label.
    """

    min_columns: int = 2
    is_last_plain: bool = True


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
    *,
    links: Mapping[str, str] = _NONE,
    indent: int = 0,
    folding: Folding | None = None,
) -> Iterator[str]:
    """Yield the headings and each row, at most `max_width` cells wide, or as wide as the terminal.

    Texts are escaped. `colours` are the colours of texts in the first column, and `links` the addresses of those in the
    second. If a row is too wide, the widest columns are cut. On a terminal, the last column wraps instead, so a row can
    be several lines, separated by newlines; with `folding`, the columns that don't fit at all move below their row.
    `indent` cells at the start of each line stay empty. `rows` are iterated twice.
    """
    widths = [measure_width(heading) for heading in headings]
    for row in rows:
        for column, text in enumerate(_escape_row(row)):
            widths[column] = max(widths[column], measure_width(text))
    max_width = style.width or max_width
    lay_out = _lay_out if style.width is None else _lay_out_terminal
    layout = lay_out(widths, max_width - indent, folding)
    margin = " " * indent
    yield margin + style(_format_row(headings, layout.widths), BOLD)
    last_start = indent + _total_width([*layout.widths[:-1], 0])
    for row in map(_escape_row, rows):
        cells = [*row[: len(layout.widths)]]
        more: list[str] = []
        if layout.is_wrapped:
            cells[-1], *more = wrap_line(escape(cells[-1]), layout.widths[-1], 0)
        texts = [fit(text, width) for text, width in zip(cells, layout.widths, strict=True)]
        texts[0] = style(texts[0], colours[cells[0]]) if cells[0] in colours else texts[0]
        if len(texts) > 1 and cells[1] in links:
            name = texts[1].rstrip()
            texts[1] = style.link(name, links[cells[1]]) + texts[1][len(name) :]
        lines = [f"{margin}{COLUMN_GAP.join(texts)}".rstrip(), *(f"{' ' * last_start}{line}" for line in more)]
        if folding is not None and len(cells) < len(row):
            below = [*zip(headings[len(cells) :], row[len(cells) :], strict=True)]
            lines += _format_below(below, folding, indent + FOLD_INDENT, max_width)
        yield "\n".join(lines)


class _Layout(NamedTuple):
    """The widths of the columns that are beside each other, and whether the last one wraps."""

    widths: list[int]
    is_wrapped: bool = False


def _lay_out(widths: list[int], available: int, folding: Folding | None) -> _Layout:
    """Cut the widest columns until all of them fit, or none is wider than MIN_COLUMN_WIDTH."""
    available -= len(COLUMN_GAP) * (len(widths) - 1)
    while sum(widths) > available and max(widths) > MIN_COLUMN_WIDTH:
        widest = widths.index(max(widths))
        others = sum(widths) - widths[widest]
        next_widest = max(
            (column_width for column_width in widths if column_width < widths[widest]), default=MIN_COLUMN_WIDTH
        )
        widths[widest] = max(available - others, next_widest - 1, MIN_COLUMN_WIDTH)
    return _Layout(widths)


def _lay_out_terminal(widths: list[int], available: int, folding: Folding | None) -> _Layout:
    """Wrap the last column if there's room, else move columns below their row, else cut the last one first."""
    if _total_width(widths) <= available or len(widths) == 1:
        return _lay_out(widths, available, folding)
    room = available - _total_width([*widths[:-1], 0])
    if room >= (MIN_COLUMN_WIDTH if folding is None else MIN_WRAPPED_WIDTH):
        return _Layout([*widths[:-1], room], is_wrapped=True)
    if folding is None:
        return _lay_out([*widths[:-1], max(min(widths[-1], MIN_COLUMN_WIDTH), room)], available, None)
    while len(widths) > folding.min_columns and _total_width(widths) > available:
        widths = widths[:-1]
    return _lay_out(widths, available, folding)


def _format_below(cells: Sequence[tuple[str, str]], folding: Folding, indent: int, max_width: int) -> Iterator[str]:
    """Yield the lines below a row: its other cells with their headings, and the last one without if it's plain."""
    labelled = cells[:-1] if folding.is_last_plain else cells
    texts = [", ".join(f"{heading.lower()} {escape(cell)}" for heading, cell in labelled if cell)]
    if folding.is_last_plain:
        texts.append(escape_line_start(cells[-1][1]))
    for text in filter(None, texts):
        yield from wrap_line(f"{' ' * indent}{text}", max_width, indent)


def _total_width(widths: Sequence[int]) -> int:
    return sum(widths) + len(COLUMN_GAP) * (len(widths) - 1)


def _escape_row(row: Sequence[str]) -> Sequence[str]:
    """Escape the first text of a row, so that its line isn't a pipeline command; runners skip leading blanks."""
    start = next((number for number, text in enumerate(row) if text and not text.isspace()), None)
    return row if start is None else (*row[:start], escape_line_start(row[start]), *row[start + 1 :])


def _format_row(texts: Sequence[str], widths: Sequence[int]) -> str:
    return COLUMN_GAP.join(fit(text, width) for text, width in zip(texts, widths, strict=False)).rstrip()
