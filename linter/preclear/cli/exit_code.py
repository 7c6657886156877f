"""What a run says to the program that started it."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of all commands."""

    OK = 0
    """Nothing was found at or above `--fail-on`."""

    FINDINGS = 1
    """Something was."""

    UNCHECKED = 2
    """Something could not be checked: wrong usage, an unreadable file, no rule pack, a fault of preclear's own."""

    INTERRUPTED = 130
    """Ctrl-C."""
