"""The application: routes, the token, and answers that are JSON whatever happens."""

from __future__ import annotations

import hmac
import json
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import Route

from preclear.emulator.endpoints import BASE, Endpoints
from preclear.emulator.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.exceptions import HTTPException
    from starlette.requests import Request

    from preclear.emulator.endpoints import Answer
    from preclear.emulator.problem import Object

MOST_AT_ONCE = 10
"""Requests that are worked on at a time: each may hold a body of 25 MB."""


class _Doors:
    """What every request passes: a place among those at work, the token, and a net for faults of our own."""

    def __init__(self, token: str, failed: Callable[[Exception], None] | None) -> None:
        self._token = token.encode("utf-8")
        self._failed = failed
        self._inside = 0

    def guard(self, endpoint: Callable[[Request], Awaitable[Answer]]) -> Callable[[Request], Awaitable[Response]]:
        """The endpoint behind all doors."""

        async def guarded(request: Request) -> Response:
            if self._inside >= MOST_AT_ONCE:
                return _response(503, Problem(503, "busy", "too many requests at once").body)
            self._inside += 1
            try:
                self._check(request)
                answer = await endpoint(request)
                return _response(answer.status, answer.body)
            except Problem as problem:
                return _response(problem.status, problem.body)
            except ClientDisconnect:
                return Response(status_code=400)  # nobody reads it
            except Exception as error:
                if self._failed is not None:
                    self._failed(error)
                return _response(500, Problem(500, "internal", "the emulator failed").body)
            finally:
                self._inside -= 1

        return guarded

    def _check(self, request: Request) -> None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        given = token.strip().encode("utf-8", "surrogateescape")
        if scheme.lower() not in ("bearer", "jwt") or not hmac.compare_digest(given, self._token):
            raise Problem(401, "unauthorized", "expected `Authorization: Bearer` or `JWT` with the emulator's token")


def create_app(token: str, failed: Callable[[Exception], None] | None = None) -> Starlette:
    """The emulator, with nothing in it yet. `token` is what requests must have; `failed` is told of our own faults."""
    doors, endpoints = _Doors(token, failed), Endpoints()
    connectors = f"{BASE}/o/{{organisation_id}}/connectors"
    connector = f"{connectors}/{{connector_id}}"
    table = (
        ("POST", f"{BASE}/o/{{organisation_id}}/protocols/http/import", endpoints.import_connector),
        ("POST", f"{BASE}/o/{{organisation_id}}/connector/{{connector_id}}/http/import", endpoints.import_version),
        ("GET", connectors, endpoints.list_connectors),
        ("GET", connector, endpoints.get_connector),
        ("PUT", connector, endpoints.update_connector),
        ("GET", f"{connector}/versions", endpoints.list_versions),
        ("POST", f"{connector}/versions", endpoints.create_version),
        ("GET", f"{connector}/versions/{{version:path}}", endpoints.get_version),
        ("POST", f"{connector}/connections", endpoints.create_connection),
    )
    routes = [Route(path, doors.guard(endpoint), methods=[method]) for method, path, endpoint in table]
    return Starlette(routes=routes, exception_handlers={404: _unrouted, 405: _unrouted})


async def _unrouted(request: Request, error: Exception) -> Response:
    """What no endpoint is for. One path can have several methods, each a route of its own: starlette tries them all."""
    status = 405 if _status(error) == 405 else 404
    code, what = ("not_found", "path") if status == 404 else ("method_not_allowed", "method")
    return _response(status, Problem(status, code, f"the emulator does not have this {what}").body)


def _status(error: Exception) -> int:
    held: HTTPException | Exception = error
    return int(getattr(held, "status_code", 404))


def _response(status: int, body: Object) -> Response:
    """The answer in UTF-8; a lone surrogate, which that can't hold, becomes a question mark."""
    text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    headers = {"www-authenticate": "Bearer"} if status == 401 else None
    return Response(text.encode("utf-8", "replace"), status, headers, media_type="application/json")
