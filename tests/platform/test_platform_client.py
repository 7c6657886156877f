"""What the client asks for, byte for byte in method and path, and what it makes of the answers."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from preclear.platform import (
    ChangeRequest,
    ConnectionOptions,
    InvalidOptionError,
    LookupFailure,
    PlatformClient,
    create_connection,
    create_version,
    delete_connection,
    delete_version,
    publish_version,
    unpublish_version,
    update_categories,
    update_connection,
    update_connector,
    update_tags,
    update_version,
)
from preclear.platform.credentials import Secret
from tests.platform.fault_running import CANARY, CONNECTOR, ORGANISATION, Server, faulty

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from preclear.platform import Credentials

CONNECTION = "01J000000000000000000C0NNX"
BASE = f"/api/connect/v1/o/{ORGANISATION}/connectors/{CONNECTOR}"
VERSION = {"id": "01J0000000000000000000VERS", "name": "1 / é", "description": "old", "publishedAt": None}
ODD_NAME = "1%20%2F%20%C3%A9"


def make_client(server: Server, **options: Any) -> PlatformClient:
    connection = ConnectionOptions(
        organisation=ORGANISATION,
        url=server.url,
        insecure_loopback=True,
        environment={"PRECLEAR_TOKEN": CANARY},
        timeout=20.0,
        **options,
    )
    return PlatformClient(connection.load_credentials(), connection)


@contextmanager
def scripted(tmp_path: Path, answers: dict[str, list[list[Any]]]) -> Generator[Server]:
    file = tmp_path / "script.json"
    file.write_text(json.dumps(answers))
    with faulty("scripted", FAULT_SCRIPT=str(file)) as server:
        yield server


CHANGES: dict[str, tuple[Callable[[Credentials], ChangeRequest], int, Any]] = {
    f"PUT {BASE}": (lambda c: update_connector(c, CONNECTOR, {"name": "x"}), 200, {"id": CONNECTOR}),
    f"PUT {BASE}/tags": (lambda c: update_tags(c, CONNECTOR, {"team": ["a"]}), 204, None),
    f"PUT {BASE}/categories": (lambda c: update_categories(c, CONNECTOR, ["ERP"]), 204, None),
    f"POST {BASE}/versions": (lambda c: create_version(c, CONNECTOR, "2", "1"), 201, VERSION),
    f"PUT {BASE}/versions/{ODD_NAME}": (lambda c: update_version(c, CONNECTOR, dict(VERSION)), 200, VERSION),
    f"POST {BASE}/versions/{ODD_NAME}/publish": (
        lambda c: publish_version(c, CONNECTOR, "1 / é"),
        200,
        {"version": VERSION},
    ),
    f"POST {BASE}/versions/1/unpublish": (lambda c: unpublish_version(c, CONNECTOR, "1"), 200, {"version": VERSION}),
    f"DELETE {BASE}/versions/1": (lambda c: delete_version(c, CONNECTOR, "1"), 204, None),
    f"DELETE {BASE}/versions/1?force=true": (lambda c: delete_version(c, CONNECTOR, "1", force=True), 204, None),
    f"POST {BASE}/connections": (
        lambda c: create_connection(c, CONNECTOR, {"name": "main"}),
        200,
        {"id": CONNECTION, "name": "main"},
    ),
    f"PUT {BASE}/connections/{CONNECTION}": (
        lambda c: update_connection(c, CONNECTOR, CONNECTION, {"id": CONNECTION, "name": "main"}),
        200,
        {"id": CONNECTION, "name": "main"},
    ),
    f"DELETE {BASE}/connections/{CONNECTION}?force=true": (
        lambda c: delete_connection(c, CONNECTOR, CONNECTION, force=True),
        204,
        None,
    ),
}


@pytest.mark.parametrize("route", CHANGES)
def test_a_change_is_sent_once_and_accepted_by_its_own_answer_only(route: str, tmp_path: Path) -> None:
    build, status, body = CHANGES[route]
    with scripted(tmp_path, {route: [[status, body], [200 if status != 200 else 201, body], [status, [1]]]}) as server:
        client = make_client(server)
        change = build(client.credentials)
        accepted = client.send(change)
        assert (accepted.name, accepted.status) == ("accepted", status)
        assert accepted.answer == (body if body is not None else accepted.answer)
        assert client.send(change).name == "unknown", "a success of another kind says nothing"
        assert client.send(change).name == ("unknown" if change.expected.find_problem is not None else "accepted")
        assert [f"{request['method']} {request['path']}" for request in server.requests] == [route] * 3


def test_bodies_are_what_the_contract_says() -> None:
    connection = ConnectionOptions(
        organisation=ORGANISATION, url="https://x.example", environment={"PRECLEAR_TOKEN": CANARY}
    )
    credentials = connection.load_credentials()
    bodies = {route: build(credentials).request.body for route, (build, _, _) in CHANGES.items()}
    assert json.loads(bodies[f"PUT {BASE}/tags"]) == {"tags": {"team": ["a"]}}
    assert json.loads(bodies[f"PUT {BASE}/categories"]) == {"categories": ["ERP"]}
    assert json.loads(bodies[f"POST {BASE}/versions"]) == {"name": "2", "fromVersion": "1"}
    assert bodies[f"POST {BASE}/versions/1/unpublish"] == b""
    assert bodies[f"DELETE {BASE}/versions/1"] == b""


@pytest.mark.parametrize("name", ["latest", " default ", "", " ", "a\nb"])
def test_a_version_that_can_not_be_is_not_built(name: str) -> None:
    credentials = ConnectionOptions(
        organisation=ORGANISATION, url="https://x.example", environment={"PRECLEAR_TOKEN": CANARY}
    ).load_credentials()
    with pytest.raises(InvalidOptionError):
        create_version(credentials, CONNECTOR, name)


@pytest.mark.parametrize("name", [".", "..", ""])
def test_a_name_that_changes_the_path_is_refused(name: str) -> None:
    credentials = ConnectionOptions(
        organisation=ORGANISATION, url="https://x.example", environment={"PRECLEAR_TOKEN": CANARY}
    ).load_credentials()
    with pytest.raises(InvalidOptionError, match=r"can't be part of a URL"):
        delete_version(credentials, CONNECTOR, name)


def test_a_secret_that_the_server_repeats_is_in_no_outcome(tmp_path: Path) -> None:
    secret = Secret("pa55word/of+pets")
    route = f"POST {BASE}/connections"
    body = {"code": "bad", "message": "pa55word/of+pets is too short", "details": "PA55WORD%2Fof%2Bpets"}
    with scripted(tmp_path, {route: [[400, body]]}) as server:
        client = make_client(server)
        outcome = client.send(create_connection(client.credentials, CONNECTOR, {"name": "main"}, [secret]))
        assert outcome.name == "rejected"
        assert outcome.reason == "the server answered 400: *** is too short"
        assert "55word" not in repr(outcome).lower()


def test_resources_of_a_version_are_read_over_all_pages(tmp_path: Path) -> None:
    versions = f"GET {BASE}/versions/{ODD_NAME}"
    answers: dict[str, list[list[Any]]] = {
        f"{versions}/{kind}?first=100": [[200, {"totalCount": 2, kind: [{"name": "a"}], "next": "x y"}]]
        for kind in ("actions", "triggers", "definitions")
    }
    answers |= {
        f"{versions}/{kind}?first=100&after=x+y": [[200, {"totalCount": 2, kind: [{"name": "b"}, 7]}]]
        for kind in ("actions", "triggers", "definitions")
    }
    answers[versions] = [[200, {**VERSION, "messages": [{"text": "x", "severity": "info"}]}]]
    schemas = f"GET /api/connect/v1/o/{ORGANISATION}/schemas/{CONNECTOR}/{ODD_NAME}/Pet.json"
    answers[schemas] = [[200, {"type": "object"}], [404, {"code": "x", "message": "no"}]]
    with scripted(tmp_path, answers) as server:
        lookup = make_client(server).lookup
        for list_resources in (lookup.list_actions, lookup.list_triggers, lookup.list_definitions):
            assert list_resources(CONNECTOR, "1 / é") == [{"name": "a"}, {"name": "b"}]
        version = lookup.get_version(CONNECTOR, "1 / é")
        assert (version.description, version.published_at, len(version.messages)) == ("old", None, 1)
        assert lookup.get_schema(CONNECTOR, "1 / é", "Pet.json") == {"type": "object"}
        with pytest.raises(LookupFailure, match=r"the server answered 404: no") as caught:
            lookup.get_schema(CONNECTOR, "1 / é", "Pet.json")
        assert caught.value.status == 404


def test_lists_of_connectors_are_filtered_by_the_server(tmp_path: Path) -> None:
    listed = f"GET /api/connect/v1/o/{ORGANISATION}/connectors"
    query = "name=Pets&tags=team%3Apets%2Cold%3A&categories=ERP&categories=HR&first=100"
    found = {"totalCount": 1, "connectors": [{"id": "b", "name": "B"}, {"id": "a", "name": "A"}]}
    with scripted(
        tmp_path, {f"{listed}?{query}": [[200, found]], "GET /api/connect/v1/categories": [[200, ["ERP", 3]]]}
    ) as server:
        lookup = make_client(server).lookup
        connectors = lookup.list_connectors("Pets", protocol=None, tags=("team:pets", "old"), categories=("ERP", "HR"))
        assert [connector.id for connector in connectors] == ["b", "a"]
        assert lookup.list_categories() == ["ERP"]
