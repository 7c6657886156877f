"""The exit codes of all commands, which their reports have, too."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """An exit code."""

    OK = 0
    """No findings at or above `--fail-on`."""

    FINDINGS = 1
    """Findings at or above `--fail-on`, or the platform refused the document."""

    UNCHECKED = 2
    """Something could not be checked: invalid usage, an unreadable file, no rule pack, an internal error."""

    NOT_SENT = 3
    """`upload` and changes: nothing reached the server."""

    UNKNOWN = 4
    """`upload` and changes: the request may have arrived. It is never sent again automatically."""

    INTERRUPTED = 130
    """Ctrl-C."""
