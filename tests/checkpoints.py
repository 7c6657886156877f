"""Checkpoints of checks that end before their time."""

from __future__ import annotations

from preclear.engine import CancelledCheckError


class Steps:
    """Counts the checkpoints of a check, and ends it at the one with the number `last`, if that is given."""

    def __init__(self, last: int | None = None) -> None:
        self.number = 0
        self.last = last

    def __call__(self) -> None:
        self.number += 1
        if self.number == self.last:
            raise CancelledCheckError
