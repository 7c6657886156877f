"""Lines wrapped at words. Colours and links take no cells; a word is never cut, so that a place stays a link."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear.report.rendering.cells import measure_width

if TYPE_CHECKING:
    from collections.abc import Iterator

_COLOUR = re.compile(r"\x1b\[([0-9;]*)m")
_SEQUENCE = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b]*\x1b\\")
_RESET = "\x1b[0m"
_MIN_TEXT_WIDTH = 20
"""Cells that a hanging indent leaves at least."""


def measure_line(line: str) -> int:
    """Return the width in cells of a line that is escaped already, and may have colours and links."""
    return measure_width(_SEQUENCE.sub("", line))


def wrap_line(line: str, width: int, indent: int) -> Iterator[str]:
    """Yield `line` in parts of at most `width` cells, the later ones indented by `indent` cells.

    A longer word gets a line of its own. The line is escaped already; a colour ends with a part and goes on in the
    next.
    """
    if measure_line(line) <= width:
        yield line
        return
    text = line.lstrip(" ")
    margin = " " * max(0, min(indent, width - _MIN_TEXT_WIDTH))
    part, part_width, colour = line[: len(line) - len(text)], len(line) - len(text), ""
    is_empty = True
    for word in text.split(" "):
        word_width = measure_line(word)
        if not is_empty and part_width + 1 + word_width > width:
            yield f"{part.rstrip(' ')}{_RESET if colour else ''}"
            part, part_width, is_empty = f"{margin}{colour}", len(margin), True
            if not word:
                continue
            if word.startswith("::"):  # it isn't a pipeline command in the middle of a line, but at its start
                word = f"\\x3a{word[1:]}"
        space = "" if is_empty else " "
        part += f"{space}{word}"
        part_width += len(space) + word_width
        is_empty = False
        for match in _COLOUR.finditer(word):
            colour = match[0] if match[0] != _RESET else ""
    if not is_empty:
        yield part
