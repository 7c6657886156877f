"""One attempt of a request, in its own thread, so that the caller can stop waiting at any time.

httpx has no total deadline, and its errors don't distinguish "never arrived" from "arrived, answer lost". So this
module records whether the first byte of the request may have been sent, and what was received before an error.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from preclear.platform.option_errors import InvalidOptionError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import httpx

    from preclear.platform.credentials import Credentials
    from preclear.platform.http.request import Request

MAX_ANSWER_BYTES = 16 << 20
"""Maximum size of an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The result of an attempt.

    `is_sent` says whether a byte of the request may have been sent. `status` is None if no answer arrived. `headers`
    have lower-case names. `body` is the part that was read; it is complete if `failure`, the error, is None.
    """

    is_sent: bool
    status: int | None = None
    headers: Mapping[str, str] | None = None
    body: bytes = b""
    failure: str | None = None


class _AbandonedError(Exception):
    """The attempt was abandoned before anything was sent: nothing may be sent."""


class Attempt:
    """An attempt that runs in a thread once it is started."""

    def __init__(
        self, open_client: Callable[[], httpx.Client], request: Request, credentials: Credentials, timeout: float
    ) -> None:
        """`open_client` makes the client in the calling thread; its errors are raised.

        `timeout` limits each step, in seconds.
        """
        self._client = open_client()
        self._request = request
        self._credentials = credentials
        self._timeout = max(timeout, 0.001)
        self._lock = threading.Lock()
        self._is_abandoned = False
        self._is_sent = False
        self._status: int | None = None
        self._headers: Mapping[str, str] = {}
        self._body = bytearray()
        self._exchange: Exchange | None = None
        self._finished = threading.Event()

    def start(self) -> None:
        """Start the attempt: from now on bytes may be sent."""
        threading.Thread(target=self._run, name="preclear-request", daemon=True).start()

    def wait(self, seconds: float) -> Exchange | None:
        """Wait up to `seconds`. Return the result; None if the attempt is still running."""
        self._finished.wait(seconds)
        return self._exchange

    def abandon(self, failure: str) -> Exchange:
        """Stop waiting and return what is known. A request that wasn't sent yet will never be sent."""
        with self._lock:
            self._is_abandoned = True
            if self._exchange is not None:
                return self._exchange
            return self._snapshot(failure)

    def _snapshot(self, failure: str | None) -> Exchange:
        return Exchange(
            is_sent=self._is_sent, status=self._status, headers=self._headers, body=bytes(self._body), failure=failure
        )

    def _run(self) -> None:
        try:
            failure = self._send_and_receive()
        except Exception as error:
            failure = _describe_error(error)
        with self._lock:
            self._exchange = self._snapshot(failure)
        self._finished.set()
        self._client.close()

    def _send_and_receive(self) -> str | None:
        import httpx

        headers = list(self._request.headers)
        if self._credentials.token is not None:
            headers.append(("Authorization", self._credentials.token.authorization(self._credentials.scheme)))
        request = self._client.build_request(
            self._request.method,
            self._request.url,
            headers=headers,
            content=self._request.body or None,
            timeout=httpx.Timeout(self._timeout),
            extensions={"trace": self._trace},
        )
        response = self._client.send(request, stream=True)
        try:
            with self._lock:
                self._status = response.status_code
                self._headers = {name.lower(): value for name, value in response.headers.items()}
            for piece in response.iter_raw():
                with self._lock:
                    if self._is_abandoned:
                        return "given up"
                    self._body += piece[: MAX_ANSWER_BYTES + 1 - len(self._body)]
                if len(self._body) > MAX_ANSWER_BYTES:
                    return f"its answer is longer than {MAX_ANSWER_BYTES:,} bytes"
        finally:
            response.close()
        return None

    def _trace(self, event: str, info: Mapping[str, object]) -> None:
        """Handle a step of httpcore. A proxy's CONNECT request isn't a part of the request."""
        if not event.endswith("send_request_headers.started"):
            return
        if getattr(info.get("request"), "method", b"") == b"CONNECT":
            return
        with self._lock:
            if self._is_abandoned:
                raise _AbandonedError
            self._is_sent = True


def _describe_error(error: Exception) -> str:
    """Describe an error."""
    import socket
    import ssl

    import httpx

    causes: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and len(causes) < 10:
        causes.append(cause)
        cause = cause.__cause__ or cause.__context__
    for exception in causes:
        if isinstance(exception, ssl.SSLCertVerificationError):
            return f"TLS failed: the certificate is not trusted: {exception.verify_message}"
        if isinstance(exception, ssl.SSLError):
            return f"TLS failed: {(exception.reason or 'no TLS was spoken').lower().replace('_', ' ')}"
        if isinstance(exception, socket.gaierror):
            return "the host name has no address"
    if isinstance(error, _AbandonedError):
        return "given up"
    if isinstance(error, InvalidOptionError):
        return str(error)
    if isinstance(error, httpx.ProxyError):
        return f"the proxy refused: {str(error)[:100]}"
    if isinstance(error, httpx.TimeoutException):
        return "it took too long"
    os_error = next((exception for exception in causes if isinstance(exception, OSError) and exception.strerror), None)
    if os_error is not None:
        return str(os_error.strerror).lower()
    if isinstance(error, httpx.RemoteProtocolError):
        return f"no complete answer came: {str(error)[:200].rstrip('.')}"
    return f"the connection broke ({type(error).__name__})"
