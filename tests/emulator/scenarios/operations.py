"""Scenarios of actions and triggers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.emulator.scenarios.conversation import NOBODY

if TYPE_CHECKING:
    from tests.emulator.scenarios.conversation import Conversation


def list_actions(at: Conversation) -> None:
    url = f"{at.version_url}/actions"
    page = at.get(f"{url}?first=1")

    assert [action["name"] for action in page["actions"]] == ["listPets"]
    assert [action["name"] for action in at.get(f"{url}?after={page['next']}")["actions"]] == ["createPet"]
    assert [action["name"] for action in at.get(f"{url}?name=CREATE")["actions"]] == ["createPet"]
    at.get(f"{at.connector_url}/versions/9/actions", 404)


def operation_body(at: Conversation, kind: str, name: str) -> dict[str, Any]:
    owner = at.get(f"{at.version_url}/definitions/Owner")
    body: dict[str, Any] = {
        "type": "http",
        "name": name,
        "method": "POST",
        "parameters": [{"name": "a", "in": "query", "required": False, "type": "string", "default": "x"}],
        "requestBody": {"required": False, "definitions": [{"definition": {"name": "Pet"}}]},
        "responses": [{"id": 1, "status": 200, "definitions": [{"definition": {"id": owner["id"]}}]}],
    }
    return {**body, "path": "/a"} if kind == "action" else body


def create_operation(at: Conversation, kind: str) -> None:
    url = f"{at.version_url}/{kind}s"
    body = operation_body(at, kind, "made$by_hand")
    made = at.send("POST", url, 201, body)

    assert made["requestBody"]["definitions"][0]["definition"]["name"] == "Pet"
    assert made["responses"][0]["definitions"][0]["definition"]["name"] == "Owner"
    assert at.get(f"{url}/made%24by_hand") == made
    at.send("POST", url, 400, body)
    problem = at.send("POST", url, 400, {**body, "name": "a b", "method": "QUERY", "responses": [{"id": 1}]})
    assert [field["field"] for field in problem["fields"]] == ["name", "method", "responses[0].definitions"]
    twice = {"id": 1, "definitions": [{"definition": {"name": "Pet"}}, {"definition": {"name": "Nobody"}}]}
    problem = at.send("POST", url, 400, {**body, "name": "b", "responses": [twice, twice]})
    fields = [field["field"] for field in problem["fields"]]
    assert fields[0].startswith("responses[0].definitions[1].definition")
    assert "responses[1]" in fields
    at.send("POST", f"{at.version_url}/publish", 200)
    at.send("POST", url, 409, {**body, "name": "later"})


def update_operation(at: Conversation, kind: str) -> None:
    url = f"{at.version_url}/{kind}s"
    made = at.send("POST", url, 201, operation_body(at, kind, "made"))
    at.send("POST", url, 201, operation_body(at, kind, "other"))
    updated = at.send("PUT", f"{url}/made", 200, {**made, "name": "renamed", "summary": "By hand"})

    assert updated == {**made, "name": "renamed", "summary": "By hand"}
    at.get(f"{url}/made", 404)
    at.send("PUT", f"{url}/renamed", 400, {**updated, "name": "other"})
    at.send("PUT", f"{url}/renamed", 400, {**updated, "id": NOBODY})
    invalid = at.send("PUT", f"{url}/renamed", 200, {**updated, "responses": []})
    assert [error["field"] for error in invalid["errors"]] == ["/responses"]
    assert at.send("POST", f"{at.version_url}/publish", 400)["fields"][0]["field"].startswith(f"{kind}s[")
    if kind == "action":
        imported = at.get(f"{url}/createPet")
        assert at.send("PUT", f"{url}/createPet", 200, imported) == imported


def delete_operation(at: Conversation, kind: str) -> None:
    url = f"{at.version_url}/{kind}s"
    at.send("POST", url, 201, operation_body(at, kind, "made"))
    count = at.get(url)["totalCount"]
    at.send("DELETE", f"{url}/made", 204)
    at.send("DELETE", f"{url}/made", 404)
    assert at.get(url)["totalCount"] == count - 1


def get_operation(at: Conversation, kind: str) -> None:
    url = f"{at.version_url}/{kind}s"
    at.send("POST", url, 201, operation_body(at, kind, "made"))
    assert at.get(f"{url}/made")["name"] == "made"
    at.get(f"{url}/nobody", 404)


def list_triggers(at: Conversation) -> None:
    url = f"{at.version_url}/triggers"
    assert at.get(url) == {"totalCount": 0, "triggers": []}
    at.send("POST", url, 201, operation_body(at, "trigger", "made"))
    assert at.get(f"{url}?name=ad&first=3")["totalCount"] == 1
