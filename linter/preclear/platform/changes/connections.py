"""Changes of connections: create, update and delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.platform.credentials import validate_id
from preclear.platform.http import NO_CONTENT, ChangeRequest, build_change_request, expect_object

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.platform.credentials import Credentials, Secret
    from preclear.source import Json

_CONNECTION = expect_object("id", "name", name="a connection")


def create_connection(
    credentials: Credentials, connector_id: str, body: dict[str, Json], secrets: Sequence[Secret] = ()
) -> ChangeRequest:
    """Build the creation of a connection (CreateConnectorConnection). `secrets` are the texts that `body` must hide."""
    url = credentials.url("connectors", validate_id(connector_id, "the connector"), "connections")
    return ChangeRequest(
        build_change_request("POST", url, body),
        _CONNECTION,
        f"create connection `{body.get('name')}` of connector {connector_id}",
        tuple(secrets),
    )


def update_connection(
    credentials: Credentials, connector_id: str, connection_id: str, body: dict[str, Json]
) -> ChangeRequest:
    """Build the update of a connection: its name, variables, and the order of its credentials (UpdateConnection)."""
    return ChangeRequest(
        build_change_request("PUT", _connection_url(credentials, connector_id, connection_id), body),
        _CONNECTION,
        f"update connection {connection_id} of connector {connector_id}",
    )


def delete_connection(
    credentials: Credentials, connector_id: str, connection_id: str, *, force: bool = False
) -> ChangeRequest:
    """Build the deletion of a connection; with `force` also of one that is in use (DeleteConnection)."""
    url = _connection_url(credentials, connector_id, connection_id) + ("?force=true" if force else "")
    return ChangeRequest(
        build_change_request("DELETE", url),
        NO_CONTENT,
        f"delete connection {connection_id} of connector {connector_id}",
    )


def _connection_url(credentials: Credentials, connector_id: str, connection_id: str) -> str:
    return credentials.url(
        "connectors",
        validate_id(connector_id, "the connector"),
        "connections",
        validate_id(connection_id, "the connection"),
    )
