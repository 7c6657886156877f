"""The application: routes, authentication, and JSON answers to every request."""

from __future__ import annotations

import hmac
import json
import re
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from preclear.emulator.endpoints import create_router
from preclear.emulator.http.budget import MemoryBudget, Reservation
from preclear.emulator.http.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Receive, Scope, Send

    from preclear.emulator.http.router import EndpointResult
    from preclear.source import Json

_LOOPBACK = re.compile(r"(?:127(?:\.[0-9]{1,3}){3}|localhost|\[::1\])(?::[0-9]{1,5})?", re.ASCII | re.IGNORECASE)


class _LoopbackOnly:
    """Refuses requests for other hosts, which a web page could send here through a DNS name of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        hosts = [value.decode("latin-1") for name, value in scope.get("headers", ()) if name == b"host"]
        if scope["type"] == "http" and not (len(hosts) == 1 and _LOOPBACK.fullmatch(hosts[0])):
            message = "the request is for another host; expected `127.0.0.1`, `localhost` or `[::1]`"
            await _error_response(ApiError(421, "misdirected_request", message))(scope, receive, send)
            return
        await self._app(scope, receive, send)


class _ReservedResponse(Response):
    """A response that releases its reservation once it is sent."""

    reservation: Reservation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.reservation.release()


class _Application:
    """Routes every request: checks the token, reserves memory, and turns exceptions into answers."""

    def __init__(self, token: str, on_error: Callable[[Exception], None] | None) -> None:
        self._token = token.encode("utf-8")
        self._on_error = on_error
        self._budget = MemoryBudget()
        self._router = create_router()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answer(scope, receive)
        await response(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> Response:
        request = Request(scope, receive)
        reservation = request.state.reservation = Reservation(self._budget)
        response = Response(status_code=400)  # for a client that has disconnected
        try:
            route = self._router.find(scope)
            if route.needs_token:
                self._check_token(request)
            response = _make_response(await route.endpoint(request), reservation)
        except ApiError as error:
            response = _error_response(error)
        except ClientDisconnect:
            pass
        except Exception as error:
            if self._on_error is not None:
                self._on_error(error)
            response = _error_response(ApiError(500, "internal", "the emulator failed"))
        finally:
            if not isinstance(response, _ReservedResponse):
                reservation.release()
        return response

    def _check_token(self, request: Request) -> None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        token_bytes = token.strip().encode("utf-8", "surrogateescape")
        if scheme.lower() not in ("bearer", "jwt") or not hmac.compare_digest(token_bytes, self._token):
            message = "expected `Authorization: Bearer` or `JWT` with the emulator's token"
            raise ApiError(401, "unauthorized", message, headers={"www-authenticate": "Bearer"})


def create_app(token: str, on_error: Callable[[Exception], None] | None = None) -> ASGIApp:
    """Create an empty emulator.

    `token` is the token that requests must have. `on_error` is called with every internal error.
    """
    return _LoopbackOnly(_Application(token, on_error))


def _error_response(error: ApiError) -> Response:
    return Response(_encode(error.body), error.status, error.headers, media_type="application/json")


def _make_response(result: EndpointResult, reservation: Reservation) -> Response:
    """Build the answer, and count it. Raises ApiError (429) if `reservation` has no room for it."""
    if result.body is None:
        reservation.resize(0)
        return Response(status_code=result.status)
    data = _encode(result.body)
    reservation.resize(len(data))
    response = _ReservedResponse(data, result.status, media_type=result.media_type)
    response.reservation = reservation
    return response


def _encode(body: Json) -> bytes:
    """Encode a body in UTF-8; a lone surrogate, which UTF-8 can't encode, becomes a question mark."""
    text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")
