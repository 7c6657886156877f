"""Scenarios of auth scheme configs and connections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.emulator.scenarios.conversation import CONFIG_ID, NOBODY

if TYPE_CHECKING:
    from tests.emulator.scenarios.conversation import Conversation


def upsert_config(at: Conversation) -> None:
    url = f"{at.connector_url}/auth-scheme-configs"
    config: dict[str, Any] = {
        "id": CONFIG_ID,
        "description": "signed",
        "schemeType": "hmac",
        "name": "X-Sig",
        "in": "header",
    }
    config |= {"algorithm": "sha1", "digestInputs": ["body"]}
    made = at.send("PUT", f"{url}/{CONFIG_ID}", 200, config)["authSchemeConfigs"]
    at.send("PUT", f"{url}/{CONFIG_ID}", 200, {**config, "algorithm": "sha256"})
    stored = at.get(at.connector_url)["authSchemeConfigs"]

    assert [message["severity"] for message in made[-1]["validationMessages"]] == ["warning"]
    assert len(made) == len(stored) == 2
    assert stored[-1] == {**config, "algorithm": "sha256"}
    at.send("PUT", f"{url}/{NOBODY}", 400, config)
    at.send("PUT", f"{url}/mine", 400, {**config, "id": "mine"})


def upsert_oauth2_config(at: Conversation) -> None:
    grant = {"grantType": "password", "clientId": "shop", "clientSecret": "s3cret", "credentialId": NOBODY}
    config = {
        "id": CONFIG_ID,
        "description": "",
        "schemeType": "oauth2",
        "authorizeUrl": "https://a.example.com/authorize",
        "tokenUrl": "https://a.example.com/token",
        "scopes": [{"name": "read", "description": "to read"}, {"name": "write"}],
        "defaultScopes": ["read"],
        "additionalTokenParams": "a=b",
        "mtlsEnabled": True,
        "grant": grant,
    }
    url = f"{at.connector_url}/auth-scheme-configs/{CONFIG_ID}"
    at.send("PUT", url, 200, config)
    stored = at.get(at.connector_url)["authSchemeConfigs"][-1]

    assert stored == {**config, "grant": {key: value for key, value in grant.items() if key != "clientSecret"}}
    problem = at.send("PUT", url, 400, {**config, "authorizeUrl": "", "grant": {"grantType": "implicit"}})
    assert [field["field"] for field in problem["fields"]] == ["authorizeUrl", "grant.grantType"]


def upsert_configs(at: Conversation) -> None:
    upsert_config(at)
    at.send("DELETE", f"{at.connector_url}/auth-scheme-configs/{CONFIG_ID}", 200)
    upsert_oauth2_config(at)


def delete_config(at: Conversation) -> None:
    id = at.connector["authSchemeConfigs"][0]["id"]
    url = f"{at.connector_url}/auth-scheme-configs/{id}"

    assert at.send("DELETE", url, 200)["authSchemeConfigs"] == []
    at.send("DELETE", url, 404)


def connection_body(at: Conversation, name: str = "live") -> dict[str, Any]:
    use = {
        "authSchemeConfig": at.connector["authSchemeConfigs"][0],
        "credential": {"name": "k", "type": "string", "data": {"value": "s3cret"}},
    }
    second: dict[str, Any] = {
        "authSchemeConfig": {"id": CONFIG_ID, "description": "", "schemeType": "none"},
        "credential": {"name": "n", "type": "none", "data": {}},
    }
    return {"name": name, "credentials": {"action": [use, second]}, "variables": [{"name": "a", "value": "b"}]}


def create_connection(at: Conversation) -> None:
    url = f"{at.connector_url}/connections"
    made = at.send("POST", url, 200, connection_body(at))

    assert made["credentials"]["action"][0]["credential"]["errors"] == []
    assert "s3cret" not in str(made)
    at.send("POST", url, 400, connection_body(at))
    assert at.send("POST", url, 200, {"name": "b", "credentials": {}, "variables": []})["credentials"]
    at.send("POST", url, 400, {"name": "c"})


def list_connections(at: Conversation) -> None:
    url = f"{at.connector_url}/connections"
    first = at.send("POST", url, 200, connection_body(at))
    at.send("POST", url, 200, connection_body(at, "test"))
    at.send("PUT", f"{url}/{first['id']}", 200, {"id": first["id"], "name": "prod"})
    page = at.get(f"{url}?first=1")

    assert page["totalCount"] == 2
    assert [item["name"] for item in page["items"]] == ["prod"]
    assert [item["name"] for item in at.get(f"{url}?after={page['next']}")["items"]] == ["test"]


def get_connection(at: Conversation) -> None:
    url = f"{at.connector_url}/connections"
    made = at.send("POST", url, 200, connection_body(at))

    assert at.get(f"{url}/{made['id']}") == made
    at.get(f"{url}/{NOBODY}", 404)


def update_connection(at: Conversation) -> None:
    made = at.send("POST", f"{at.connector_url}/connections", 200, connection_body(at))
    url = f"{at.connector_url}/connections/{made['id']}"
    uses = made["credentials"]["action"]
    body: dict[str, Any] = {
        "id": made["id"],
        "name": "prod",
        "credentials": {"action": [{key: use[key] for key in ("id", "authSchemeConfig")} for use in uses[::-1]]},
    }
    updated = at.send("PUT", url, 200, body)

    assert [use["id"] for use in updated["credentials"]["action"]] == [use["id"] for use in uses[::-1]]
    assert (updated["name"], updated["variables"]) == ("prod", made["variables"])
    assert at.send("PUT", url, 200, {"id": made["id"], "name": "x", "variables": []})["variables"] == []
    body["credentials"]["action"].pop()
    assert at.send("PUT", url, 400, body)["fields"][0]["field"] == "credentials.action"
    at.send("PUT", url, 400, {"id": NOBODY, "name": "x"})
    at.send("PUT", f"{at.connector_url}/connections/{NOBODY}", 404, body)


def delete_connection(at: Conversation) -> None:
    made = at.send("POST", f"{at.connector_url}/connections", 200, connection_body(at))
    url = f"{at.connector_url}/connections/{made['id']}"
    at.send("DELETE", f"{url}?force=true", 204)
    at.send("DELETE", url, 404)
