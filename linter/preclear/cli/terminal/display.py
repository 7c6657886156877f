"""How the terminal shows things: its width, and whether it has colour."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from preclear.report import Style

_WIDTH = 120  # cells, if the output isn't a terminal
_MIN_WIDTH = 40


def terminal_width(*, is_error: bool = False) -> int:
    """Return the width of the terminal that standard output, or with `is_error` standard error, is; else 120."""
    stream: TextIO | None = sys.stderr if is_error else sys.stdout
    with suppress(OSError, ValueError):
        if stream is not None and stream.isatty():
            return max(_MIN_WIDTH, os.get_terminal_size(stream.fileno()).columns)
    return _WIDTH


def style_for(color: str, *, is_error: bool = False) -> Style:
    """Return the style for `--color`. `auto` follows NO_COLOR, then FORCE_COLOR, then whether it is a terminal.

    `is_error` says that the output goes to standard error.
    """
    from preclear.report import Style

    if color != "auto":
        return Style(has_colour=color == "always")
    if os.environ.get("NO_COLOR"):
        return Style(has_colour=False)
    if os.environ.get("FORCE_COLOR"):
        return Style(has_colour=True)
    output: TextIO | None = sys.stderr if is_error else sys.stdout  # None where it is closed
    return Style(has_colour=output is not None and output.isatty() and os.environ.get("TERM") != "dumb")
