"""The router: finds the endpoint of a method and path.

Paths are matched by segment, before percent-decoding: a version's name can contain an encoded slash. A path without the
method gets the answer 405 with `Allow`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from urllib.parse import unquote_to_bytes

from preclear.emulator.http.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from starlette.requests import Request
    from starlette.types import Scope

    from preclear.source import Json

Endpoint: TypeAlias = "Callable[[Request], Awaitable[EndpointResult]]"


class EndpointResult(NamedTuple):
    """The status and body of an answer; None is no body at all."""

    status: int
    body: Json = None
    media_type: str = "application/json"


class Route(NamedTuple):
    """An operation: its method, the template of its path, and its endpoint.

    `needs_token` is False if the path itself is the credential, as in a signed URL.
    """

    method: str
    path: str
    endpoint: Endpoint
    needs_token: bool = True


class _Path(NamedTuple):
    segments: tuple[str, ...]
    routes: dict[str, Route]

    @property
    def parameter_count(self) -> int:
        return sum(segment.startswith("{") for segment in self.segments)

    def match(self, segments: tuple[str, ...]) -> dict[str, str] | None:
        """Return the path parameters if `segments` match; None if they don't. A parameter is never empty."""
        parameters: dict[str, str] = {}
        for expected, segment in zip(self.segments, segments, strict=True):
            if expected.startswith("{"):
                parameters[expected[1:-1]] = segment
            elif segment != expected:
                return None
        return parameters if all(parameters.values()) else None


class Router:
    """All routes, reachable below each of `prefixes`."""

    def __init__(self, routes: Iterable[Route], prefixes: tuple[str, ...]) -> None:
        self._prefixes = tuple((prefix, _split(prefix)) for prefix in prefixes)
        paths: dict[str, _Path] = {}
        for route in routes:
            paths.setdefault(route.path, _Path(_split(route.path), {})).routes[route.method] = route
        self._paths_by_length: dict[int, list[_Path]] = {}
        for path in sorted(paths.values(), key=lambda path: path.parameter_count):  # literal segments win
            self._paths_by_length.setdefault(len(path.segments), []).append(path)

    def find(self, scope: Scope) -> Route:
        """Find the route of a request and store its path parameters and prefix in `scope`.

        Raises ApiError: 404 for an unknown path, 405 for a method that the path doesn't have.
        """
        segments = _split(_raw_path(scope))
        for prefix, prefix_segments in self._prefixes:
            if segments[: len(prefix_segments)] != prefix_segments:
                continue
            rest = segments[len(prefix_segments) :]
            for path in self._paths_by_length.get(len(rest), ()):
                parameters = path.match(rest)
                if parameters is None:
                    continue
                scope["path_params"] = parameters
                scope.setdefault("state", {})["prefix"] = prefix
                return _choose(path.routes, scope["method"])
        raise ApiError(404, "not_found", "the emulator has no such path")


def _choose(routes: Mapping[str, Route], method: str) -> Route:
    if method in routes:
        return routes[method]
    allowed = ", ".join(routes)
    message = f"the path doesn't have this method; expected {allowed}"
    raise ApiError(405, "method_not_allowed", message, headers={"allow": allowed})


def _raw_path(scope: Scope) -> str:
    raw_path = scope.get("raw_path")
    if isinstance(raw_path, bytes):
        return raw_path.partition(b"?")[0].decode("latin-1")
    return str(scope["path"])


def _split(path: str) -> tuple[str, ...]:
    """Split a path into decoded segments; none for an empty path."""
    if not path:
        return ()
    return tuple(unquote_to_bytes(segment).decode("utf-8", "replace") for segment in path[1:].split("/"))


def read_prefix(request: Request) -> str:
    """Return the prefix that the request's path has."""
    return str(request.state.prefix)
