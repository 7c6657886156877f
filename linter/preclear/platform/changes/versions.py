"""Changes of versions: create, update, publish, unpublish and delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.platform.credentials import validate_id
from preclear.platform.http import (
    NO_CONTENT,
    ChangeRequest,
    ExpectedAnswer,
    build_change_request,
    expect_object,
    validate_version_name,
)

if TYPE_CHECKING:
    from preclear.platform.credentials import Credentials
    from preclear.source import Json

_PUBLICATION = expect_object("version", name="a publication")


def create_version(
    credentials: Credentials, connector_id: str, name: str, from_version: str | None = None
) -> ChangeRequest:
    """Build the creation of a draft version, empty or a copy of `from_version` (CreateConnectorVersion).

    Raises InvalidOptionError for a name that no version can have.
    """
    body: dict[str, Json] = {"name": validate_version_name(name)}
    if from_version is not None:
        body["fromVersion"] = from_version
    url = credentials.url("connectors", validate_id(connector_id, "the connector"), "versions")
    return ChangeRequest(
        build_change_request("POST", url, body),
        _expect_version(201),
        f"create version `{name}` of connector {connector_id}",
    )


def update_version(credentials: Credentials, connector_id: str, version: dict[str, Json]) -> ChangeRequest:
    """Build the update of a version (UpdateConnectorVersion).

    `version` is the whole object as it was read, with another `description`: the server refuses other changes.
    """
    name = str(version.get("name"))
    return ChangeRequest(
        build_change_request("PUT", credentials.version_url(connector_id, name), version),
        _expect_version(200),
        f"update version `{name}` of connector {connector_id}",
    )


def publish_version(credentials: Credentials, connector_id: str, name: str) -> ChangeRequest:
    """Build the publication of a version, which can't be changed afterwards (PublishConnector)."""
    url = credentials.version_url(connector_id, name, "publish")
    return ChangeRequest(
        build_change_request("POST", url), _PUBLICATION, f"publish version `{name}` of connector {connector_id}"
    )


def unpublish_version(credentials: Credentials, connector_id: str, name: str) -> ChangeRequest:
    """Build the withdrawal of a published version (UnpublishConnector)."""
    url = credentials.version_url(connector_id, name, "unpublish")
    return ChangeRequest(
        build_change_request("POST", url), _PUBLICATION, f"unpublish version `{name}` of connector {connector_id}"
    )


def delete_version(credentials: Credentials, connector_id: str, name: str, *, force: bool = False) -> ChangeRequest:
    """Build the deletion of a version; with `force` also of a published one (DeleteConnectorVersion)."""
    url = credentials.version_url(connector_id, name) + ("?force=true" if force else "")
    return ChangeRequest(
        build_change_request("DELETE", url), NO_CONTENT, f"delete version `{name}` of connector {connector_id}"
    )


def _expect_version(status: int) -> ExpectedAnswer:
    return expect_object("id", "name", status=status, name="a version")
