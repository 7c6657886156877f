"""Every operation of the published description: what it does, and that requests and answers conform to it.

An operation without a scenario here fails, unless it's listed as absent.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.emulator.contract import (
    ABSENT,
    component_fault,
    exchange_fault,
    find_operation,
    needs_contract,
    operations,
)
from tests.emulator.documents import SOUND, send
from tests.emulator.scenarios import NOBODY, SCENARIOS, Conversation

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from tests.emulator.contract import Operation
    from tests.emulator.server import Emulator

pytestmark = needs_contract

PRESENT = tuple(operation for operation in operations() if operation.id not in ABSENT)


@pytest.fixture
def conversation(running: Emulator, client: httpx.Client) -> Iterator[Conversation]:
    """A connector to talk about, and a record of every request and answer."""
    connector = send(client, running, SOUND.encode()).json()["connector"]
    exchanges: list[tuple[httpx.Request, httpx.Response]] = []

    def record(answer: httpx.Response) -> None:
        exchanges.append((answer.request, answer))

    client.event_hooks = {"response": [record]}
    yield Conversation(client, running, connector, exchanges)
    client.event_hooks = {}


@pytest.mark.parametrize("operation", PRESENT, ids=lambda operation: operation.id)
def test_an_operation_conforms_to_the_description(conversation: Conversation, operation: Operation) -> None:
    SCENARIOS[operation.id](conversation)
    seen: list[str] = []
    for request, answer in conversation.exchanges:
        answer.read()
        path = request.url.raw_path.decode().partition("?")[0]
        found = find_operation(request.method, path.removeprefix(conversation.base_path))
        assert found is not None, f"{request.method} {path} isn't in the description"
        assert exchange_fault(found, request, answer) is None, f"{found.id}: {answer.status_code} {answer.text[:500]}"
        seen.append(f"{found.id} {'accepted' if answer.is_success else 'refused'}")

    assert f"{operation.id} accepted" in seen


@pytest.mark.parametrize("operation", PRESENT, ids=lambda operation: operation.id)
def test_an_operation_needs_the_token_and_an_organisation(
    running: Emulator, client: httpx.Client, operation: Operation
) -> None:
    url = running.url + operation.path.format_map(_Anything())
    refused = client.request(operation.method, url, headers={"Authorization": "Bearer no"})
    other = client.request(operation.method, url.replace("/o/x/", "/o/not-a-ulid/"), json={}, params={})

    assert (refused.status_code, component_fault(refused.json(), "Error")) == (401, None)
    if "/o/" in operation.path:
        assert 400 <= other.status_code < 500
        assert component_fault(other.json(), "Error") is None


class _Anything(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "x"


@pytest.mark.parametrize("operation", sorted(set(operations()) - set(PRESENT)), ids=lambda operation: operation.id)
def test_an_absent_operation_has_an_unknown_path(running: Emulator, client: httpx.Client, operation: Operation) -> None:
    ids = {"organisation_id": running.organisation, "connector_id": NOBODY, "version": "1"}
    answer = client.request(operation.method, running.url + operation.path.format(**ids), json={})

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert component_fault(answer.json(), "Error") is None


def test_the_lists_of_operations_have_nothing_that_the_description_has_not() -> None:
    ids = {operation.id for operation in operations()}

    assert set(ABSENT) <= ids
    assert set(SCENARIOS) == ids - set(ABSENT)


@pytest.mark.parametrize("path", sorted({operation.path for operation in PRESENT}))
def test_another_method_is_refused_with_those_that_the_path_has(
    running: Emulator, client: httpx.Client, path: str
) -> None:
    methods = {operation.method.upper() for operation in operations() if operation.path == path}
    for method in {"GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE"} - methods:
        answer = client.request(method, running.url + path.format_map(_Anything()))

        assert answer.status_code == 405
        assert set(answer.headers["allow"].split(", ")) == methods
        if method != "HEAD":
            assert component_fault(answer.json(), "Error") is None


def test_the_api_is_there_without_its_path_too(running: Emulator, client: httpx.Client) -> None:
    short = running._replace(url=running.url.removesuffix("/api/connect/v1"))
    made = send(client, short, SOUND.encode()).json()
    url = made["definitions"][0]["url"]

    assert url.startswith(f"{short.url}/o/")
    assert client.get(url).json()["$schema"].endswith("2020-12/schema")
    assert client.get(f"{running.at}/connectors/{made['connector']['id']}").status_code == 200
    assert client.get(f"{short.at}/connectors/{made['connector']['id']}").status_code == 200


def test_the_checks_used_here_notice_a_violation(conversation: Conversation) -> None:
    client, answer = conversation.client, conversation.client.get(f"{conversation.connector_url}/versions")
    operation = find_operation("GET", answer.request.url.path.removeprefix(conversation.base_path))
    assert operation is not None
    body = answer.json()
    wrong_bodies: tuple[dict[str, Any], ...] = (
        {**body, "totalCount": "1"},
        {**body, "items": [{**body["items"][0], "id": "1"}]},
        {},
    )

    def problem(request: httpx.Request, content: bytes, media_type: str = "application/json") -> str | None:
        headers = {"content-type": media_type}
        return exchange_fault(operation, request, type(answer)(200, headers=headers, content=content, request=request))

    assert problem(answer.request, answer.content) is None
    assert problem(answer.request, answer.content, "text/html") is not None
    assert all(problem(answer.request, json.dumps(wrong).encode()) is not None for wrong in wrong_bodies)
    for url in ("?more=1", "/../../x/versions"):
        requests = client.build_request("GET", f"{conversation.connector_url}/versions{url}")
        assert problem(requests, answer.content) is not None
