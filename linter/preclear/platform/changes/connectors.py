"""Changes of a connector: its fields, tags and categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.platform.credentials import validate_id
from preclear.platform.http import NO_CONTENT, ChangeRequest, build_change_request, expect_object

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from preclear.platform.credentials import Credentials
    from preclear.source import Json


def update_connector(credentials: Credentials, connector_id: str, body: dict[str, Json]) -> ChangeRequest:
    """Build the update of a connector (UpdateConnector).

    `body` has every field (HTTPConnectorUpdate): the server unsets what is left out.
    """
    url = credentials.url("connectors", validate_id(connector_id, "the connector"))
    return ChangeRequest(
        build_change_request("PUT", url, body),
        expect_object("id", name="a connector"),
        f"update connector {connector_id}",
    )


def update_tags(credentials: Credentials, connector_id: str, tags: Mapping[str, Sequence[str]]) -> ChangeRequest:
    """Build the replacement of a connector's tags, each a key with values (UpdateConnectorTags)."""
    url = credentials.url("connectors", validate_id(connector_id, "the connector"), "tags")
    body: dict[str, Json] = {"tags": {key: [*values] for key, values in tags.items()}}
    return ChangeRequest(
        build_change_request("PUT", url, body), NO_CONTENT, f"replace the tags of connector {connector_id}"
    )


def update_categories(credentials: Credentials, connector_id: str, categories: Sequence[str]) -> ChangeRequest:
    """Build the replacement of a connector's categories (UpdateConnectorCategories)."""
    url = credentials.url("connectors", validate_id(connector_id, "the connector"), "categories")
    return ChangeRequest(
        build_change_request("PUT", url, {"categories": [*categories]}),
        NO_CONTENT,
        f"replace the categories of connector {connector_id}",
    )
