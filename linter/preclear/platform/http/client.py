"""Sending requests: one that changes something is sent once, within a deadline, and always ends with an outcome."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from preclear.platform.http.exchange import Attempt, Exchange
from preclear.platform.http.outcome import (
    IMPORT_RESULT,
    ExpectedAnswer,
    RequestOutcome,
    determine_outcome,
    make_not_sent,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import httpx

    from preclear.platform.credentials import Credentials
    from preclear.platform.http.request import Request

RETRY_DELAYS = (1.0, 3.0)
"""Seconds to wait before each retry of a request that was never sent."""

MAX_RETRY_AFTER = 30.0
"""Maximum `Retry-After` in seconds; a longer one isn't waited for."""

POLL_INTERVAL = 0.1
"""Seconds between checks of the deadline, which are also reports of progress."""


class Deadline:
    """A point in time on the monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def remaining(self) -> float:
        """Seconds until the deadline, at least 0."""
        return max(0.0, self._end - time.monotonic())


class HttpConnection(NamedTuple):
    """How requests are made. `ca_bundle` and `environment` configure the connection.

    `on_progress` is called while a request is waiting, with the seconds since it began.
    """

    ca_bundle: Path | None
    environment: Mapping[str, str]
    on_progress: Callable[[float], None] | None = None

    def open(self, credentials: Credentials) -> httpx.Client:
        """Make a client. Raises ConnectionSetupError for unusable proxies or certificates."""
        from preclear.platform.http.http_client import open_client

        return open_client(credentials.address, self.ca_bundle, self.environment)


class RequestSession:
    """The sending of one request that changes something. If `run` is interrupted, `interrupt` returns the outcome.

    `is_stopped` is called before anything is sent and ten times a second; once it returns True, nothing more is sent.
    `expected` is the answer that says that the request was carried out.
    """

    def __init__(
        self,
        request: Request,
        credentials: Credentials,
        connection: HttpConnection,
        deadline: Deadline,
        is_stopped: Callable[[], bool] = lambda: False,
        expected: ExpectedAnswer = IMPORT_RESULT,
    ) -> None:
        self._request = request
        self._expected = expected
        self._credentials = credentials
        self._connection = connection
        self._deadline = deadline
        self._is_stopped = is_stopped
        self._attempt: Attempt | None = None
        self._outcome: RequestOutcome | None = None

    def run(self) -> RequestOutcome:
        """Send the request.

        It is retried, at most twice, only if nothing was sent or if a 429 has a `Retry-After`. Raises
        ConnectionSetupError.
        """
        attempts = 0
        while True:
            exchange, is_finished = self._send_once()
            outcome = self._determine_outcome(exchange, is_finished=is_finished)
            delay = _retry_delay(exchange, outcome, attempts) if is_finished else None
            if delay is None or delay >= self._deadline.remaining:
                self._outcome = outcome
                return outcome
            attempts += 1
            while delay > 0 and not self._is_stopped():
                time.sleep(min(POLL_INTERVAL, delay))
                delay -= POLL_INTERVAL
            if self._is_stopped():
                self._outcome = outcome
                return outcome

    def interrupt(self) -> RequestOutcome:
        """Stop sending: nothing that wasn't sent yet will be sent. Return the outcome as far as it is known."""
        if self._outcome is not None:
            return self._outcome
        if self._attempt is None:
            return make_not_sent("interrupted")
        exchange = self._attempt.abandon("interrupted")
        return self._determine_outcome(exchange, is_finished=exchange.failure is None)

    def _determine_outcome(self, exchange: Exchange, *, is_finished: bool) -> RequestOutcome:
        return determine_outcome(exchange, self._credentials, self._expected, is_finished=is_finished)

    def _send_once(self) -> tuple[Exchange, bool]:
        """Make one attempt. Return its exchange, and whether it ended without being stopped."""
        started = time.monotonic()
        credentials = self._credentials
        self._attempt = Attempt(
            lambda: self._connection.open(credentials), self._request, credentials, self._deadline.remaining + 1
        )
        if self._is_stopped():
            return self._attempt.abandon("interrupted"), False
        self._attempt.start()  # only now, so that `interrupt` can find the attempt
        while self._deadline.remaining:
            exchange = self._attempt.wait(min(POLL_INTERVAL, self._deadline.remaining))
            if exchange is not None:
                return exchange, True
            if self._is_stopped():
                exchange = self._attempt.abandon("interrupted")
                return exchange, exchange.failure is None
            if self._connection.on_progress is not None:
                self._connection.on_progress(time.monotonic() - started)
        seconds = f"{self._deadline.seconds:g} second{'' if self._deadline.seconds == 1 else 's'}"
        exchange = self._attempt.abandon(f"no complete answer came within {seconds} (`--timeout`)")
        return exchange, exchange.failure is None


def send_request(
    request: Request, credentials: Credentials, connection: HttpConnection, deadline: Deadline
) -> Exchange:
    """Make a request that changes nothing. It is retried if nothing was sent. Raises ConnectionSetupError."""
    attempts = 0
    while True:
        attempt = Attempt(lambda: connection.open(credentials), request, credentials, deadline.remaining + 1)
        attempt.start()
        exchange = None
        while exchange is None and deadline.remaining:
            exchange = attempt.wait(min(POLL_INTERVAL, deadline.remaining))
        if exchange is None:
            return attempt.abandon("no complete answer came in time (`--timeout`)")
        if exchange.is_sent or attempts == len(RETRY_DELAYS) or RETRY_DELAYS[attempts] >= deadline.remaining:
            return exchange
        time.sleep(RETRY_DELAYS[attempts])
        attempts += 1


def _retry_delay(exchange: Exchange, outcome: RequestOutcome, attempts: int) -> float | None:
    """Return the seconds until the next attempt; None if there must be none."""
    if attempts >= len(RETRY_DELAYS):
        return None
    if not exchange.is_sent:
        return RETRY_DELAYS[attempts]
    if outcome.name == "rejected" and outcome.status == 429:
        return parse_retry_after((exchange.headers or {}).get("retry-after"))
    return None


def parse_retry_after(text: str | None) -> float | None:
    """Return the seconds of a `Retry-After`, a number or a date; None if it has none, or more than MAX_RETRY_AFTER."""
    if text is None:
        return None
    text = text.strip()
    if text.isascii() and text.isdecimal():
        seconds = float(text[:9])
    else:
        from datetime import UTC, datetime
        from email.utils import parsedate_to_datetime

        try:
            date = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
        if date.tzinfo is None:
            return None
        seconds = max(0.0, (date - datetime.now(UTC)).total_seconds())
    return seconds if seconds <= MAX_RETRY_AFTER else None
