"""What the check of an old version of a document contributes to a comparison: plain data, which a process can send."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.engine import IgnoreObservation


class OldObservation(NamedTuple):
    """The findings of an old version, as `FindingCounts` counts them, and what the config's ignores did for it.

    `missing_file` is the path of a file of the old version whose content the repository doesn't have.
    """

    counts: Mapping[int, int]
    ignore_use: IgnoreObservation | None = None
    missing_file: str | None = None
