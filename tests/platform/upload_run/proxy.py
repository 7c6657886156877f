"""A server between preclear and the emulator that spoils some requests, and remembers all of them."""

from __future__ import annotations

import http.client
import json
import threading
from contextlib import contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

Fault: TypeAlias = Literal["lost", "answer lost", "late", "held", "bad gateway", "refused"]
"""`lost` never arrives, `answer lost` arrives without an answer, `late` arrives after the next run's first request, and
`held` once the test releases it.
"""

_PATIENCE = 60.0
"""Seconds after which a request that is held arrives anyway."""


class SeenRequest(NamedTuple):
    """A request: its method and path, without the query."""

    method: str
    path: str

    @property
    def is_import(self) -> bool:
        return self.path.endswith("/http/import")


class Proxy:
    """A running proxy. `fault` spoils the request number `number` (1-based) of those with `method` and `ending`."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.url = ""
        self.seen: list[SeenRequest] = []
        self.fault: Fault | None = None
        self.method, self.ending, self.number = "POST", "/http/import", 1
        self.released = threading.Event()
        self._runs = 0
        self._late: tuple[int, Callable[[], object]] | None = None

    def spoil(self, fault: Fault, number: int, method: str = "POST", ending: str = "/http/import") -> None:
        """Spoil one of the requests that come from now on."""
        self.fault, self.number, self.method, self.ending = fault, number, method, ending

    def begin_run(self) -> None:
        """Say that the requests from now on are those of another run."""
        self._runs += 1

    def delay(self, forward: Callable[[], object]) -> None:
        """Keep a request that is late."""
        self._late = self._runs, forward

    def forward_late(self) -> None:
        """Forward the request that is late, if another run has begun since."""
        if self._late is not None and self._late[0] < self._runs:
            (_, forward), self._late = self._late, None
            forward()

    @property
    def changes(self) -> list[SeenRequest]:
        """The requests that change something."""
        return [request for request in self.seen if request.method != "GET"]

    def take_fault(self, request: SeenRequest) -> Fault | None:
        self.seen.append(request)
        if self.fault is None or request.method != self.method or self.ending not in request.path:
            return None
        self.number -= 1
        if self.number:
            return None
        fault, self.fault = self.fault, None
        return fault


@contextmanager
def proxy(target: str) -> Generator[Proxy]:
    """Run a proxy to the base URL `target`."""
    running = Proxy(target)

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            fault = running.take_fault(SeenRequest(self.command, urlsplit(self.path).path))
            self.close_connection = True
            if fault in ("bad gateway", "refused"):
                status, message = (502, "bad gateway") if fault == "bad gateway" else (400, "no such thing")
                self._answer(status, json.dumps({"code": "x", "message": message}).encode())
            elif fault == "late":
                running.delay(partial(self._forward, body))
            elif fault != "lost":
                if fault == "held":
                    running.released.wait(_PATIENCE)
                answer = self._forward(body)
                if fault != "answer lost":
                    self._answer(*answer)
            if fault is None:
                running.forward_late()

        do_GET = do_POST = do_PUT = do_DELETE = handle_any

        def log_message(self, format: str, *args: object) -> None:
            pass

        def _forward(self, body: bytes) -> tuple[int, bytes]:
            address = urlsplit(running.target)
            connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
            headers = {
                name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")
            }
            connection.request(self.command, self.path, body, headers)
            response = connection.getresponse()
            answer = response.status, response.read()
            connection.close()
            return answer

        def _answer(self, status: int, body: bytes) -> None:
            with suppress(OSError):
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        running.url = f"http://127.0.0.1:{server.server_address[1]}{urlsplit(target).path}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield running
        finally:
            server.shutdown()
