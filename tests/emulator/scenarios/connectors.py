"""Scenarios of connectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.emulator.documents import SOUND, send
from tests.emulator.scenarios.connections import connection_body
from tests.emulator.scenarios.conversation import NOBODY

if TYPE_CHECKING:
    from tests.emulator.scenarios.conversation import Conversation


def list_categories(at: Conversation) -> None:
    categories = at.get(f"{at.emulator.url}/categories")

    assert len(categories) == len(set(categories)) == 12
    assert "Development & IT" in categories


def list_public_connectors(at: Conversation) -> None:
    assert at.get(f"{at.emulator.url}/connectors?first=5") == {"totalCount": 0, "connectors": []}


def list_connectors(at: Conversation) -> None:
    url = f"{at.emulator.at}/connectors"
    at.send("PUT", f"{at.connector_url}/categories", 204, {"categories": ["CRM", "HR"]})

    assert at.get(f"{url}?first=1")["connectors"][0]["id"] == at.connector["id"]
    assert at.get(f"{url}?categories=CRM&categories=HR&first=1")["totalCount"] >= 1
    assert at.get(f"{url}?categories=CRM&categories=ERP")["totalCount"] == 0
    assert at.get(f"{url}?sort=name:asc,id:desc&name=pets&protocol=http&first=1")["totalCount"] >= 1
    for query in ("categories=Pets", "sort=name", "first=0", "first=1001", "after=nobody", "before="):
        assert len(at.get(f"{url}?{query}", 400)["fields"]) == 1


def get_connector(at: Conversation) -> None:
    connector = at.get(at.connector_url)

    assert connector["name"] == "Pets"
    assert [version["name"] for version in connector["versions"]] == ["1.0"]
    at.get(f"{at.emulator.at}/connectors/{NOBODY}", 404)


def update_connector(at: Conversation) -> None:
    update = {key: at.connector[key] for key in ("id", "organisationId", "name", "protocol")}

    assert at.send("PUT", at.connector_url, 200, {**update, "baseUrl": "https://a.example.com"})["baseUrl"][8] == "a"
    at.send("PUT", at.connector_url, 400, update)
    at.send("PUT", at.connector_url, 400, {**update, "baseUrl": "u", "protocol": "bigquery"})


def delete_connector(at: Conversation) -> None:
    at.send("DELETE", f"{at.connector_url}?force=maybe", 400)
    at.send("DELETE", at.connector_url, 204)
    at.send("DELETE", at.connector_url, 404)
    at.get(at.connector_url, 404)
    other = send(at.client, at.emulator, SOUND.encode()).json()["connector"]["id"]
    at.send("DELETE", f"{at.emulator.at}/connectors/{other}?force=true", 204)


def update_tags(at: Conversation) -> None:
    url = f"{at.connector_url}/tags"
    at.send("PUT", url, 204, {"tags": {"team": ["a", "b"]}})
    assert at.get(at.connector_url)["tags"] == {"team": ["a", "b"]}
    at.send("PUT", url, 400, {"tags": {"team": "a"}})
    at.send("PUT", url, 204, {})
    assert at.get(at.connector_url)["tags"] == {}


def update_categories(at: Conversation) -> None:
    url = f"{at.connector_url}/categories"
    at.send("PUT", url, 204, {"categories": ["Hospitality", "Hospitality"]})
    problem = at.send("PUT", url, 400, {"categories": ["Hospitality", "Pets"]})

    assert problem["fields"][0]["field"] == "categories[1]"
    found = at.get(f"{at.emulator.at}/connectors?categories=Hospitality&first=1")["connectors"]
    assert found[0]["id"] == at.connector["id"]
    at.send("PUT", url, 204, {})
    assert at.get(f"{at.emulator.at}/connectors?categories=Hospitality&name=pets")["totalCount"] == 0


def create_http_connector(at: Conversation) -> None:
    url = f"{at.emulator.at}/protocols/http/connectors"
    config = at.connector["authSchemeConfigs"][0]
    body = {"name": "New", "baseUrl": "https://n.example.com", "authSchemeConfigs": [config]}
    made = at.send("POST", url, 201, {**body, "connections": [connection_body(at)], "tags": {"a": ["b"]}})

    assert (made["versions"], made["tags"]) == ([], {"a": ["b"]})
    assert [connection["name"] for connection in made["connections"]] == ["live"]
    at.send("POST", f"{at.emulator.at}/connectors/{made['id']}/versions", 201, {"name": "1"})
    at.send("POST", url, 400, body)
    repeated = {**body, "authSchemeConfigs": [config, config], "connections": []}
    assert at.send("POST", url, 400, repeated)["fields"][0]["field"] == "authSchemeConfigs[1].id"
    broken = {**body, "connections": [{**connection_body(at), "name": ""}]}
    assert at.send("POST", url, 400, broken)["fields"][0]["field"] == "connections[0].name"
