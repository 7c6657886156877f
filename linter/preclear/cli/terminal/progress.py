"""A line on a terminal that says what is being done and how long it takes."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TextIO

_WIDTH = 80  # cells, if the terminal doesn't say


class Progress:
    """A line on standard error with the elapsed time; nothing unless standard error is a terminal that can clear it."""

    def __init__(self, label: str) -> None:
        self._label = label
        stream: TextIO | None = sys.stderr
        self.is_enabled: bool = stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"
        self._line = ""
        self._width = 0

    def __call__(self, seconds: float) -> None:
        if seconds >= 0.5:
            self.show(f"{self._label} … {int(seconds)} s")

    def show(self, line: str) -> None:
        """Show another line in place of the last one. It's escaped, and cut to the width of the terminal."""
        if not self.is_enabled:
            return
        from preclear.report import fit, measure_width

        if line != self._line:
            width = min(measure_width(line), self.max_width)
            self._write(f"\r{fit(line, max(width, min(self._width, self.max_width)))}")
            self._line, self._width = line, width

    def end(self) -> None:
        """Clear the line."""
        if self._width:
            self._write(f"\r{'':<{self._width}}\r")
            self._line, self._width = "", 0

    @property
    def max_width(self) -> int:
        """The number of cells that a line can have. The last cell is left free: in it, some terminals wrap."""
        columns = 0
        with suppress(OSError, ValueError):
            columns = os.get_terminal_size(sys.stderr.fileno()).columns
        return max(1, (columns or _WIDTH) - 1)

    def _write(self, text: str) -> None:
        """Write to the terminal. A terminal that is gone must not stop the command or its report."""
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except (OSError, ValueError):
            self.is_enabled = False


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
