"""A line on a terminal with the time that something takes."""

from __future__ import annotations

import sys
from typing import TextIO


class Progress:
    """A line on standard error with the elapsed time; nothing unless standard error is a terminal."""

    def __init__(self, label: str) -> None:
        self._label = label
        stream: TextIO | None = sys.stderr
        self._is_enabled = stream is not None and stream.isatty()
        self._width = 0

    def __call__(self, seconds: float) -> None:
        if seconds >= 0.5:
            self.show(f"{self._label} … {int(seconds)} s")

    def show(self, line: str) -> None:
        """Show another line in place of the last one."""
        if self._is_enabled:
            self._write(f"\r{line:<{self._width}}")
            self._width = len(line)

    def end(self) -> None:
        """Clear the line."""
        if self._width:
            self._write(f"\r{'':<{self._width}}\r")
            self._width = 0

    def _write(self, text: str) -> None:
        """Write to the terminal. A terminal that is gone must not stop the command or its report."""
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except (OSError, ValueError):
            self._is_enabled = False


class ProgressDisplay:
    """The part of an observer that shows the progress of the request that is on its way."""

    _progress: Progress | None = None

    def show_progress(self, seconds: float) -> None:
        """Show the seconds since the request began."""
        if self._progress is not None:
            self._progress(seconds)

    def end_progress(self) -> None:
        """Clear the line."""
        if self._progress is not None:
            self._progress.end()
