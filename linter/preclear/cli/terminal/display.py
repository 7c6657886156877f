"""How the terminal shows things: its width, and whether it has colour and links."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from preclear.report import Style

_MIN_WIDTH = 40  # cells
_UNKNOWN_WIDTH = 80  # of a terminal that doesn't say


def terminal_width(*, is_error: bool = False) -> int | None:
    """Return the width in cells of the terminal that standard output, or with `is_error` standard error, is.

    None if it isn't a terminal.
    """
    stream: TextIO | None = sys.stderr if is_error else sys.stdout  # None where it is closed
    with suppress(OSError, ValueError):
        if stream is not None and stream.isatty():
            return max(_MIN_WIDTH, os.get_terminal_size(stream.fileno()).columns or _UNKNOWN_WIDTH)
    return None


def style_for(color: str, *, is_error: bool = False) -> Style:
    """Return the style for `--color`. `auto` follows NO_COLOR, then FORCE_COLOR, then whether it is a terminal.

    On a terminal, lines are as wide as it is, and with colour, they have links if it is known to support them.
    `is_error` says that the output goes to standard error.
    """
    from preclear.report import Style

    width = terminal_width(is_error=is_error)
    is_terminal = width is not None and os.environ.get("TERM") != "dumb"
    has_colour = _has_colour(color, is_terminal=is_terminal)
    return Style(has_colour=has_colour, has_links=has_colour and is_terminal and _supports_links(), width=width)


def _has_colour(color: str, *, is_terminal: bool) -> bool:
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or is_terminal


_LINK_PROGRAMS = ("iTerm.app", "WezTerm", "vscode", "Hyper", "ghostty", "rio", "Tabby")
_LINK_TERMS = ("kitty", "alacritty", "foot", "ghostty", "wezterm", "contour")
_LINK_VARIABLES = ("WT_SESSION", "KONSOLE_VERSION", "DOMTERM")
_FIRST_VTE = 5000  # GNOME's terminals have links from 0.50 on


def _supports_links() -> bool:
    """Whether the terminal is known to support links (OSC 8). FORCE_HYPERLINK decides: `0` turns them off."""
    forced = os.environ.get("FORCE_HYPERLINK")
    if forced:
        return forced != "0"
    if os.environ.get("CI"):
        return False
    version = os.environ.get("VTE_VERSION", "")
    term = os.environ.get("TERM", "")
    return (
        (version.isdecimal() and int(version[:9]) >= _FIRST_VTE)
        or os.environ.get("TERM_PROGRAM") in _LINK_PROGRAMS
        or any(term.removeprefix("xterm-").startswith(name) for name in _LINK_TERMS)
        or any(os.environ.get(name) for name in _LINK_VARIABLES)
    )
