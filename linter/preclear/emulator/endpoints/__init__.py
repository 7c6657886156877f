"""The endpoints: a request goes in, status and body come out. Each module has the routes of one kind of resource."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.emulator.endpoints.connections import ConnectionEndpoints
from preclear.emulator.endpoints.connectors import ConnectorEndpoints
from preclear.emulator.endpoints.context import Context
from preclear.emulator.endpoints.definitions import DefinitionEndpoints
from preclear.emulator.endpoints.imports import ImportEndpoints
from preclear.emulator.endpoints.operations import OperationEndpoints
from preclear.emulator.endpoints.protocols import ProtocolEndpoints
from preclear.emulator.endpoints.uploads import UploadEndpoints
from preclear.emulator.endpoints.versions import VersionEndpoints
from preclear.emulator.http.router import Router

if TYPE_CHECKING:
    from preclear.emulator.http.router import Route

BASE_PATH = "/api/connect/v1"
"""The path of the API. The published description also names a server without it, so both are served."""


def create_router() -> Router:
    """Create the routes of an empty emulator."""
    context = Context()
    routes: list[Route] = [
        *ConnectorEndpoints(context).routes,
        *ConnectionEndpoints(context).routes,
        *VersionEndpoints(context).routes,
        *OperationEndpoints(context, "action").routes,
        *OperationEndpoints(context, "trigger").routes,
        *DefinitionEndpoints(context).routes,
        *ProtocolEndpoints().routes,
        *ImportEndpoints(context).routes,
        *UploadEndpoints(context).routes,
    ]
    return Router(routes, (BASE_PATH, ""))
