"""Who sends a value: what breaks people depends on it.

Those who use a connector send the requests of its actions and the responses of its triggers. They receive the
responses of its actions and the requests of its triggers. What they send must still be accepted, so a change that
narrows what is accepted breaks them. What they receive must still be what they expect, so a change that widens what is
sent to them breaks them, too.
"""

from __future__ import annotations

from enum import IntFlag


class Direction(IntFlag):
    """Who sends a value; both for a schema that's used in both ways, and 0 for one that nothing uses."""

    NONE = 0
    SENT = 1
    RECEIVED = 2


def breaks(direction: Direction, *, narrows: bool = False, widens: bool = False) -> bool:
    """Whether a change breaks those who send or receive the value."""
    return (narrows and Direction.SENT in direction) or (widens and Direction.RECEIVED in direction)
