"""The width of the terminal."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TextIO

_WIDTH = 120  # cells, if the output isn't a terminal
_MIN_WIDTH = 40


def terminal_width(*, is_error: bool = False) -> int:
    """Return the width of the terminal that standard output, or with `is_error` standard error, is; else 120."""
    stream: TextIO | None = sys.stderr if is_error else sys.stdout
    with suppress(OSError, ValueError):
        if stream is not None and stream.isatty():
            return max(_MIN_WIDTH, os.get_terminal_size(stream.fileno()).columns)
    return _WIDTH
