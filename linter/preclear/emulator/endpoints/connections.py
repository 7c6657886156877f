"""Connections of a connector."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.emulator.bodies.connections import create_connection, update_connection
from preclear.emulator.endpoints.context import CONNECTOR_PATH
from preclear.emulator.http.query import make_page, read_force
from preclear.emulator.http.request_body import read_object
from preclear.emulator.http.router import EndpointResult, Route
from preclear.emulator.store import json_size

if TYPE_CHECKING:
    from starlette.requests import Request

    from preclear.emulator.endpoints.context import Context
    from preclear.emulator.http.errors import JsonObject

_CONNECTIONS_PATH = f"{CONNECTOR_PATH}/connections"
_CONNECTION_PATH = f"{_CONNECTIONS_PATH}/{{connection_id}}"


class ConnectionEndpoints:
    """The endpoints of connections."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._store = context.store
        self.routes: tuple[Route, ...] = (
            Route("GET", _CONNECTIONS_PATH, self._list_connections),
            Route("POST", _CONNECTIONS_PATH, self._create_connection),
            Route("GET", _CONNECTION_PATH, self._get_connection),
            Route("PUT", _CONNECTION_PATH, self._update_connection),
            Route("DELETE", _CONNECTION_PATH, self._delete_connection),
        )

    async def _list_connections(self, request: Request) -> EndpointResult:
        """ListConnectorConnections: the most recently updated first."""
        newest_first = self._context.find_connector(request).connections[::-1]
        page = make_page(newest_first, lambda connection: connection["id"], request.query_params, "items", _summarize)
        return EndpointResult(200, page)

    async def _create_connection(self, request: Request) -> EndpointResult:
        """CreateConnectorConnection. The contract's status is 200."""
        body = await read_object(request)
        connector = self._context.find_connector(request)
        connection = create_connection(body, connector, self._context.ulid_generator)
        self._store.reserve(connector, json_size(connection))
        connector.connections.append(connection)
        self._store.touch(connector)
        return EndpointResult(200, connection)

    async def _get_connection(self, request: Request) -> EndpointResult:
        """GetConnection."""
        connector = self._context.find_connector(request)
        return EndpointResult(200, connector.connection(request.path_params["connection_id"]))

    async def _update_connection(self, request: Request) -> EndpointResult:
        """UpdateConnection."""
        body = await read_object(request)
        connector = self._context.find_connector(request)
        connection = connector.connection(request.path_params["connection_id"])
        updated = update_connection(body, connection, connector)
        self._store.reserve(connector, json_size(updated) - json_size(connection))
        connector.connections.remove(connection)
        connector.connections.append(updated)
        self._store.touch(connector)
        return EndpointResult(200, updated)

    async def _delete_connection(self, request: Request) -> EndpointResult:
        """DeleteConnection. Nothing here uses a connection, so `force` makes no difference."""
        read_force(request)
        connector = self._context.find_connector(request)
        connection = connector.connection(request.path_params["connection_id"])
        connector.connections.remove(connection)
        self._store.reserve(connector, -json_size(connection))
        self._store.touch(connector)
        return EndpointResult(204)


def _summarize(connection: JsonObject) -> JsonObject:
    """Return a connection as a list has it (ConnectionSummary)."""
    return {key: connection[key] for key in ("id", "name", "createdAt", "updatedAt")}
