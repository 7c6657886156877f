"""What an upload's process ends with."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.platform.outcome import OutcomeName


class UploadExitCode(IntEnum):
    """The exit codes of `preclear upload`, the same numbers as those of all commands."""

    OK = 0
    FINDINGS = 1
    UNUSABLE = 2
    NOT_SENT = 3
    UNKNOWN = 4


EXIT_CODES: Mapping[OutcomeName, UploadExitCode] = {
    "accepted": UploadExitCode.OK,
    "rejected": UploadExitCode.FINDINGS,
    "not sent": UploadExitCode.NOT_SENT,
    "unknown": UploadExitCode.UNKNOWN,
}
"""The exit code of each outcome; an accepted upload with findings ends with 1."""
