"""The endpoints: a request goes in, status and body come out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import anyio
from starlette.concurrency import run_in_threadpool

from preclear.emulator.connections import create_connection
from preclear.emulator.connectors import is_match, update_connector
from preclear.emulator.http.body_reader import BodyReader
from preclear.emulator.http.budget import MAX_ANSWER_BYTES, get_reservation
from preclear.emulator.http.errors import JsonObject, invalid_request_error
from preclear.emulator.http.request_body import read_import, read_object
from preclear.emulator.importer.importer import ImportOptions, import_document
from preclear.emulator.store import ConnectorStore, json_size, make_page
from preclear.emulator.ulids import UlidGenerator, is_ulid

if TYPE_CHECKING:
    from starlette.requests import Request

    from preclear.emulator.importer.importer import ImportResult
    from preclear.emulator.store import StoredConnector
    from preclear.source import Json

BASE_PATH = "/api/connect/v1"


class EndpointResult(NamedTuple):
    """The status and body of an answer."""

    status: int
    body: JsonObject


class Endpoints:
    """The endpoints of one emulator, with its store."""

    def __init__(self) -> None:
        self._ulid_generator = UlidGenerator()
        self._store = ConnectorStore(self._ulid_generator)
        self._import_lock = anyio.Lock()

    async def import_connector(self, request: Request) -> EndpointResult:
        """ImportHTTPConnector."""
        organisation_id = _organisation_id(request)
        import_body = await read_import(request, requires_version=False)
        connector_id = self._ulid_generator.generate()
        result = await self._run_import(request, import_body.data, import_body.filetype, connector_id, None)
        connector = self._store.add(connector_id, organisation_id, result)
        configs = result.connector["authSchemeConfigs"]
        return EndpointResult(201, _import_result_body({**connector.body, "authSchemeConfigs": configs}, result))

    async def import_version(self, request: Request) -> EndpointResult:
        """ImportHTTPConnectorVersion. The connector's own fields stay as they are."""
        connector = self._find_connector(request)
        import_body = await read_import(request, requires_version=True)
        name = import_body.version_name or ""
        self._store.check_version(connector, name)
        result = await self._run_import(request, import_body.data, import_body.filetype, connector.id, name)
        self._store.check_version(connector, name)  # another import may have been faster in the meantime
        self._store.add_version(connector, name)
        result.messages += _config_messages(result.connector["authSchemeConfigs"])
        return EndpointResult(201, _import_result_body(connector.body, result))

    async def list_connectors(self, request: Request) -> EndpointResult:
        """ListConnectors."""
        query = request.query_params
        connectors = [
            connector
            for connector in self._store.list_connectors(_organisation_id(request))
            if is_match(connector, query)
        ]
        return EndpointResult(
            200,
            make_page(
                connectors, lambda connector: connector.id, {**query}, "connectors", lambda connector: connector.body
            ),
        )

    async def get_connector(self, request: Request) -> EndpointResult:
        """GetConnector."""
        return EndpointResult(200, self._find_connector(request).body)

    async def update_connector(self, request: Request) -> EndpointResult:
        """UpdateConnector."""
        connector = self._find_connector(request)
        update_connector(connector, await read_object(request), self._store)
        self._store.touch(connector)
        return EndpointResult(200, connector.body)

    async def list_versions(self, request: Request) -> EndpointResult:
        """ListConnectorVersions: the latest first."""
        versions = self._find_connector(request).versions[::-1]
        query = request.query_params
        return EndpointResult(
            200, make_page(versions, lambda version: version["id"], {**query}, "items", lambda version: version)
        )

    async def get_version(self, request: Request) -> EndpointResult:
        """GetConnectorVersion."""
        return EndpointResult(200, self._find_connector(request).version(request.path_params["version"]))

    async def create_version(self, request: Request) -> EndpointResult:
        """CreateConnectorVersion: an empty version or a copy, which look the same here."""
        connector = self._find_connector(request)
        body = await read_object(request)
        reader = BodyReader()
        name, source = reader.read_text(body, "name"), reader.read_optional_text(body, "fromVersion")
        reader.raise_faults()
        self._store.check_version(connector, name, "name")
        if source is not None and not any(version["name"] == source for version in connector.versions):
            raise invalid_request_error(("fromVersion", f"`{source[:100]}` doesn't exist"))
        return EndpointResult(201, self._store.add_version(connector, name))

    async def create_connection(self, request: Request) -> EndpointResult:
        """CreateConnectorConnection. The contract's status is 200."""
        connector = self._find_connector(request)
        connection = create_connection(await read_object(request), connector, self._ulid_generator)
        self._store.reserve(connector, json_size(connection))
        connector.connections.append(connection)
        self._store.touch(connector)
        return EndpointResult(200, connection)

    def _find_connector(self, request: Request) -> StoredConnector:
        return self._store.get(_organisation_id(request), request.path_params["connector_id"])

    async def _run_import(
        self, request: Request, data: bytes, filetype: str | None, connector_id: str, version_name: str | None
    ) -> ImportResult:
        """Import in a thread, so that other requests are answered meanwhile; one at a time, to bound memory."""
        host, port = request.scope["server"]
        schemas_url = (
            f"http://{host}:{port}{BASE_PATH}/o/{_organisation_id(request)}/schemas/{quote(connector_id, safe='')}"
        )
        async with self._import_lock:
            reservation = get_reservation(request)
            reservation.grow(MAX_ANSWER_BYTES)  # first, so that no finished import is refused
            return await run_in_threadpool(
                import_document, data, filetype, ImportOptions(schemas_url, version_name), self._ulid_generator
            )


def _organisation_id(request: Request) -> str:
    id = str(request.path_params["organisation_id"])
    if not is_ulid(id.upper()):
        raise invalid_request_error(("organisation_id", "isn't a ULID"))
    return id.upper()


def _import_result_body(connector: JsonObject, result: ImportResult) -> JsonObject:
    """Build the answer to an import (ImportHTTPConnectorResult)."""
    return {
        "connector": connector,
        "definitions": result.definitions,
        "actions": result.actions,
        "triggers": result.triggers,
        "messages": result.messages,
    }


def _config_messages(configs: Json) -> list[Json]:
    """Return the validation messages of a version's configs, which its connector doesn't adopt."""
    config_objects = [config for config in configs if isinstance(config, dict)] if isinstance(configs, list) else []
    return [
        message
        for config in config_objects
        if isinstance(messages := config["validationMessages"], list)
        for message in messages
    ]
