"""What is told while one waits, and how moments are written."""

from __future__ import annotations

import sys
from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Progress:
    """A line on standard error that says how long it has taken, where that is a terminal."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._on = sys.stderr.isatty()
        self._shown = 0

    def __call__(self, seconds: float) -> None:
        if self._on and seconds >= 0.5:
            line = f"{self._what} … {int(seconds)} s"
            sys.stderr.write(f"\r{line:<{self._shown}}")
            sys.stderr.flush()
            self._shown = len(line)

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write(f"\r{'':<{self._shown}}\r")
            sys.stderr.flush()
            self._shown = 0


def moment(when: datetime) -> str:
    """A moment as people and logs have it, in UTC."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
