"""How a check ends before its time: its caller is called at checkpoints, and raises an error there."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

Checkpoint: TypeAlias = "Callable[[], None]"
"""Is called between the steps of a check, and can end the check with a CancelledCheckError."""


class CancelledCheckError(BaseException):
    """Nobody needs the result of a check any more.

    It isn't an `Exception`: those of a rule or a document become findings and problems, and this must not.
    """


def continue_check() -> None:
    """Do nothing: the checkpoint of checks that always go on to their end."""
