"""Connectors: filtering a list, and updates (ConnectorPage, HTTPConnectorUpdate)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.emulator.connections import read_variables
from preclear.emulator.http.body_reader import BodyReader
from preclear.emulator.store import json_size

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.emulator.http.errors import JsonObject
    from preclear.emulator.store import ConnectorStore, StoredConnector
    from preclear.source import Json


def is_match(connector: StoredConnector, query: Mapping[str, str]) -> bool:
    """Return whether a connector matches a query by name, protocol, tags and categories."""
    if query.get("name", "").lower() not in str(connector.fields["name"]).lower():
        return False
    if query.get("protocol", "").lower() not in "http" or query.get("categories"):
        return False  # no connector here has a category
    tags = connector.fields.get("tags")
    tags_by_key = tags if isinstance(tags, dict) else {}
    return all(_has_tag(tags_by_key, tag.strip()) for tag in query.get("tags", "").split(",") if tag.strip())


def _has_tag(tags: JsonObject, query_tag: str) -> bool:
    """Return whether there is a tag that matches `key`, `key:` or `key:value`."""
    key, _, value = query_tag.partition(":")
    values = tags.get(key)
    return isinstance(values, list) and (not value or value in values)


def update_connector(connector: StoredConnector, body: JsonObject, store: ConnectorStore) -> None:
    """Update a connector. Fields that the body leaves out are unset, except the order of the configs.

    Connection variables are also set in all connections. Raises ApiError, and then changes nothing.
    """
    reader = BodyReader()
    for key, expected in (("id", connector.id), ("organisationId", connector.organisation_id), ("protocol", "http")):
        if reader.read_text(body, key).lower() != expected.lower() and isinstance(body.get(key), str):
            reader.add_fault(key, f"can't be changed; expected `{expected}`")
    fields: JsonObject = {"name": reader.read_text(body, "name"), "baseUrl": reader.read_text(body, "baseUrl")}
    if "name" in body and not str(fields["name"]).strip():
        reader.add_fault("name", "is blank")
    for key in ("documentationURL", "imageURL"):
        value = reader.read_optional_text(body, key)
        if value is not None:
            fields[key] = value
    public = body.get("public", False)
    if not isinstance(public, bool):
        reader.add_fault("public", "expected a boolean")
    fields["public"] = public
    if "tags" in body:
        tags = reader.read_object(body, "tags")
        fields["tags"] = {key: [*reader.read_texts(tags, key, "tags")] for key in tags}
    variables = read_variables(reader, body, "connectionVariables", required=False)
    fields["connectionVariables"] = variables
    fields["authSchemeConfigs"] = _reorder_configs(reader, body, connector)
    reader.raise_faults()
    updated_connections = connector.connections if "connectionVariables" in body else []
    old_size = json_size(connector.fields) + sum(
        json_size(connection["variables"]) for connection in updated_connections
    )
    store.reserve(connector, json_size(fields) + json_size(variables) * len(updated_connections) - old_size)
    connector.fields = fields
    for connection in updated_connections:
        connection["variables"] = [*variables]


def _reorder_configs(reader: BodyReader, body: JsonObject, connector: StoredConnector) -> list[Json]:
    """Return the configs in the order of `authSchemeConfigIds`."""
    stored_configs = connector.fields["authSchemeConfigs"]
    configs = stored_configs if isinstance(stored_configs, list) else []
    if "authSchemeConfigIds" not in body:
        return configs
    by_id = {str(config["id"]): config for config in configs if isinstance(config, dict)}
    ids = reader.read_texts(body, "authSchemeConfigIds")
    if sorted(ids) != sorted(by_id):
        reader.add_fault("authSchemeConfigIds", "expected the id of every auth scheme config, once each")
        return configs
    return [by_id[id] for id in ids]
