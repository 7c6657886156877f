"""The endpoints, each from a request to status and body."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import anyio
from starlette.concurrency import run_in_threadpool

from preclear.emulator.bodies import read_import, read_object
from preclear.emulator.budget import ANSWER_BYTES, reservation_of
from preclear.emulator.connections import create_connection
from preclear.emulator.connectors import matches, update
from preclear.emulator.importing import Target, import_document
from preclear.emulator.problem import Object, invalid
from preclear.emulator.reading import Reading
from preclear.emulator.store import Store, page, size_of
from preclear.emulator.ulids import Ulids, is_ulid

if TYPE_CHECKING:
    from starlette.requests import Request

    from preclear.emulator.importing import Imported
    from preclear.emulator.store import Kept
    from preclear.source import Json

BASE = "/api/connect/v1"


class Answer(NamedTuple):
    """The status and body of an answer."""

    status: int
    body: Object


class Endpoints:
    """All endpoints of one emulator, with what it keeps."""

    def __init__(self) -> None:
        self._ulids = Ulids()
        self._store = Store(self._ulids)
        self._one_at_a_time = anyio.Lock()

    async def import_connector(self, request: Request) -> Answer:
        """ImportHTTPConnector."""
        organisation = _organisation(request)
        sent = await read_import(request, versioned=False)
        id = self._ulids.make()
        imported = await self._import(request, sent.data, sent.filetype, id, None)
        kept = self._store.add(id, organisation, imported)
        configs = imported.connector["authSchemeConfigs"]
        return Answer(201, _result({**kept.shown, "authSchemeConfigs": configs}, imported))

    async def import_version(self, request: Request) -> Answer:
        """ImportHTTPConnectorVersion. The connector's own fields stay as they are."""
        kept = self._connector(request)
        sent = await read_import(request, versioned=True)
        name = sent.version or ""
        self._store.check_version(kept, name)
        imported = await self._import(request, sent.data, sent.filetype, kept.id, name)
        self._store.check_version(kept, name)  # another import may have been faster
        self._store.add_version(kept, name)
        imported.messages += _config_messages(imported.connector["authSchemeConfigs"])
        return Answer(201, _result(kept.shown, imported))

    async def list_connectors(self, request: Request) -> Answer:
        """ListConnectors."""
        query = request.query_params
        found = [kept for kept in self._store.listed(_organisation(request)) if matches(kept, query)]
        return Answer(200, page(found, lambda kept: kept.id, {**query}, "connectors", lambda kept: kept.shown))

    async def get_connector(self, request: Request) -> Answer:
        """GetConnector."""
        return Answer(200, self._connector(request).shown)

    async def update_connector(self, request: Request) -> Answer:
        """UpdateConnector."""
        kept = self._connector(request)
        update(kept, await read_object(request), self._store)
        self._store.touch(kept)
        return Answer(200, kept.shown)

    async def list_versions(self, request: Request) -> Answer:
        """ListConnectorVersions: the latest first."""
        versions = self._connector(request).versions[::-1]
        query = request.query_params
        return Answer(200, page(versions, lambda each: each["id"], {**query}, "items", lambda each: each))

    async def get_version(self, request: Request) -> Answer:
        """GetConnectorVersion."""
        return Answer(200, self._connector(request).version(request.path_params["version"]))

    async def create_version(self, request: Request) -> Answer:
        """CreateConnectorVersion: empty, or a copy, which differs in nothing that is kept here."""
        kept = self._connector(request)
        body = await read_object(request)
        reading = Reading()
        name, source = reading.text(body, "name"), reading.optional_text(body, "fromVersion")
        reading.check()
        self._store.check_version(kept, name, "name")
        if source is not None and not any(each["name"] == source for each in kept.versions):
            raise invalid(("fromVersion", f"`{source[:100]}` does not exist"))
        return Answer(201, self._store.add_version(kept, name))

    async def create_connection(self, request: Request) -> Answer:
        """CreateConnectorConnection. The contract's status is 200."""
        kept = self._connector(request)
        made = create_connection(await read_object(request), kept, self._ulids)
        self._store.grow(kept, size_of(made))
        kept.connections.append(made)
        self._store.touch(kept)
        return Answer(200, made)

    def _connector(self, request: Request) -> Kept:
        return self._store.get(_organisation(request), request.path_params["connector_id"])

    async def _import(
        self, request: Request, data: bytes, filetype: str | None, connector: str, version: str | None
    ) -> Imported:
        """Import in a thread of its own, so that others are answered meanwhile; one at a time, for memory's sake."""
        host, port = request.scope["server"]
        schemas = f"http://{host}:{port}{BASE}/o/{_organisation(request)}/schemas/{quote(connector, safe='')}"
        async with self._one_at_a_time:
            reservation = reservation_of(request)
            reservation.grow(ANSWER_BYTES)  # before anything is made, so that no import is made and then refused
            return await run_in_threadpool(import_document, data, filetype, Target(schemas, version), self._ulids)


def _organisation(request: Request) -> str:
    id = str(request.path_params["organisation_id"])
    if not is_ulid(id.upper()):
        raise invalid(("organisation_id", "is no ULID"))
    return id.upper()


def _result(connector: Object, imported: Imported) -> Object:
    """What an import answers (ImportHTTPConnectorResult)."""
    return {
        "connector": connector,
        "definitions": imported.definitions,
        "actions": imported.actions,
        "triggers": imported.triggers,
        "messages": imported.messages,
    }


def _config_messages(configs: Json) -> list[Json]:
    """What there is to say of a version's auth scheme configs, which its connector does not take."""
    listed = [each for each in configs if isinstance(each, dict)] if isinstance(configs, list) else []
    return [text for each in listed if isinstance(told := each["validationMessages"], list) for text in told]
