"""What the emulator stores: counted to the byte, and never half changed when requests overlap."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import pytest
import uvicorn

from preclear.emulator import BASE_PATH, create_app, listen
from preclear.emulator.endpoints.context import Context
from preclear.emulator.importer.importer import ImportOptions, import_document
from preclear.emulator.store import ContentRenderer, VersionContent, json_size
from preclear.emulator.ulids import UlidGenerator
from tests.emulator.documents import SHOP, SOUND, send, small_corpus
from tests.emulator.scenarios import SCENARIOS, Conversation
from tests.emulator.server import Emulator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

    from preclear.emulator.importer.importer import ImportResult
    from preclear.emulator.store import ConnectorStore

ORGANISATION = "01J00000000000000000000000"


class Inside(NamedTuple):
    """An emulator in a thread of this process, with its store."""

    emulator: Emulator
    client: httpx.Client
    store: ConnectorStore


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Inside]:
    context, errors = Context(), list[Exception]()
    monkeypatch.setattr("preclear.emulator.endpoints.Context", lambda: context)
    server = uvicorn.Server(uvicorn.Config(create_app("token", errors.append), log_config=None, lifespan="off"))
    server_socket = listen(0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [server_socket]})
    thread.start()
    url = f"http://127.0.0.1:{server_socket.getsockname()[1]}{BASE_PATH}"
    emulator = Emulator(url, "token", ORGANISATION, tmp_path)
    try:
        with emulator.client() as client:
            yield Inside(emulator, client, context.store)
    finally:
        server.should_exit = True
        thread.join(30)
    assert errors == []


def recounted(store: ConnectorStore) -> int:
    """The size of everything, counted anew."""
    connectors = store.list_connectors(ORGANISATION)
    for connector in connectors:
        versions = sum(version.size for version in connector.versions)
        connections = sum(map(json_size, connector.connections))
        assert connector.size == json_size(connector.fields) + versions + connections
    return sum(connector.size for connector in connectors)


@pytest.mark.parametrize("operation_id", SCENARIOS)
def test_whatever_is_stored_is_counted_and_forgotten_with_it(inside: Inside, operation_id: str) -> None:
    emulator, client, store = inside
    connector = send(client, emulator, SOUND.encode()).json()["connector"]
    SCENARIOS[operation_id](Conversation(client, emulator, connector, []))

    assert store.size == recounted(store)
    for stored in store.list_connectors(ORGANISATION):
        client.delete(f"{emulator.at}/connectors/{stored.id}")
    assert store.size == 0


def test_what_has_no_room_is_refused_and_changes_nothing(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    emulator, client, store = inside
    connector = send(client, emulator, SOUND.encode()).json()["connector"]
    url = f"{emulator.at}/connectors/{connector['id']}"
    before, size = client.get(url).json(), store.size
    monkeypatch.setattr(store, "_limit", size + 100)
    long = "x" * 1_000
    version = client.get(f"{url}/versions/1.0").json()
    update = {key: before[key] for key in ("id", "organisationId", "name", "protocol")}
    answers = [
        client.post(f"{url}/versions", json={"name": "2", "fromVersion": "1.0"}),
        client.put(f"{url}/versions/1.0", json={**version, "description": long}),
        client.put(f"{url}/tags", json={"tags": {"a": [long]}}),
        client.put(url, json={**update, "baseUrl": long}),
        client.post(f"{url}/connections", json={"name": long, "credentials": {}, "variables": []}),
        send(client, emulator, SOUND.encode(), connector=connector["id"], version="2"),
    ]

    assert [answer.status_code for answer in answers] == [507] * 6
    assert (client.get(url).json(), store.size) == (before, size)


def test_a_connector_that_is_deleted_during_an_import_gets_no_version(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    emulator, client, store = inside
    connector = send(client, emulator, SOUND.encode()).json()["connector"]["id"]
    started, deleted = threading.Event(), threading.Event()

    def import_slowly(
        data: bytes, filetype: str | None, options: ImportOptions, ulid_generator: UlidGenerator
    ) -> ImportResult:
        started.set()
        assert deleted.wait(30)
        return import_document(data, filetype, options, ulid_generator)

    monkeypatch.setattr("preclear.emulator.endpoints.imports.import_document", import_slowly)
    with ThreadPoolExecutor() as pool:
        imported = pool.submit(send, client, emulator, SOUND.encode(), connector=connector, version="2")
        assert started.wait(30)
        assert client.delete(f"{emulator.at}/connectors/{connector}").status_code == 204
        deleted.set()

    assert imported.result().status_code == 404
    assert store.size == 0


@pytest.mark.skipif(not small_corpus(), reason="needs the corpus of real documents, ../shared/corpus")
@pytest.mark.parametrize("path", [path for path in small_corpus() if path.stat().st_size < 1_000_000], ids=str)
def test_what_is_stored_of_a_real_document_is_what_its_import_answered(path: Path) -> None:
    options = ImportOptions("http://127.0.0.1:1/schemas/x", "1.0")
    result = import_document(path.read_bytes(), None, options, UlidGenerator())
    content = VersionContent.of_import(result)
    renderer = ContentRenderer(content, f"{options.schemas_url}/1.0")

    assert [*map(renderer.render_operation, content.actions.values())] == result.actions
    assert [*map(renderer.render_operation, content.triggers.values())] == result.triggers
    assert renderer.render_definitions([*content.definitions]) == result.definitions
    assert content.size < len(json.dumps([result.actions, result.triggers, result.definitions])) + 2 * len(
        path.read_bytes()
    )


def test_of_two_imports_of_one_version_at_once_one_is_refused(running: Emulator, client: httpx.Client) -> None:
    connector = send(client, running, SHOP.encode()).json()["connector"]["id"]
    with ThreadPoolExecutor() as pool:
        answers = [
            pool.submit(send, client, running, SHOP.encode(), connector=connector, version="2") for _ in range(4)
        ]
    listed = client.get(f"{running.at}/connectors/{connector}/versions").json()

    assert sorted(answer.result().status_code for answer in answers) == [201, 400, 400, 400]
    assert [version["name"] for version in listed["items"]] == ["2", "1.2"]
