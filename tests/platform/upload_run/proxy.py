"""A server between preclear and the emulator that spoils some requests, and remembers all of them."""

from __future__ import annotations

import http.client
import json
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Generator

Fault: TypeAlias = Literal["lost", "answer lost", "late", "bad gateway", "refused"]
"""`lost` never arrives, `answer lost` arrives without an answer, `late` arrives LATE seconds after that."""

LATE = 1.0


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

    def spoil(self, fault: Fault, number: int, method: str = "POST", ending: str = "/http/import") -> None:
        """Spoil one of the requests that come from now on."""
        self.fault, self.number, self.method, self.ending = fault, number, method, ending

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
                threading.Thread(target=self._forward_late, args=(body,), daemon=True).start()
            elif fault != "lost":
                answer = self._forward(body)
                if fault is None:
                    self._answer(*answer)

        do_GET = do_POST = do_PUT = do_DELETE = handle_any

        def log_message(self, format: str, *args: object) -> None:
            pass

        def _forward_late(self, body: bytes) -> None:
            time.sleep(LATE)
            self._forward(body)

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
