"""How many bytes the emulator holds at once for requests and answers, over all clients together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.emulator.http.errors import ApiError

if TYPE_CHECKING:
    from starlette.requests import Request

MAX_IN_FLIGHT_BYTES = 44_000_000
"""Bodies that are read and answers that are sent, all together. With `store.STORED_BYTES` it makes 64 MB."""

MAX_ANSWER_BYTES = 16_000_000
"""The largest answer of an import: more than that no client of ours reads."""


class MemoryBudget:
    """Counts the bytes that are reserved and refuses to go over a limit."""

    def __init__(self, limit: int = MAX_IN_FLIGHT_BYTES) -> None:
        self._limit = limit
        self._reserved = 0

    def adjust(self, amount: int) -> None:
        """Reserve `amount` bytes more, or release as many where it is negative.

        Raises Problem (429) where that is more than there is room for.
        """
        if amount > 0 and self._reserved + amount > self._limit:
            raise ApiError(429, "too_many_requests", "the emulator holds too many large requests; try again later")
        self._reserved += amount


class Reservation:
    """The bytes that one request has reserved of a budget."""

    def __init__(self, budget: MemoryBudget) -> None:
        self._budget = budget
        self._bytes = 0

    def grow(self, amount: int) -> None:
        """Reserve `amount` bytes more. Raises Problem (429)."""
        self._budget.adjust(amount)
        self._bytes += amount

    def resize(self, amount: int) -> None:
        """Hold `amount` bytes from now on, in place of what was reserved. Raises Problem (429)."""
        self.grow(amount - self._bytes)

    def release(self) -> None:
        """Give everything back."""
        self._budget.adjust(-self._bytes)
        self._bytes = 0


def get_reservation(request: Request) -> Reservation:
    """What `request` has reserved. Raises TypeError where it passed no door."""
    reservation = request.state.reservation
    if not isinstance(reservation, Reservation):
        raise TypeError("a request without a reservation")
    return reservation
