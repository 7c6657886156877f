"""Sending: one POST, a deadline over everything, and an outcome whatever happens."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from preclear.platform.outcome import Outcome, not_sent, outcome_of
from preclear.platform.wire import Attempt, Exchange

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import httpx

    from preclear.platform.credentials import Access
    from preclear.platform.request import Request

PAUSES = (1.0, 3.0)
"""Seconds before a request is tried again that never left."""

LONGEST_WAIT = 30.0
"""Seconds of a `Retry-After` that are waited for."""

TICK = 0.1
"""Seconds between two looks at the clock, and two reports of progress."""


class Deadline:
    """A moment on the clock that nothing sets back."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds until then, at least 0."""
        return max(0.0, self._end - time.monotonic())


class Line(NamedTuple):
    """How requests are made: `ca_bundle` and environment for the connection, `progress` is called while one waits.

    `progress` is given the seconds since the request began.
    """

    ca_bundle: Path | None
    environment: Mapping[str, str]
    progress: Callable[[float], None] | None = None

    def open(self, access: Access) -> httpx.Client:
        """Make a client. Raises Unreachable for what the environment says and can't be used."""
        from preclear.platform.wire_opening import open_client

        return open_client(access.address, self.ca_bundle, self.environment)


class Sending:
    """One upload on its way. Whoever is interrupted while `run` runs asks `interrupted` what became of it.

    `is_stopped` is asked before anything leaves and ten times a second: once it says so, nothing more is sent.
    """

    def __init__(
        self,
        request: Request,
        access: Access,
        line: Line,
        deadline: Deadline,
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._request = request
        self._access = access
        self._line = line
        self._deadline = deadline
        self._is_stopped = is_stopped
        self._attempt: Attempt | None = None
        self._outcome: Outcome | None = None

    def run(self) -> Outcome:
        """Send. Tried again, twice at most, is only what never left, and a 429 that says when. Raises Unreachable."""
        tries = 0
        while True:
            exchange, ended = self._try()
            outcome = outcome_of(exchange, self._access, ended=ended)
            pause = _pause(exchange, outcome, tries) if ended else None
            if pause is None or pause >= self._deadline.left:
                self._outcome = outcome
                return outcome
            tries += 1
            while pause > 0 and not self._is_stopped():
                time.sleep(min(TICK, pause))
                pause -= TICK
            if self._is_stopped():
                self._outcome = outcome
                return outcome

    def interrupted(self) -> Outcome:
        """Stop: nothing that has not left by now will leave. The outcome, as far as it is known."""
        if self._outcome is not None:
            return self._outcome
        if self._attempt is None:
            return not_sent("interrupted")
        exchange = self._attempt.abandon("interrupted")
        return outcome_of(exchange, self._access, ended=exchange.trouble is None)

    def _try(self) -> tuple[Exchange, bool]:
        """One try, and whether it came to its end by itself."""
        started = time.monotonic()
        access = self._access
        self._attempt = Attempt(lambda: self._line.open(access), self._request, access, self._deadline.left + 1)
        if self._is_stopped():
            return self._attempt.abandon("interrupted"), False
        self._attempt.start()  # not sooner: whoever is interrupted must have it in hand
        while self._deadline.left:
            exchange = self._attempt.wait(min(TICK, self._deadline.left))
            if exchange is not None:
                return exchange, True
            if self._is_stopped():
                exchange = self._attempt.abandon("interrupted")
                return exchange, exchange.trouble is None
            if self._line.progress is not None:
                self._line.progress(time.monotonic() - started)
        seconds = f"{self._deadline.seconds:g} second{'' if self._deadline.seconds == 1 else 's'}"
        exchange = self._attempt.abandon(f"no complete answer came within {seconds} (`--timeout`)")
        return exchange, exchange.trouble is None


def fetch(request: Request, access: Access, line: Line, deadline: Deadline) -> Exchange:
    """Make a request that changes nothing; what never left is tried again. Raises Unreachable."""
    tries = 0
    while True:
        attempt = Attempt(lambda: line.open(access), request, access, deadline.left + 1)
        attempt.start()
        exchange = None
        while exchange is None and deadline.left:
            exchange = attempt.wait(min(TICK, deadline.left))
        if exchange is None:
            return attempt.abandon("no complete answer came in time (`--timeout`)")
        if exchange.sent or tries == len(PAUSES) or PAUSES[tries] >= deadline.left:
            return exchange
        time.sleep(PAUSES[tries])
        tries += 1


def _pause(exchange: Exchange, outcome: Outcome, tries: int) -> float | None:
    """Seconds until it may be tried again; None where it must not be."""
    if tries >= len(PAUSES):
        return None
    if not exchange.sent:
        return PAUSES[tries]
    if outcome.name == "rejected" and outcome.status == 429:
        return retry_after((exchange.headers or {}).get("retry-after"))
    return None


def retry_after(text: str | None) -> float | None:
    """Seconds that a `Retry-After` asks for, as a number or as a date; None where it does not, or for too many."""
    if text is None:
        return None
    text = text.strip()
    if text.isascii() and text.isdecimal():
        seconds = float(text[:9])
    else:
        from datetime import UTC, datetime
        from email.utils import parsedate_to_datetime

        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
        if moment.tzinfo is None:
            return None
        seconds = max(0.0, (moment - datetime.now(UTC)).total_seconds())
    return seconds if seconds <= LONGEST_WAIT else None
