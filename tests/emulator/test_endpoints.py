"""The endpoints over HTTP: storage, queries and refusals."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from httpx import ASGITransport, AsyncClient

from preclear.emulator import BASE_PATH, create_app
from tests.emulator.documents import SHOP, send

if TYPE_CHECKING:
    from collections.abc import Generator

    import httpx

    from tests.emulator.server import Emulator


ULID = "01J00000000000000000000009"


@pytest.fixture
def connector(running: Emulator, client: httpx.Client) -> dict[str, Any]:
    made: dict[str, Any] = send(client, running, SHOP.encode()).json()["connector"]
    return made


def fields(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 400, answer.text
    return [field["field"] for field in answer.json().get("fields", [])]


@pytest.mark.parametrize("scheme", ["Bearer", "JWT", "bearer"])
def test_the_token_opens_with_either_scheme(running: Emulator, scheme: str) -> None:
    with running.client(scheme) as client:
        assert client.get(f"{running.at}/connectors").status_code == 200


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer x", "Basic {}", "{}", "Bearer {}x"])
def test_nothing_else_does(running: Emulator, client: httpx.Client, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header.format(running.token)}
    client.headers.pop("Authorization", None)
    try:
        answer = client.get(f"{running.at}/connectors", headers=headers)
    finally:
        client.headers["Authorization"] = f"Bearer {running.token}"

    assert answer.status_code == 401
    assert running.token not in answer.text


def test_a_version_goes_to_its_connector_as_a_draft(
    running: Emulator, client: httpx.Client, connector: dict[str, Any]
) -> None:
    answer = send(client, running, SHOP.encode(), connector=connector["id"], version="2.0")
    listed = client.get(f"{running.at}/connectors/{connector['id']}/versions").json()

    assert answer.status_code == 201
    assert answer.json()["connector"]["id"] == connector["id"]
    assert [(version["name"], version["isLatest"], version["isDefault"]) for version in listed["items"]] == [
        ("2.0", False, False),
        ("1.2", False, False),
    ]


@pytest.mark.parametrize("version", ["default", "latest", "1.2", " "])
def test_a_version_needs_a_name_of_its_own(
    running: Emulator, client: httpx.Client, connector: dict[str, Any], version: str
) -> None:
    versions = f"{running.at}/connectors/{connector['id']}/versions"

    assert fields(send(client, running, SHOP.encode(), connector=connector["id"], version=version)) == ["version"]
    assert fields(client.post(versions, json={"name": version})) == ["name"]
    assert client.get(versions).json()["totalCount"] == 1


def test_a_version_needs_a_connector_that_is_there(running: Emulator, client: httpx.Client) -> None:
    answer = send(client, running, SHOP.encode(), connector="01J00000000000000000000001", version="1")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_versions_are_made_found_and_copied(running: Emulator, client: httpx.Client, connector: dict[str, Any]) -> None:
    versions = f"{running.at}/connectors/{connector['id']}/versions"

    assert client.post(versions, json={"name": "a/b", "fromVersion": "1.2"}).status_code == 201
    assert client.get(f"{versions}/a%2Fb").json()["name"] == "a/b"
    assert client.post(f"{versions}/a%2Fb/publish").status_code == 400
    assert client.get(f"{versions}/a%2Fb/actions").json()["totalCount"] == 1
    assert client.get(f"{versions}/3").status_code == 404
    assert fields(client.post(versions, json={"name": "4", "fromVersion": "3"})) == ["fromVersion"]


def test_a_list_is_paged_from_end_to_end_and_back(running: Emulator, client: httpx.Client) -> None:
    organisation = f"{running.url}/o/01J0000000000000000000000P"
    one = running._replace(organisation="01J0000000000000000000000P")
    made = [send(client, one, SHOP.encode()).json()["connector"]["id"] for _ in range(5)]
    seen: list[str] = []
    page: dict[str, Any] = {"next": None}
    while "next" in page:
        after = f"&after={page['next']}" if page["next"] else ""
        page = client.get(f"{organisation}/connectors?first=2{after}").json()
        assert page["totalCount"] == 5
        seen += [connector["id"] for connector in page["connectors"]]
    back = client.get(f"{organisation}/connectors?first=2&before={page['prev']}").json()

    assert seen == made[::-1]
    assert [connector["id"] for connector in back["connectors"]] == seen[2:4]
    assert fields(client.get(f"{organisation}/connectors?after=01J00000000000000000000001")) == ["after"]
    assert fields(client.get(f"{organisation}/connectors?first=0")) == ["first"]


def test_a_list_is_filtered_by_name_protocol_tags_and_category(running: Emulator, client: httpx.Client) -> None:
    one = running._replace(organisation="01J0000000000000000000000Q")
    made = send(client, one, SHOP.replace("title: Shop", "title: My Shop").encode()).json()["connector"]
    update = {key: made[key] for key in ("id", "organisationId", "name", "protocol", "baseUrl")}
    client.put(f"{one.at}/connectors/{made['id']}", json={**update, "tags": {"kind": ["shop"]}})

    def found(query: str) -> int:
        return int(client.get(f"{one.at}/connectors?{query}").json()["totalCount"])

    assert [found("name=shop"), found("name=shops"), found("protocol=HT"), found("protocol=big")] == [1, 0, 1, 0]
    assert [found("tags=kind:shop"), found("tags=kind"), found("tags=kind:other"), found("categories=CRM")] == [
        1,
        1,
        0,
        0,
    ]


def test_a_connector_of_another_organisation_does_not_exist(
    running: Emulator, client: httpx.Client, connector: dict[str, Any]
) -> None:
    assert client.get(f"{running.at}/connectors/{connector['id']}").status_code == 200
    other = f"{running.url}/o/01J0000000000000000000000R/connectors/{connector['id']}"
    assert client.get(other).status_code == 404


def test_an_update_unsets_what_it_leaves_out(
    running: Emulator, client: httpx.Client, connector: dict[str, Any]
) -> None:
    body = {key: connector[key] for key in ("id", "organisationId", "protocol", "baseUrl")} | {"name": "Other"}
    ids = [config["id"] for config in connector["authSchemeConfigs"]]
    address = f"{running.at}/connectors/{connector['id']}"

    answer = client.put(address, json={**body, "authSchemeConfigIds": ids[::-1]}).json()

    assert answer["name"] == "Other"
    assert "documentationURL" not in answer
    assert answer["connectionVariables"] == []
    assert [config["id"] for config in answer["authSchemeConfigs"]] == ids[::-1]
    assert fields(client.put(address, json={**body, "authSchemeConfigIds": ids[:1]})) == ["authSchemeConfigIds"]
    assert fields(client.put(address, json={**body, "id": "x", "tags": {"a": [1]}})) == ["id", "tags.a[0]"]
    assert client.get(address).json()["name"] == "Other"


def test_a_connections_configs_are_validated_and_its_secrets_never_given_back(
    running: Emulator, client: httpx.Client, connector: dict[str, Any]
) -> None:
    config = {"id": ULID, "description": "", "schemeType": "hmac", "name": "X-Sig", "in": "header", "algorithm": "sha1"}
    credential = {"name": "k", "type": "basic-auth", "data": {"username": "u", "password": "s3cret"}}
    use: dict[str, Any] = {"authSchemeConfig": {**config, "digestInputs": []}, "credential": credential}
    body = {"name": "c", "credentials": {"trigger": [use]}, "variables": [{"name": "region", "value": "us"}]}
    address = f"{running.at}/connectors/{connector['id']}"

    answer = client.post(f"{address}/connections", json=body)
    made = answer.json()["credentials"]["trigger"][0]

    assert answer.status_code == 200
    messages = made["authSchemeConfig"]["validationMessages"]
    assert [message["severity"] for message in messages] == ["warning", "error", "warning"]
    assert made["credential"]["errors"] == [
        "a credential of type `basic-auth` doesn't fit `hmac`; expected `string`, `binary`"
    ]
    assert "s3cret" not in answer.text + client.get(address).text
    assert fields(client.post(f"{address}/connections", json=body)) == ["name"]


def test_faults_of_a_connection_are_reported_by_their_path(
    running: Emulator, client: httpx.Client, connector: dict[str, Any]
) -> None:
    config = {"id": ULID, "description": "", "schemeType": "api-key", "name": "k", "in": "body"}
    credential: dict[str, Any] = {"name": "k", "type": "string", "data": {}}
    body: dict[str, Any] = {
        "name": "c",
        "credentials": {"action": [{"authSchemeConfig": config, "credential": credential}, 5]},
    }
    address = f"{running.at}/connectors/{connector['id']}/connections"

    assert sorted(fields(client.post(address, json=body))) == [
        "credentials.action[0].authSchemeConfig.in",
        "credentials.action[0].credential.data.value",
        "credentials.action[1]",
        "variables",
    ]


class _Pages(BaseHTTPRequestHandler):
    """Documents on this machine, and answers that must be refused."""

    def do_GET(self) -> None:
        data = SHOP.encode() if self.path in ("/shop.yaml", "/short") else b"x" * 5_000_001
        self.send_response(302 if self.path == "/moved" else 200)
        if self.path == "/moved":
            self.send_header("Location", "/shop.yaml")
        if self.path == "/packed":
            self.send_header("Content-Encoding", "gzip")
        if self.path != "/endless":
            self.send_header("Content-Length", str(len(data) + (self.path == "/short")))
        self.end_headers()
        try:
            self.wfile.write(data)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        return


@contextmanager
def pages() -> Generator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def from_url(running: Emulator, client: httpx.Client, url: str, **more: str) -> httpx.Response:
    body = {"schemaURL": url, "format": "openapi", **more}
    return client.post(f"{running.at}/protocols/http/import", json=body)


def test_a_document_is_fetched_from_this_machine(
    running: Emulator, client: httpx.Client, connector: dict[str, Any]
) -> None:
    with pages() as host:
        new = from_url(running, client, f"http://{host}/shop.yaml", filetype="yaml")
        named = from_url(running, client, f"http://{host.replace('127.0.0.1', 'localhost')}/shop.yaml")
        version = {"schemaURL": f"http://{host}/shop.yaml", "format": "openapi", "version": "7"}
        added = client.post(f"{running.at}/connector/{connector['id']}/http/import", json=version)

    assert [new.status_code, named.status_code, added.status_code] == [201, 201, 201]
    assert new.json()["connector"]["name"] == "Shop"
    assert added.json()["connector"]["versions"][-1]["name"] == "7"


@pytest.mark.parametrize("path", ["moved", "packed", "large", "endless", "short"])
def test_what_is_no_plain_answer_of_bearable_size_is_refused(
    running: Emulator, client: httpx.Client, path: str
) -> None:
    with pages() as host:
        answer = from_url(running, client, f"http://{host}/{path}")

    assert (answer.status_code, answer.json()["code"]) == (400, "fetch_failed")


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/a",
        "http://example.com/a",
        "http://10.0.0.1/a",
        "http://169.254.169.254/latest",
        "http://127.0.0.1@example.com/a",
        "http://0.0.0.0/a",
        "http://[::ffff:10.0.0.1]/a",
        "http://localhost.example.com/a",
        "file:///etc/passwd",
        "http://127.0.0.1:99999/a",
        "http://127.0.0.1/a b",
        "http://127.0.0.1/\r\nX: y",
        "",
    ],
)
def test_nothing_is_fetched_from_anywhere_else(running: Emulator, client: httpx.Client, url: str) -> None:
    assert fields(from_url(running, client, url)) == ["schemaURL"]


def test_a_request_that_is_no_import_says_what_it_lacks(running: Emulator, client: httpx.Client) -> None:
    address = f"{running.at}/protocols/http/import"
    metadata = (None, '{"format": "postman"}', "application/json")

    assert fields(client.post(address, files={"metadata": metadata})) == ["file"]
    assert fields(client.post(address, files={"file": ("a", b"")})) == ["metadata"]
    assert fields(client.post(address, files={"file": ("a", b""), "metadata": metadata})) == ["metadata.format"]
    assert fields(client.post(address, json={"format": "openapi"})) == ["schemaURL"]
    assert fields(client.post(address, content=b"[" * 5000, headers={"Content-Type": "application/json"})) == ["body"]
    assert fields(client.post(address, content=b"--x", headers={"Content-Type": "multipart/form-data"})) == []


def test_a_body_beyond_the_limit_is_refused(running: Emulator, client: httpx.Client) -> None:
    answer = send(client, running, b"x" * 25_000_001)

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert client.get(f"{running.at}/connectors").status_code == 200


def test_an_internal_error_is_answered_and_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    errors: list[Exception] = []

    def broken(*_: object) -> None:
        raise RecursionError("too deep")

    async def ask() -> httpx.Response:
        transport = ASGITransport(create_app("the-token", errors.append))
        async with AsyncClient(transport=transport, headers={"Authorization": "JWT the-token"}) as client:
            body = {"file": ("a", b"{}", None), "metadata": (None, b'{"format": "openapi"}', "application/json")}
            address = f"http://127.0.0.1{BASE_PATH}/o/01J00000000000000000000000/protocols/http/import"
            return await client.post(address, files=body)

    monkeypatch.setattr("preclear.emulator.endpoints.imports.import_document", broken)
    answer = asyncio.run(ask())

    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert [str(error) for error in errors] == ["too deep"]


def test_of_more_than_100_connectors_the_oldest_are_dropped(running: Emulator, client: httpx.Client) -> None:
    text = b"openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n"
    first = send(client, running, text).json()["connector"]["id"]
    for _ in range(100):
        send(client, running, text)

    assert client.get(f"{running.at}/connectors/{first}").status_code == 404
    assert client.get(f"{running.at}/connectors").json()["totalCount"] == 100
