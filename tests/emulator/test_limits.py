"""Limits of the emulator: memory, slow clients, and hosts other than loopback."""

from __future__ import annotations

import json
import select
import socket
import time
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from preclear.emulator.http.budget import MemoryBudget, Reservation
from preclear.emulator.http.errors import ApiError
from preclear.emulator.store import ConnectorStore
from preclear.emulator.ulids import UlidGenerator

if TYPE_CHECKING:
    import httpx

    from preclear.source import Json
    from tests.emulator.server import Emulator

DOCUMENT = b"openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n"
PART = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.yaml"\r\n\r\n'
ORGANISATION = "01J00000000000000000000000"


def send(client: httpx.Client, running: Emulator, text: bytes = DOCUMENT) -> httpx.Response:
    files = {
        "file": ("openapi.yaml", text, "application/yaml"),
        "metadata": ("metadata.json", b'{"format": "openapi"}', "application/json"),
    }
    return client.post(f"{running.at}/protocols/http/import", files=files)


def send_until_accepted(client: httpx.Client, running: Emulator) -> bool:
    """Send imports until one is accepted: the emulator can be later to notice that connections have ended."""
    end = time.monotonic() + 30
    while (status := send(client, running).status_code) == 429 and time.monotonic() < end:
        time.sleep(0.05)
    return status == 201


def opened(running: Emulator, text: bytes) -> socket.socket:
    """A connection that has sent `text`."""
    address = urlsplit(running.url)
    connection = socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=60)
    connection.sendall(text)
    return connection


def head(running: Emulator, length: int) -> bytes:
    """The head of an import's request whose body has `length` bytes."""
    path = urlsplit(running.at).path
    lines = [
        f"POST {path}/protocols/http/import HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Bearer {running.token}",
        "Content-Type: multipart/form-data; boundary=b",
        f"Content-Length: {length}",
    ]
    return "\r\n".join([*lines, "", ""]).encode()


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "10.0.0.1", ""]
)
def test_a_host_that_is_not_loopback_is_refused(running: Emulator, client: httpx.Client, host: str) -> None:
    answer = client.get(f"{running.at}/connectors", headers={"Host": host})

    assert (answer.status_code, answer.json()["code"]) == (421, "misdirected_request")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8321", "localhost", "LOCALHOST:1", "[::1]:8321"])
def test_a_host_that_is_loopback_is_answered(running: Emulator, client: httpx.Client, host: str) -> None:
    assert client.get(f"{running.at}/connectors", headers={"Host": host}).status_code == 200


def test_slow_clients_cost_no_other_client(running: Emulator, client: httpx.Client) -> None:
    with ExitStack() as connections:
        for _ in range(60):
            connections.enter_context(opened(running, b"GET / HTTP/1.1\r\nHost: "))
            connections.enter_context(opened(running, head(running, 1_000_000) + b"--b"))
        started = time.monotonic()
        statuses = [send(client, running).status_code for _ in range(3)]
        seconds = time.monotonic() - started

    assert statuses == [201, 201, 201]
    assert seconds < 20


def test_a_head_that_never_ends_is_ended(running: Emulator) -> None:
    with opened(running, b"GET / HTTP/1.1\r\n") as connection:
        started = time.monotonic()
        assert_ended(connection)

    assert time.monotonic() - started < 30


def test_connections_beyond_the_limit_end_the_oldest_that_wait(running: Emulator, client: httpx.Client) -> None:
    with ExitStack() as connections:
        oldest = connections.enter_context(opened(running, b"G"))
        for _ in range(300):
            connections.enter_context(opened(running, b"G"))
        assert send(client, running).status_code == 201
        assert_ended(oldest)


def assert_ended(connection: socket.socket) -> None:
    with suppress(ConnectionResetError):
        assert connection.recv(1000) == b""


def test_a_large_body_that_is_no_import_is_refused(running: Emulator, client: httpx.Client) -> None:
    made = send(client, running).json()["connector"]["id"]
    answer = client.post(
        f"{running.at}/connectors/{made}/versions",
        content=b" " * 1_000_001,
        headers={"Content-Type": "application/json"},
    )

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_many_large_bodies_at_once_are_refused_and_forgotten(running: Emulator, client: httpx.Client) -> None:
    with ExitStack() as stack:
        connections: list[socket.socket] = []
        for _ in range(3):
            connection = stack.enter_context(opened(running, head(running, 20_000_000) + PART))
            connection.sendall(b" " * 19_999_000)
            connections.append(connection)
        answered, _, _ = select.select(connections, [], [], 30)  # whichever the emulator reads last
        (answer,) = (connection.recv(10_000) for connection in answered)
        assert answer.startswith(b"HTTP/1.1 429 ")
        assert json.loads(answer.partition(b"\r\n\r\n")[2])["code"] == "too_many_requests"

    assert send_until_accepted(client, running)


def test_a_budget_counts_what_is_reserved_and_released() -> None:
    budget = MemoryBudget(100)
    first, second = Reservation(budget), Reservation(budget)
    first.grow(60)
    with pytest.raises(ApiError) as caught:
        second.grow(41)
    second.grow(40)
    first.resize(10)
    second.grow(50)
    first.release()
    second.release()
    Reservation(budget).grow(100)

    assert caught.value.status == 429


def fields(size: int) -> dict[str, Json]:
    return {"name": "x" * size, "authSchemeConfigs": []}


def test_what_is_kept_is_bounded_and_the_oldest_goes_first() -> None:
    ulids = UlidGenerator()
    store = ConnectorStore(ulids, limit=10_000)
    ids = [ulids.generate() for _ in range(4)]
    for id in ids:
        store.add(id, ORGANISATION, fields(3_000))

    assert [kept.id for kept in store.list_connectors(ORGANISATION)] == ids[:0:-1]


def test_what_can_never_be_kept_is_refused() -> None:
    ulids = UlidGenerator()
    store = ConnectorStore(ulids, limit=10_000)
    kept = store.add(ulids.generate(), ORGANISATION, fields(3_000))
    with pytest.raises(ApiError) as too_large:
        store.add(ulids.generate(), ORGANISATION, fields(10_000))
    long = "v" * 7_000
    with pytest.raises(ApiError) as too_long:
        store.add_version(kept, store.make_version(long))
    store.add_version(kept, store.make_version("v2"))

    assert (too_large.value.status, too_long.value.status) == (507, 507)
    assert [version.name for version in kept.versions] == ["v2"]
    assert store.list_connectors(ORGANISATION) == [kept]
