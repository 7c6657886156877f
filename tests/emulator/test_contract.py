"""Every answer conforms to the published API description, for real documents and every kind of request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.emulator.contract import fault, needs_contract
from tests.emulator.documents import SHOP, send, small_corpus

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.emulator.server import Emulator

pytestmark = needs_contract

IMPORT = "/o/{organisation_id}/protocols/http/import"
IMPORT_VERSION = "/o/{organisation_id}/connector/{connector_id}/http/import"
CONNECTORS = "/o/{organisation_id}/connectors"
CONNECTOR = f"{CONNECTORS}/{{connector_id}}"
VERSIONS = f"{CONNECTOR}/versions"


def assert_allowed(answer: httpx.Response, method: str, path: str, status: int) -> None:
    assert (answer.status_code, fault(answer.json(), method, path, status)) == (status, None)


@pytest.mark.skipif(not small_corpus(), reason="needs the corpus of real documents, ../shared/corpus")
@pytest.mark.parametrize("path", small_corpus(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_real_document_is_answered_by_the_contract(running: Emulator, client: httpx.Client, path: Path) -> None:
    answer = send(client, running, path.read_bytes(), name=path.name)

    assert answer.status_code in (201, 400)
    assert_allowed(answer, "post", IMPORT, answer.status_code)


def test_lists_of_what_was_imported_are_allowed(running: Emulator, client: httpx.Client) -> None:
    id = send(client, running, SHOP.encode()).json()["connector"]["id"]
    connector = f"{running.at}/connectors/{id}"

    assert_allowed(send(client, running, SHOP.encode(), connector=id, version="2"), "post", IMPORT_VERSION, 201)
    assert_allowed(client.get(f"{running.at}/connectors?first=1000"), "get", CONNECTORS, 200)
    assert_allowed(client.get(f"{running.at}/connectors?first=1"), "get", CONNECTORS, 200)
    assert_allowed(client.get(connector), "get", CONNECTOR, 200)
    assert_allowed(client.get(f"{connector}/versions"), "get", VERSIONS, 200)
    assert_allowed(client.get(f"{connector}/versions/2"), "get", f"{VERSIONS}/{{version}}", 200)
    assert_allowed(client.post(f"{connector}/versions", json={"name": "3"}), "post", VERSIONS, 201)


def test_an_updated_connector_with_a_connection_is_allowed(running: Emulator, client: httpx.Client) -> None:
    made = send(client, running, SHOP.encode()).json()["connector"]
    connector = f"{running.at}/connectors/{made['id']}"
    update = {key: made[key] for key in ("id", "organisationId", "protocol", "baseUrl")} | {
        "name": "Shop 2",
        "tags": {"kind": ["shop"]},
        "connectionVariables": [{"name": "region", "value": "us"}],
        "documentationURL": "https://shop.example.com/docs/2",
    }
    uses: list[Any] = [
        {"authSchemeConfig": config, "credential": {"name": config["description"], "type": kind, "data": data}}
        for config, kind, data in (
            (made["authSchemeConfigs"][0], "string", {"value": "s"}),
            (made["authSchemeConfigs"][1], "oauth2-password", {"username": "u", "password": ""}),
            (
                {"id": "01J00000000000000000000001", "description": "", "schemeType": "basic-auth"},
                "basic-auth",
                {"username": "u", "password": "p"},
            ),
            ({"id": "01J00000000000000000000002", "description": "", "schemeType": "none"}, "none", {}),
            (
                {"id": "01J00000000000000000000003", "description": "", "schemeType": "certificate"},
                "string",
                {"value": "v"},
            ),
        )
    ]
    signing = {
        "id": "01J00000000000000000000004",
        "name": "X-Sig",
        "in": "header",
        "algorithm": "sha1",
        "digestInputs": ["body"],
        "description": "",
    }
    signed = {"authSchemeConfig": {**signing, "schemeType": "hmac"}, "credential": uses[0]["credential"]}
    body: dict[str, Any] = {"name": "c", "credentials": {"action": uses, "trigger": [signed]}, "variables": []}

    assert_allowed(client.put(connector, json=update), "put", CONNECTOR, 200)
    assert_allowed(client.post(f"{connector}/connections", json=body), "post", f"{CONNECTOR}/connections", 200)
    assert_allowed(client.get(connector), "get", CONNECTOR, 200)
    assert_allowed(client.post(f"{connector}/connections", json={"name": 1}), "post", f"{CONNECTOR}/connections", 400)
    assert_allowed(client.put(connector, json={"id": "x"}), "put", CONNECTOR, 400)


@pytest.mark.parametrize(
    "text",
    ["", "a: [", "swagger: '2.0'\npaths: {}\n", "openapi: 3.1.0\ninfo: {version: '1'}\npaths: {}\n", "[1, 2]", "\0"],
)
def test_a_refused_document_gets_an_import_error(running: Emulator, client: httpx.Client, text: str) -> None:
    assert_allowed(send(client, running, text.encode()), "post", IMPORT, 400)


@pytest.mark.parametrize("version", ["latest", "default", "1.2", ""])
def test_a_refused_version_gets_an_import_error(running: Emulator, client: httpx.Client, version: str) -> None:
    id = send(client, running, SHOP.encode()).json()["connector"]["id"]

    answer = send(client, running, SHOP.encode(), connector=id, version=version)

    assert_allowed(answer, "post", IMPORT_VERSION, 400)


def test_refused_requests_are_answered_with_an_error(running: Emulator, client: httpx.Client) -> None:
    nobody = f"{running.at}/connectors/01J00000000000000000000001"
    stranger = {"Authorization": "Bearer not-the-token"}

    assert_allowed(client.get(nobody), "get", CONNECTOR, 404)
    assert_allowed(client.put(nobody, json={}), "put", CONNECTOR, 404)
    assert_allowed(client.get(f"{nobody}/versions"), "get", VERSIONS, 404)
    assert_allowed(client.get(f"{running.at}/connectors?first=none"), "get", CONNECTORS, 400)
    assert_allowed(client.get(f"{running.url}/o/mine/connectors"), "get", CONNECTORS, 400)
    assert_allowed(client.get(f"{running.at}/connectors", headers=stranger), "get", CONNECTORS, 401)
    version = send(client, running, SHOP.encode(), connector="01J00000000000000000000001", version="1")
    assert_allowed(version, "post", IMPORT_VERSION, 404)
    assert_allowed(client.post(nobody), "get", CONNECTOR, 405)
    assert_allowed(client.get(f"{running.at}/triggers"), "get", CONNECTOR, 404)
    assert_allowed(client.post(f"{running.at}/protocols/http/import", content=b"{}"), "post", IMPORT, 415)


def test_the_schemas_used_here_refuse_what_they_should(running: Emulator, client: httpx.Client) -> None:
    body: dict[str, Any] = send(client, running, SHOP.encode()).json()

    for key, wrong in (("name", "a b"), ("id", "1"), ("method", "QUERY"), ("parameters", [{"name": "x"}])):
        changed: dict[str, Any] = {**body, "actions": [{**body["actions"][0], key: wrong}]}
        assert fault(changed, "post", IMPORT, 201) is not None
