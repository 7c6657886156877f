"""What is told while one waits, and how moments are written."""

from __future__ import annotations

import sys
from datetime import UTC
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from datetime import datetime


class Progress:
    """A line on standard error that says how long it has taken, where that is a terminal."""

    def __init__(self, what: str) -> None:
        self._what = what
        stream: TextIO | None = sys.stderr
        self._on = stream is not None and stream.isatty()
        self._shown = 0

    def __call__(self, seconds: float) -> None:
        if self._on and seconds >= 0.5:
            line = f"{self._what} … {int(seconds)} s"
            self._write(f"\r{line:<{self._shown}}")
            self._shown = len(line)

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            self._write(f"\r{'':<{self._shown}}\r")
            self._shown = 0

    def _write(self, text: str) -> None:
        """Write to the terminal. One that is gone must not keep anything from being sent or told."""
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except (OSError, ValueError):
            self._on = False


def moment(when: datetime) -> str:
    """A moment as people and logs have it, in UTC."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
