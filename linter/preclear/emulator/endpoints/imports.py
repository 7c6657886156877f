"""Imports of OpenAPI documents, as a new connector or a new version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
from starlette.concurrency import run_in_threadpool

from preclear.emulator.endpoints.context import read_organisation_id, schemas_url
from preclear.emulator.http.budget import MAX_ANSWER_BYTES, get_reservation
from preclear.emulator.http.fetch_document import fetch_document
from preclear.emulator.http.request_body import read_import
from preclear.emulator.http.router import EndpointResult, Route
from preclear.emulator.importer.importer import ImportOptions, import_document
from preclear.emulator.importer.messages import make_message
from preclear.emulator.store import VersionContent

if TYPE_CHECKING:
    from starlette.requests import Request

    from preclear.emulator.endpoints.context import Context
    from preclear.emulator.http.errors import JsonObject
    from preclear.emulator.http.request_body import ImportBody
    from preclear.emulator.importer.importer import ImportResult
    from preclear.emulator.store import StoredConnector
    from preclear.source import Json

_MAX_KEPT_MESSAGES = 100
"""The most messages of an import that its version keeps."""


class ImportEndpoints:
    """The endpoints of imports."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._store = context.store
        self._import_lock = anyio.Lock()
        self.routes: tuple[Route, ...] = (
            Route("POST", "/o/{organisation_id}/protocols/http/import", self._import_connector),
            Route("POST", "/o/{organisation_id}/connector/{connector_id}/http/import", self._import_version),
        )

    async def _import_connector(self, request: Request) -> EndpointResult:
        """ImportHTTPConnector."""
        organisation_id = read_organisation_id(request)
        import_body = await read_import(request, self._fetch, requires_version=False)
        connector_id = self._context.ulid_generator.generate()
        result, content = await self._run_import(request, import_body, connector_id, None)
        version = self._store.make_version(result.version_name, content, _kept_messages(result.messages))
        connector = self._store.add(connector_id, organisation_id, result.connector, version.size)
        self._store.add_version(connector, version)
        return EndpointResult(201, _result_body(connector, result, result.connector["authSchemeConfigs"]))

    async def _import_version(self, request: Request) -> EndpointResult:
        """ImportHTTPConnectorVersion. The connector's own fields stay as they are."""
        self._context.find_connector(request)
        import_body = await read_import(request, self._fetch, requires_version=True)
        name = import_body.version_name or ""
        connector = self._context.find_connector(request)
        self._store.check_version_name(connector, name)
        result, content = await self._run_import(request, import_body, connector.id, name)
        connector = self._context.find_connector(request)  # it may have been deleted in the meantime,
        self._store.check_version_name(connector, name)  # and another import may have been faster
        result.messages += _config_messages(result.connector["authSchemeConfigs"])
        self._store.add_version(connector, self._store.make_version(name, content, _kept_messages(result.messages)))
        return EndpointResult(201, _result_body(connector, result, [*connector.configs]))

    async def _fetch(self, request: Request, url: str) -> tuple[bytes, str | None]:
        """Read an uploaded file, or fetch a document from this machine. Returns its bytes and its content type."""
        uploaded = self._context.uploads.read(url, read_organisation_id(request))
        return uploaded if uploaded is not None else (await fetch_document(url), None)

    async def _run_import(
        self, request: Request, import_body: ImportBody, connector_id: str, version_name: str | None
    ) -> tuple[ImportResult, VersionContent]:
        """Import in a thread, so that other requests are answered meanwhile; one at a time, to bound memory."""
        options = ImportOptions(schemas_url(request, connector_id), version_name)

        def run() -> tuple[ImportResult, VersionContent]:
            result = import_document(import_body.data, import_body.filetype, options, self._context.ulid_generator)
            return result, VersionContent.of_import(result)

        async with self._import_lock:
            get_reservation(request).grow(MAX_ANSWER_BYTES)  # first, so that no finished import is refused
            return await run_in_threadpool(run)


def _result_body(connector: StoredConnector, result: ImportResult, configs: Json) -> JsonObject:
    """Build the answer to an import (ImportHTTPConnectorResult). Its messages aren't repeated in the versions."""
    versions = [
        {key: value for key, value in connector.version_body(version).items() if key != "messages"}
        for version in connector.versions
    ]
    return {
        "connector": {**connector.body, "authSchemeConfigs": configs, "versions": [*versions]},
        "definitions": result.definitions,
        "actions": result.actions,
        "triggers": result.triggers,
        "messages": result.messages,
    }


def _kept_messages(messages: list[Json]) -> list[Json]:
    """Return the messages that a version keeps: the first ones, and how many there are beyond."""
    omitted_count = len(messages) - _MAX_KEPT_MESSAGES
    if omitted_count <= 0:
        return [*messages]
    return [*messages[:_MAX_KEPT_MESSAGES], make_message(f"the import had {omitted_count:,} further messages", "info")]


def _config_messages(configs: Json) -> list[Json]:
    """Return the validation messages of a version's configs, which its connector doesn't adopt."""
    config_objects = [config for config in configs if isinstance(config, dict)] if isinstance(configs, list) else []
    return [
        message
        for config in config_objects
        if isinstance(messages := config["validationMessages"], list)
        for message in messages
    ]
