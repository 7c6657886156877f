"""What the output can show: colours and links as ANSI escape codes, and lines of a limited width."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

BOLD = "1"
RED = "1;31"
GREEN = "32"
YELLOW = "1;33"
BLUE = "1;34"
CYAN = "1;36"

SEVERITY_COLOURS: dict[str, str] = {"error": RED, "warning": YELLOW, "info": CYAN}


class Style:
    """Colours, links and wraps text, or returns it unchanged if the output supports none of them.

    `width` is the width of a terminal in cells. It's None for anything else, where lines stay whole.
    """

    __slots__ = ("has_colour", "has_links", "width")

    def __init__(self, *, has_colour: bool = False, has_links: bool = False, width: int | None = None) -> None:
        self.has_colour: bool = has_colour
        self.has_links: bool = has_links
        self.width: int | None = width

    def __call__(self, text: str, code: str) -> str:
        """Return `text`, which must be escaped already, in the colour `code`."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.has_colour and text else text

    def link(self, text: str, url: str | None) -> str:
        """Return `text`, which must be escaped already, as a link (OSC 8). `url` is never taken from a document."""
        return f"\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\" if self.has_links and url and text else text

    def wrap(self, line: str, indent: int) -> Iterable[str]:
        """Return the parts of a line as wide as the terminal, the later ones indented by `indent` cells."""
        if self.width is None or (len(line) <= self.width and line.isascii()):
            return (line,)
        from preclear.report.rendering.wrap import wrap_line

        return wrap_line(line, self.width, indent)


PLAIN = Style()
