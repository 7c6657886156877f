"""Connectors: filters of a list, and the bodies that create and update them (HTTPConnectorCreate, -Update)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.emulator.bodies.auth_configs import check_unique_ids, read_config
from preclear.emulator.bodies.categories import CATEGORIES
from preclear.emulator.bodies.connections import read_connection, read_variables
from preclear.emulator.http.body_reader import BodyReader
from preclear.emulator.http.errors import invalid_request_error
from preclear.emulator.store import MAX_ITEMS, json_size

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

    from preclear.emulator.http.errors import JsonObject
    from preclear.emulator.store import ConnectorStore, StoredConnector
    from preclear.emulator.ulids import UlidGenerator
    from preclear.source import Json


def check_filters(query: QueryParams) -> None:
    """Check the filters of a list. Raises ApiError for a category that doesn't exist."""
    unknown = [name for name in query.getlist("categories") if name not in CATEGORIES]
    if unknown:
        raise invalid_request_error(("categories", f"`{unknown[0][:100]}` isn't a category"))


def is_match(connector: StoredConnector, query: QueryParams) -> bool:
    """Return whether a connector matches a query by name, protocol, all tags and all categories."""
    if query.get("name", "").lower() not in str(connector.fields["name"]).lower():
        return False
    if query.get("protocol", "").lower() not in "http":
        return False
    if not set(query.getlist("categories")) <= set(connector.categories):
        return False
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
    fields["public"] = reader.read_flag(body, "public") if "public" in body else False
    if "tags" in body:
        fields["tags"] = read_tags(reader, body)
    variables = read_variables(reader, body, key="connectionVariables", required=False)
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
    configs: list[Json] = [*connector.configs]
    if "authSchemeConfigIds" not in body:
        return configs
    by_id = {str(config["id"]): config for config in connector.configs}
    ids = [id.upper() for id in reader.read_texts(body, "authSchemeConfigIds")]
    if sorted(ids) != sorted(by_id):
        reader.add_fault("authSchemeConfigIds", "expected the id of every auth scheme config, once each")
        return configs
    return [by_id[id] for id in ids]


def read_tags(reader: BodyReader, body: JsonObject) -> JsonObject:
    """Read `tags`: a list of values for each key."""
    tags = reader.read_object(body, "tags")
    return {key: [*reader.read_texts(tags, key, "tags")] for key in tags}


def read_new_connector(body: JsonObject) -> JsonObject:
    """Read an HTTPConnectorCreate, but not its connections, as the fields of a connector. Raises ApiError."""
    reader = BodyReader()
    fields: JsonObject = {"name": reader.read_text(body, "name"), "baseUrl": reader.read_text(body, "baseUrl")}
    if "name" in body and not str(fields["name"]).strip():
        reader.add_fault("name", "is blank")
    fields["public"] = reader.read_flag(body, "public") if "public" in body else False
    fields["connectionVariables"] = read_variables(reader, body, key="connectionVariables", required=False)
    if "tags" in body:
        fields["tags"] = read_tags(reader, body)
    configs = reader.read_objects(body, "authSchemeConfigs")
    read_configs = [read_config(reader, config, path) for path, config in configs]
    check_unique_ids(
        reader, [(f"{path}.id", config["id"]) for (path, _), config in zip(configs, read_configs, strict=True)]
    )
    fields["authSchemeConfigs"] = [*read_configs]
    for key, items in (("authSchemeConfigs", configs), ("connections", reader.read_objects(body, "connections"))):
        if len(items) > MAX_ITEMS:
            reader.add_fault(key, f"expected at most {MAX_ITEMS:,}")
    reader.raise_faults()
    return fields


def read_new_connections(
    body: JsonObject, connector: StoredConnector, ulid_generator: UlidGenerator
) -> list[JsonObject]:
    """Read the connections of an HTTPConnectorCreate, which the contract requires without a type. Raises ApiError."""
    reader = BodyReader()
    connections = [
        read_connection(reader, connection, path, connector, ulid_generator)
        for path, connection in reader.read_objects(body, "connections")
    ]
    if len({str(connection["name"]) for connection in connections}) < len(connections):
        reader.add_fault("connections", "expected names that are unique")
    reader.raise_faults()
    return connections
