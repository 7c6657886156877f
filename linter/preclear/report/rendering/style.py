"""Colours as ANSI escape codes."""

from __future__ import annotations

BOLD = "1"
RED = "1;31"
GREEN = "32"
YELLOW = "1;33"
BLUE = "1;34"
CYAN = "1;36"

SEVERITY_COLOURS: dict[str, str] = {"error": RED, "warning": YELLOW, "info": CYAN}


class Style:
    """Colours text, or returns it unchanged if colour is off."""

    __slots__ = ("_is_enabled",)

    def __init__(self, *, has_colour: bool = False) -> None:
        self._is_enabled = has_colour

    def __call__(self, text: str, code: str) -> str:
        """Return `text`, which must be escaped already, in the colour `code`."""
        return f"\x1b[{code}m{text}\x1b[0m" if self._is_enabled and text else text


PLAIN = Style()
