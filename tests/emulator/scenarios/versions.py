"""Scenarios of versions and imports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.emulator.documents import SOUND, send
from tests.emulator.scenarios.conversation import NOBODY

if TYPE_CHECKING:
    from tests.emulator.scenarios.conversation import Conversation


def create_version(at: Conversation) -> None:
    url = f"{at.connector_url}/versions"
    made = at.send("POST", url, 201, {"name": "2", "fromVersion": "1.0"})
    at.send("POST", url, 201, {"name": "3"})

    assert (made["publishedAt"], made["isLatest"]) == (None, False)
    copied, original = at.get(f"{url}/2/actions")["actions"], at.get(f"{at.version_url}/actions")["actions"]
    assert [action["name"] for action in copied] == [action["name"] for action in original]
    assert not {action["id"] for action in copied} & {action["id"] for action in original}
    assert "/2/" in copied[1]["requestBody"]["definitions"][0]["definition"]["url"]
    assert at.get(f"{url}/3/actions") == {"totalCount": 0, "actions": []}
    at.send("POST", url, 400, {"name": "latest"})
    at.send("POST", url, 400, {"name": "4", "fromVersion": "latest"})


def list_versions(at: Conversation) -> None:
    url = f"{at.connector_url}/versions"
    at.send("POST", url, 201, {"name": "2"})
    at.send("POST", f"{at.version_url}/publish", 200)

    assert [version["name"] for version in at.get(url)["items"]] == ["1.0", "2"]
    assert at.get(f"{url}?first=1")["totalCount"] == 2
    at.get(f"{at.emulator.at}/connectors/{NOBODY}/versions", 404)


def get_version(at: Conversation) -> None:
    versions = f"{at.connector_url}/versions"

    assert at.get(at.version_url)["name"] == "1.0"
    at.get(f"{versions}/latest", 404)
    at.get(f"{versions}/default", 404)
    at.send("POST", f"{at.version_url}/publish", 200)
    at.send("POST", versions, 201, {"name": "2", "fromVersion": "latest"})
    assert at.get(f"{versions}/latest")["name"] == at.get(f"{versions}/default")["name"] == "1.0"
    at.send("POST", f"{versions}/2/publish", 200)
    assert at.get(f"{versions}/latest")["name"] == at.get(f"{versions}/default")["name"] == "2"
    at.send("POST", f"{versions}/2/unpublish", 200)
    assert at.get(f"{versions}/latest")["name"] == "1.0"


def update_version(at: Conversation) -> None:
    version = at.get(at.version_url)
    updated = at.send("PUT", at.version_url, 200, {**version, "description": "sha256: 1234"})

    assert updated["description"] == at.get(at.version_url)["description"] == "sha256: 1234"
    text: dict[str, Any] = {"text": "t", "severity": "info"}
    read_only = {"id": NOBODY, "isLatest": True, "publishedAt": version["createdAt"], "messages": [text]}
    for key, value in read_only.items():
        problem = at.send("PUT", at.version_url, 400, {**updated, key: value})
        assert [field["field"] for field in problem["fields"]] == [key]
    at.send("PUT", at.version_url, 400, {"name": "1.0"})
    renamed = at.send("PUT", at.version_url, 200, {**updated, "name": "1.1"})
    assert "description" in renamed
    at.get(at.version_url, 404)
    version_url = f"{at.connector_url}/versions/1.1"
    published = at.send("POST", f"{version_url}/publish", 200)["version"]
    at.send("PUT", version_url, 409, {**published, "description": "other"})


def delete_version(at: Conversation) -> None:
    url = f"{at.connector_url}/versions"
    at.send("POST", url, 201, {"name": "2"})
    at.send("DELETE", f"{url}/2", 204)
    at.send("DELETE", f"{url}/2", 404)
    at.send("POST", f"{at.version_url}/publish", 200)
    at.send("DELETE", at.version_url, 409)
    at.send("DELETE", f"{url}/latest?force=true", 204)
    assert at.get(url)["totalCount"] == 0


def publish(at: Conversation) -> None:
    version = at.send("POST", f"{at.version_url}/publish", 200)["version"]

    assert version["isLatest"]
    assert version["publishedAt"]
    at.send("POST", f"{at.version_url}/publish", 409)
    at.send("POST", f"{at.connector_url}/versions/9/publish", 404)


def unpublish(at: Conversation) -> None:
    at.send("POST", f"{at.version_url}/unpublish", 409)
    at.send("POST", f"{at.version_url}/publish", 200)
    version = at.send("POST", f"{at.version_url}/unpublish", 200)["version"]

    assert (version["publishedAt"], version["isLatest"]) == (None, False)
    at.send("DELETE", f"{at.version_url}/actions/listPets", 204)


def import_connector(at: Conversation) -> None:
    result = send(at.client, at.emulator, SOUND.encode())
    assert result.status_code == 201
    assert send(at.client, at.emulator, b"swagger: '2.0'").status_code == 400


def import_version(at: Conversation) -> None:
    result = send(at.client, at.emulator, SOUND.encode(), connector=at.connector["id"], version="2")
    assert result.status_code == 201
    assert at.get(f"{at.connector_url}/versions/2/actions")["actions"] == result.json()["actions"]
    assert at.get(f"{at.connector_url}/versions/2/definitions")["definitions"] == result.json()["definitions"]
    assert send(at.client, at.emulator, SOUND.encode(), connector=at.connector["id"], version="2").status_code == 400
