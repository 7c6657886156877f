"""The application: routes, authentication, and JSON answers to every request."""

from __future__ import annotations

import hmac
import json
import re
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import Route

from preclear.emulator.endpoints import BASE_PATH, Endpoints
from preclear.emulator.http.budget import MemoryBudget, Reservation
from preclear.emulator.http.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.exceptions import HTTPException
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from preclear.emulator.endpoints import EndpointResult
    from preclear.emulator.http.errors import JsonObject

_LOOPBACK = re.compile(r"(?:127(?:\.[0-9]{1,3}){3}|localhost|\[::1\])(?::[0-9]{1,5})?", re.ASCII | re.IGNORECASE)


class _LoopbackOnly:
    """Refuses requests for other hosts, which a web page could send here through a DNS name of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        hosts = [value.decode("latin-1") for name, value in scope.get("headers", ()) if name == b"host"]
        if scope["type"] == "http" and not (len(hosts) == 1 and _LOOPBACK.fullmatch(hosts[0])):
            message = "the request is for another host; expected `127.0.0.1`, `localhost` or `[::1]`"
            await _json_response(421, ApiError(421, "misdirected_request", message).body)(scope, receive, send)
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


class _RequestGuard:
    """Wraps every endpoint: checks the token, reserves memory, and turns exceptions into answers."""

    def __init__(self, token: str, on_error: Callable[[Exception], None] | None) -> None:
        self._token = token.encode("utf-8")
        self._on_error = on_error
        self._budget = MemoryBudget()

    def guard(
        self, endpoint: Callable[[Request], Awaitable[EndpointResult]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """Wrap an endpoint."""

        async def handle(request: Request) -> Response:
            reservation = request.state.reservation = Reservation(self._budget)
            response = Response(status_code=400)  # for a client that has disconnected
            try:
                self._check_token(request)
                answer = await endpoint(request)
                response = _json_response(answer.status, answer.body, reservation)
            except ApiError as error:
                response = _json_response(error.status, error.body)
            except ClientDisconnect:
                pass
            except Exception as error:
                if self._on_error is not None:
                    self._on_error(error)
                response = _json_response(500, ApiError(500, "internal", "the emulator failed").body)
            finally:
                if not isinstance(response, _ReservedResponse):
                    reservation.release()
            return response

        return handle

    def _check_token(self, request: Request) -> None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        token_bytes = token.strip().encode("utf-8", "surrogateescape")
        if scheme.lower() not in ("bearer", "jwt") or not hmac.compare_digest(token_bytes, self._token):
            raise ApiError(401, "unauthorized", "expected `Authorization: Bearer` or `JWT` with the emulator's token")


def create_app(token: str, on_error: Callable[[Exception], None] | None = None) -> Starlette:
    """Create an empty emulator.

    `token` is the token that requests must have. `on_error` is called with every internal error.
    """
    request_guard, endpoints = _RequestGuard(token, on_error), Endpoints()
    connectors = f"{BASE_PATH}/o/{{organisation_id}}/connectors"
    connector = f"{connectors}/{{connector_id}}"
    route_table = (
        ("POST", f"{BASE_PATH}/o/{{organisation_id}}/protocols/http/import", endpoints.import_connector),
        ("POST", f"{BASE_PATH}/o/{{organisation_id}}/connector/{{connector_id}}/http/import", endpoints.import_version),
        ("GET", connectors, endpoints.list_connectors),
        ("GET", connector, endpoints.get_connector),
        ("PUT", connector, endpoints.update_connector),
        ("GET", f"{connector}/versions", endpoints.list_versions),
        ("POST", f"{connector}/versions", endpoints.create_version),
        ("GET", f"{connector}/versions/{{version:path}}", endpoints.get_version),
        ("POST", f"{connector}/connections", endpoints.create_connection),
    )
    routes = [Route(path, request_guard.guard(endpoint), methods=[method]) for method, path, endpoint in route_table]
    handlers = {404: _handle_unrouted, 405: _handle_unrouted}
    return Starlette(routes=routes, exception_handlers=handlers, middleware=[Middleware(_LoopbackOnly)])


async def _handle_unrouted(request: Request, error: Exception) -> Response:
    """Answer 404 or 405. Each method of a path is a route of its own; starlette tries them all first."""
    status = 405 if _status_code(error) == 405 else 404
    code, noun = ("not_found", "path") if status == 404 else ("method_not_allowed", "method")
    return _json_response(status, ApiError(status, code, f"the emulator has no such {noun}").body)


def _status_code(error: Exception) -> int:
    exception: HTTPException | Exception = error
    return int(getattr(exception, "status_code", 404))


def _json_response(status: int, body: JsonObject, reservation: Reservation | None = None) -> Response:
    """Build the answer in UTF-8; a lone surrogate, which UTF-8 can't encode, becomes a question mark.

    Raises ApiError (429) if `reservation` has no room for it.
    """
    text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    data = text.encode("utf-8", "replace")
    headers = {"www-authenticate": "Bearer"} if status == 401 else None
    if reservation is None:
        return Response(data, status, headers, media_type="application/json")
    reservation.resize(len(data))
    response = _ReservedResponse(data, status, headers, media_type="application/json")
    response.reservation = reservation
    return response
