"""What a run says to the program that started it."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of all commands."""

    OK = 0
    """Nothing was found at or above `--fail-on`."""

    FINDINGS = 1
    """Something was, or the platform refused the document."""

    UNCHECKED = 2
    """Something could not be checked: wrong usage, an unreadable file, no rule pack, a fault of preclear's own."""

    NOT_SENT = 3
    """`upload`: nothing reached the server."""

    UNKNOWN = 4
    """`upload`: it may have arrived. It is never repeated by itself."""

    INTERRUPTED = 130
    """Ctrl-C."""
