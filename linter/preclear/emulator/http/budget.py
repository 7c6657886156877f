"""The memory budget for all requests and answers that are in flight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.emulator.http.errors import ApiError

if TYPE_CHECKING:
    from starlette.requests import Request

MAX_IN_FLIGHT_BYTES = 44_000_000
"""The limit for all bodies and answers in flight. With `store.MAX_STORED_BYTES`, it adds up to 64 MB."""

MAX_ANSWER_BYTES = 16_000_000
"""The largest answer to an import, in bytes: preclear's own client reads no more."""


class MemoryBudget:
    """Counts reserved bytes, up to a limit."""

    def __init__(self, limit: int = MAX_IN_FLIGHT_BYTES) -> None:
        self._limit = limit
        self._reserved = 0

    def adjust(self, amount: int) -> None:
        """Reserve `amount` more bytes; release them if it's negative.

        Raises ApiError (429) if there is no room.
        """
        if amount > 0 and self._reserved + amount > self._limit:
            raise ApiError(429, "too_many_requests", "too many large requests at once; try again later")
        self._reserved += amount


class Reservation:
    """The bytes that one request has reserved."""

    def __init__(self, budget: MemoryBudget) -> None:
        self._budget = budget
        self._bytes = 0

    def grow(self, amount: int) -> None:
        """Reserve `amount` more bytes. Raises ApiError (429)."""
        self._budget.adjust(amount)
        self._bytes += amount

    def resize(self, amount: int) -> None:
        """Change the reservation to `amount` bytes. Raises ApiError (429)."""
        self.grow(amount - self._bytes)

    def release(self) -> None:
        """Release everything."""
        self._budget.adjust(-self._bytes)
        self._bytes = 0


def get_reservation(request: Request) -> Reservation:
    """Return the reservation of `request`. Raises TypeError if the request wasn't guarded."""
    reservation = request.state.reservation
    if not isinstance(reservation, Reservation):
        raise TypeError("a request without a reservation")
    return reservation
