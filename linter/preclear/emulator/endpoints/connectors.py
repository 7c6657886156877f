"""Connectors, with their tags, categories and auth scheme configs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.emulator.bodies.auth_configs import read_config, validate_config
from preclear.emulator.bodies.categories import CATEGORIES, read_categories
from preclear.emulator.bodies.connectors import (
    check_filters,
    is_match,
    read_new_connections,
    read_new_connector,
    read_tags,
    update_connector,
)
from preclear.emulator.endpoints.context import CONNECTOR_PATH, CONNECTORS_PATH, read_organisation_id
from preclear.emulator.http.body_reader import BodyReader
from preclear.emulator.http.errors import not_found_error
from preclear.emulator.http.query import check_sort, make_page, read_force
from preclear.emulator.http.request_body import read_object
from preclear.emulator.http.router import EndpointResult, Route
from preclear.emulator.store import MAX_ITEMS, json_size

if TYPE_CHECKING:
    from starlette.requests import Request

    from preclear.emulator.endpoints.context import Context
    from preclear.emulator.http.errors import JsonObject
    from preclear.emulator.store import StoredConnector

_CONFIG_PATH = f"{CONNECTOR_PATH}/auth-scheme-configs/{{auth_scheme_config_id}}"


class ConnectorEndpoints:
    """The endpoints of connectors."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._store = context.store
        self.routes: tuple[Route, ...] = (
            Route("GET", "/categories", self._list_categories),
            Route("GET", "/connectors", self._list_public_connectors),
            Route("GET", CONNECTORS_PATH, self._list_connectors),
            Route("POST", "/o/{organisation_id}/protocols/http/connectors", self._create_connector),
            Route("GET", CONNECTOR_PATH, self._get_connector),
            Route("PUT", CONNECTOR_PATH, self._update_connector),
            Route("DELETE", CONNECTOR_PATH, self._delete_connector),
            Route("PUT", f"{CONNECTOR_PATH}/tags", self._update_tags),
            Route("PUT", f"{CONNECTOR_PATH}/categories", self._update_categories),
            Route("PUT", _CONFIG_PATH, self._upsert_config),
            Route("DELETE", _CONFIG_PATH, self._delete_config),
        )

    async def _list_categories(self, request: Request) -> EndpointResult:
        """ListCategories."""
        return EndpointResult(200, [*CATEGORIES])

    async def _list_public_connectors(self, request: Request) -> EndpointResult:
        """ListPublicConnectors: no connector here is public."""
        return self._page(request, [])

    async def _list_connectors(self, request: Request) -> EndpointResult:
        """ListConnectors."""
        return self._page(request, self._store.list_connectors(read_organisation_id(request)))

    def _page(self, request: Request, connectors: list[StoredConnector]) -> EndpointResult:
        query = request.query_params
        check_sort(query)
        check_filters(query)
        matches = [connector for connector in connectors if is_match(connector, query)]
        page = make_page(matches, lambda connector: connector.id, query, "connectors", lambda connector: connector.body)
        return EndpointResult(200, page)

    async def _create_connector(self, request: Request) -> EndpointResult:
        """CreateHTTPConnector: a connector without versions."""
        organisation_id = read_organisation_id(request)
        body = await read_object(request)
        fields = read_new_connector(body)
        connector = self._store.add(self._context.ulid_generator.generate(), organisation_id, fields)
        try:
            connections = read_new_connections(body, connector, self._context.ulid_generator)
            self._store.reserve(connector, sum(map(json_size, connections)))
        except Exception:
            self._store.delete(connector)
            raise
        connector.connections += connections
        return EndpointResult(201, connector.body)

    async def _get_connector(self, request: Request) -> EndpointResult:
        """GetConnector."""
        return EndpointResult(200, self._context.find_connector(request).body)

    async def _update_connector(self, request: Request) -> EndpointResult:
        """UpdateConnector."""
        body = await read_object(request)
        connector = self._context.find_connector(request)
        update_connector(connector, body, self._store)
        self._store.touch(connector)
        return EndpointResult(200, connector.body)

    async def _delete_connector(self, request: Request) -> EndpointResult:
        """DeleteConnector. Nothing here uses a connector, so `force` makes no difference."""
        read_force(request)
        self._store.delete(self._context.find_connector(request))
        return EndpointResult(204)

    async def _update_tags(self, request: Request) -> EndpointResult:
        """UpdateConnectorTags: `tags` replace all others, and none are left if the field is missing."""
        body = await read_object(request)
        connector = self._context.find_connector(request)
        reader = BodyReader()
        tags = read_tags(reader, body) if "tags" in body else {}
        reader.raise_faults()
        self._replace_fields(connector, {**connector.fields, "tags": tags})
        return EndpointResult(204)

    async def _update_categories(self, request: Request) -> EndpointResult:
        """UpdateConnectorCategories: `categories` replace all others, and none are left if the field is missing."""
        body = await read_object(request)
        connector = self._context.find_connector(request)
        connector.categories = read_categories(body)
        self._store.touch(connector)
        return EndpointResult(204)

    async def _upsert_config(self, request: Request) -> EndpointResult:
        """UpsertAuthSchemeConfig. The answer has the config's validation messages."""
        body = await read_object(request)
        connector = self._context.find_connector(request)
        reader = BodyReader()
        config = read_config(reader, body)
        if config["id"] != request.path_params["auth_scheme_config_id"].upper():
            reader.add_fault("id", "expected the id in the path")
        configs = connector.configs
        ids = [existing["id"] for existing in configs]
        if config["id"] not in ids and len(configs) >= MAX_ITEMS:
            reader.add_fault("id", f"the connector already has {MAX_ITEMS:,} auth scheme configs, the emulator's limit")
        reader.raise_faults()
        index = ids.index(config["id"]) if config["id"] in ids else len(ids)
        configs[index : index + 1] = [config]
        self._replace_fields(connector, {**connector.fields, "authSchemeConfigs": [*configs]})
        validated: JsonObject = {**config, "validationMessages": validate_config(config, configs, is_trigger=False)}
        configs[index] = validated
        return EndpointResult(200, {**connector.body, "authSchemeConfigs": [*configs]})

    async def _delete_config(self, request: Request) -> EndpointResult:
        """DeleteAuthSchemeConfig. Connections keep the copy that they have."""
        connector = self._context.find_connector(request)
        id = request.path_params["auth_scheme_config_id"]
        configs = [config for config in connector.configs if config["id"] != id.upper()]
        if len(configs) == len(connector.configs):
            raise not_found_error(f"auth scheme config `{id[:100]}`")
        self._replace_fields(connector, {**connector.fields, "authSchemeConfigs": [*configs]})
        return EndpointResult(200, connector.body)

    def _replace_fields(self, connector: StoredConnector, fields: JsonObject) -> None:
        self._store.reserve(connector, json_size(fields) - json_size(connector.fields))
        connector.fields = fields
        self._store.touch(connector)
