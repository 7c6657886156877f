"""The summary of a step in GitHub Actions: Markdown, in a file that the runner names and shows on the run's page."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from preclear.report import FindingReport

VARIABLE = "GITHUB_STEP_SUMMARY"
MAX_SIZE = 1 << 20
"""Maximum size of the file, in bytes. GitHub shows nothing of a larger one."""

_MIN_ROOM = 4_096  # bytes; with less, a summary says nothing
_FLAGS = sum(getattr(os, name, 0) for name in ("O_WRONLY", "O_APPEND", "O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))


def append_step_summary(report: FindingReport, environ: Mapping[str, str]) -> None:
    """Append a report to the summary of the step, if there is one. If it can't be written, print a note.

    The runner creates the file before a step, so nothing else than a regular file that exists is written to.
    """
    from preclear.cli.terminal.ci import detect_ci
    from preclear.cli.terminal.messages import print_escaped

    path = environ.get(VARIABLE)
    if detect_ci(environ) != "github" or not path:
        return
    try:
        has_room = _append(path, report)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        print_escaped(f"the job's summary {path} can't be written: {(reason or str(error)).lower()}")
        return
    if not has_room:
        print_escaped(f"the job's summary {path} is nearly {MAX_SIZE // 1024:,} KiB, the most that GitHub shows")


def _append(path: str, report: FindingReport) -> bool:
    """Append a report to a file. Return False if the file has no room for it. Raises OSError."""
    from preclear.report import stream_markdown

    file = os.open(path, _FLAGS)
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(None, "it isn't a regular file")
        start = "\n\n" if status.st_size else ""  # an empty line ends whatever others wrote
        room = MAX_SIZE - status.st_size - len(start)
        if room < _MIN_ROOM:
            return False
        _write(file, (start, *stream_markdown(report, max_length=room)))
    finally:
        os.close(file)
    return True


def _write(file: int, pieces: Iterable[str]) -> None:
    remaining = memoryview("".join(pieces).encode(errors="backslashreplace"))
    while remaining:
        remaining = remaining[os.write(file, remaining) :]
