"""HTTP connections with time limits, because uvicorn has none for a head that never ends."""

from __future__ import annotations

import asyncio
from itertools import count

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_TIMEOUT = 5.0
"""Seconds for the request line and all headers."""

DRAIN_TIMEOUT = 10.0
"""Seconds for the rest of a body that was answered early: closing at once could lose the answer."""

WRITE_TIMEOUT = 30.0
"""Seconds within which a client must read some of a pending answer."""

MAX_CONNECTIONS = 256

_connection_numbers = count()


class LimitedHttpProtocol(H11Protocol):
    """A connection with time limits for heads, early answers and unread answers."""

    _connection_number: int
    _head_timer: asyncio.TimerHandle | None = None
    _drain_timer: asyncio.TimerHandle | None = None
    _write_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("expected a stream transport")
        super().connection_made(transport)
        self._connection_number = next(_connection_numbers)
        _open_connections[self._connection_number] = self
        self._start_head_timer()
        if len(_open_connections) > MAX_CONNECTIONS:
            self._close_oldest()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timers()
        _open_connections.pop(self._connection_number, None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch_head()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.conn.their_state is h11.SEND_BODY:
            self._drain_timer = self.loop.call_later(DRAIN_TIMEOUT, self.transport.abort)
        elif self.conn.trailing_data[0]:
            self._watch_head()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._write_timer = self.loop.call_later(WRITE_TIMEOUT, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._write_timer is not None:
            self._write_timer.cancel()

    def _watch_head(self) -> None:
        """Start the timer for an incomplete head, and stop it for a complete one."""
        if self.conn.their_state is h11.IDLE:
            if self._head_timer is None and not self.transport.is_closing():
                self._start_head_timer()
        elif self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _start_head_timer(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_TIMEOUT, self.transport.abort)

    def _stop_timers(self) -> None:
        for timer in (self._head_timer, self._drain_timer, self._write_timer):
            if timer is not None:
                timer.cancel()

    def _close_oldest(self) -> None:
        """Abort the oldest connection without a complete head, which can be this one."""
        oldest = next(
            (connection for connection in _open_connections.values() if connection._head_timer is not None), self
        )
        oldest.transport.abort()


_open_connections: dict[int, LimitedHttpProtocol] = {}
"""The open connections of this process, the oldest first."""
