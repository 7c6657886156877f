"""The width of text on a terminal, in cells.

Characters that Unicode calls wide or full-width (UAX 11) take two cells. Combining marks, joiners and variation
selectors take none. An escape takes one cell for each of its characters, and a tab always takes four.
"""

from __future__ import annotations

from unicodedata import category, east_asian_width

from preclear._records import NamedTuple
from preclear.report.rendering.escape import escape, find_escapes

TAB_WIDTH = 4
"""Cells of a tab at any position, so that an excerpt of a line is as wide as in the line."""


class Cell(NamedTuple):
    """One character of a line as it is shown, and its width in cells."""

    text: str
    width: int


_PLAIN = {character: Cell(character, 1) for character in map(chr, range(0x20, 0x7F))}


def split_cells(text: str) -> list[Cell]:
    """Return each character of `text` as it is shown; `text` has no newline."""
    if is_plain(text):
        return list(map(_PLAIN.__getitem__, text))
    escapes = find_escapes(text)
    line_cells: list[Cell] = []
    for offset, character in enumerate(text):
        escape = escapes.get(offset)
        if escape is not None:
            line_cells.append(Cell(escape, len(escape)))
        elif character == "\t":
            line_cells.append(Cell(" " * TAB_WIDTH, TAB_WIDTH))
        else:
            line_cells.append(Cell(character, _char_width(character)))
    return line_cells


def measure_width(text: str) -> int:
    """Return the width of `text` in cells after it is escaped."""
    if is_plain(text):
        return len(text)
    return sum(cell.width for cell in split_cells(escape(text)))


def fit(text: str, width: int) -> str:
    """Escape `text` and fit it to exactly `width` cells: pad it with spaces, or cut it with `…`."""
    if len(text) <= width and is_plain(text):
        return text.ljust(width)
    text_cells = split_cells(escape(text))
    total = sum(cell.width for cell in text_cells)
    if total <= width:
        return "".join(cell.text for cell in text_cells) + " " * (width - total)
    prefix = ""
    remaining = width - 1
    for cell in text_cells:
        if cell.width > remaining:
            break
        prefix += cell.text
        remaining -= cell.width
    return f"{prefix}…{' ' * remaining}"


def is_plain(text: str) -> bool:
    """Whether `text` is shown unchanged, with one cell for each character."""
    return text.isascii() and text.isprintable() and "##" not in text


def _char_width(character: str) -> int:
    if character < "\u0300":
        return 1
    if "\u1160" <= character <= "\u11ff":
        return 0  # vowels and final consonants of Hangul join the previous syllable
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
