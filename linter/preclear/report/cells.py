"""How wide text is on a terminal, in cells.

Wide are the characters that Unicode calls wide or full-width (UAX 11); marks that combine with the character before
them, joiners and variation selectors take no cell; an escape takes as many as it has characters, a tab always four.
"""

from __future__ import annotations

from typing import NamedTuple
from unicodedata import category, east_asian_width

from preclear.report.safe import safe, unsafe_offsets

TAB = 4
"""Cells of a tab, wherever it stands: so that what is cut out of a line is as wide as in it."""


class Cell(NamedTuple):
    """One character of a line as it is shown, and how many cells it takes."""

    text: str
    width: int


_PLAIN = {character: Cell(character, 1) for character in map(chr, range(0x20, 0x7F))}


def cells(text: str) -> list[Cell]:
    """Give each character of `text`, which has no line end, as it is shown."""
    if text.isascii() and text.isprintable() and "##" not in text:
        return list(map(_PLAIN.__getitem__, text))
    escaped = unsafe_offsets(text)
    found: list[Cell] = []
    for offset, character in enumerate(text):
        shown = escaped.get(offset)
        if shown is not None:
            found.append(Cell(shown, len(shown)))
        elif character == "\t":
            found.append(Cell(" " * TAB, TAB))
        else:
            found.append(Cell(character, _width(character)))
    return found


def width(text: str) -> int:
    """Count the cells that `text` takes once it is made safe."""
    return sum(cell.width for cell in cells(safe(text)))


def fitted(text: str, room: int) -> str:
    """Give `text`, made safe, in exactly `room` cells: filled up with blanks, or cut short with `…`."""
    shown = cells(safe(text))
    total = sum(cell.width for cell in shown)
    if total <= room:
        return "".join(cell.text for cell in shown) + " " * (room - total)
    kept = ""
    left = room - 1
    for cell in shown:
        if cell.width > left:
            break
        kept += cell.text
        left -= cell.width
    return f"{kept}…{' ' * left}"


def _width(character: str) -> int:
    if character < "\u0300":
        return 1
    if "\u1160" <= character <= "\u11ff":
        return 0  # vowels and final consonants of Hangul, which join the syllable before them
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
