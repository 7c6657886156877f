"""Credentials of connections: what is validated, what is not, and that no value of one comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.emulator.documents import SOUND, send

if TYPE_CHECKING:
    import httpx

    from tests.emulator.server import Emulator

ULIDS = [f"01J0000000000000000000000{letter}" for letter in "ABCDEFGH"]
CANARY = "c4nary-v4lue"
URL = "https://a.example.com/x"
KEY = {"description": "", "schemeType": "api-key", "name": "X-Key", "in": "header"}
BASIC = {"description": "", "schemeType": "basic-auth"}


def oauth2(grant: str) -> dict[str, Any]:
    urls = {"authorizeUrl": URL, "tokenUrl": URL}
    grant_type = {"grantType": grant, **({} if grant == "client_credentials" else {"clientSecret": CANARY})}
    scopes = {"scopes": [{"name": "read"}], "defaultScopes": []}
    return {"description": "", "schemeType": "oauth2", **urls, **scopes, "grant": grant_type}


def oauth2_client(authorize_url: str) -> dict[str, str]:
    return {"clientId": "c", "clientSecret": CANARY, "authorizeUrl": authorize_url, "tokenUrl": URL}


@pytest.fixture
def url(running: Emulator, client: httpx.Client) -> str:
    id = send(client, running, SOUND.encode()).json()["connector"]["id"]
    return f"{running.at}/connectors/{id}/connections"


def use(config: dict[str, Any], kind: str, data: dict[str, Any], id: str = ULIDS[0]) -> dict[str, Any]:
    credential = {"name": "k", "type": kind, "data": data}
    return {"authSchemeConfig": {"id": id, **config}, "credential": credential}


def create(client: httpx.Client, url: str, *uses: dict[str, Any], side: str = "action") -> httpx.Response:
    return client.post(url, json={"name": "c", "credentials": {side: list(uses)}, "variables": []})


@pytest.mark.parametrize(
    ("config", "kind", "data", "errors"),
    [
        (KEY, "string", {"value": CANARY}, []),
        (KEY, "string", {"value": ""}, ["`value` is empty"]),
        (KEY, "jwt-bearer", {}, None),
        (BASIC, "basic-auth", {"username": "u", "password": CANARY}, []),
        (BASIC, "string", {"value": CANARY}, ["a credential of type `string` doesn't fit `basic-auth`"]),
        (BASIC, "custom-function", {}, ["a credential of type `custom-function` doesn't fit `basic-auth`"]),
        (oauth2("client_credentials"), "oauth2-client", oauth2_client(""), []),
        (oauth2("client_credentials"), "oauth2-client", oauth2_client(URL), ["`authorizeUrl` must be empty"]),
        (oauth2("authorization_code"), "oauth2-client", oauth2_client(URL), []),
        (oauth2("authorization_code"), "oauth2-client", oauth2_client(""), ["`authorizeUrl` isn't an absolute URI"]),
        (oauth2("password"), "oauth2-password", {"username": "u", "password": CANARY}, []),
        (oauth2("authorization_code"), "oauth2-code", {"code": CANARY, "state": "s"}, None),
        (oauth2("authorization_code"), "oauth2-token", {"scopes": ["read"], "accessToken": CANARY}, None),
    ],
)
def test_errors_are_absent_if_only_the_service_could_tell(
    client: httpx.Client, url: str, config: dict[str, Any], kind: str, data: dict[str, Any], errors: list[str] | None
) -> None:
    answer = create(client, url, use(config, kind, data))
    assert answer.status_code == 200, answer.text
    credential = answer.json()["credentials"]["action"][0]["credential"]

    if errors is None:
        assert "errors" not in credential
    else:
        assert len(credential["errors"]) == len(errors)
        assert all(map(str.startswith, credential["errors"], errors))
    assert CANARY not in answer.text
    assert CANARY not in client.get(f"{url}/{answer.json()['id']}").text
    assert CANARY not in client.get(url.removesuffix("/connections")).text


def test_a_code_is_stored_as_the_token_that_it_is_exchanged_for(client: httpx.Client, url: str) -> None:
    code = use(oauth2("authorization_code"), "oauth2-code", {"code": CANARY, "state": "s"})
    credential = create(client, url, code).json()["credentials"]["action"][0]["credential"]

    assert (credential["type"], credential["data"]) == ("oauth2-token", {"scopes": []})


def test_the_id_of_a_config_is_a_ulid_and_unique_in_its_list(client: httpx.Client, url: str) -> None:
    key = use(KEY, "string", {"value": CANARY})
    again = use(BASIC, "basic-auth", {"username": "u", "password": CANARY})
    other = use(BASIC, "basic-auth", {"username": "u", "password": CANARY}, ULIDS[1])
    without = {**key, "authSchemeConfig": KEY}

    def fields(*uses: dict[str, Any]) -> list[str]:
        return [field["field"] for field in create(client, url, *uses).json().get("fields", [])]

    assert fields(key, again) == ["credentials.action[1].authSchemeConfig.id"]
    assert fields(without) == ["credentials.action[0].authSchemeConfig.id"]
    assert fields(use(KEY, "string", {"value": CANARY}, "mine")) == ["credentials.action[0].authSchemeConfig.id"]
    assert fields(key, other) == []


def test_both_sides_can_use_one_config(client: httpx.Client, url: str) -> None:
    key = use(KEY, "string", {"value": CANARY})
    body: dict[str, Any] = {"name": "c", "credentials": {"action": [key], "trigger": [key]}, "variables": []}

    assert client.post(url, json=body).status_code == 200


def test_an_update_keeps_the_credential_and_validates_the_config_anew(client: httpx.Client, url: str) -> None:
    made = create(client, url, use(KEY, "string", {"value": CANARY})).json()
    (before,) = made["credentials"]["action"]
    changed = {"id": before["id"], "authSchemeConfig": {**before["authSchemeConfig"], "name": "X-Other"}}
    body = {"id": made["id"], "name": "c", "credentials": {"action": [changed]}}
    (after,) = client.put(f"{url}/{made['id']}", json=body).json()["credentials"]["action"]
    changed["authSchemeConfig"] = {"id": ULIDS[0], **BASIC}
    refused = client.put(f"{url}/{made['id']}", json=body)

    assert before["authSchemeConfig"]["validationMessages"] == []
    assert after["credential"] == before["credential"]
    assert [message["severity"] for message in after["authSchemeConfig"]["validationMessages"]] == ["warning"]
    assert [field["field"] for field in refused.json()["fields"]] == [
        "credentials.action[0].authSchemeConfig.schemeType"
    ]


def test_variables_of_the_connector_are_set_in_its_connections(client: httpx.Client, url: str) -> None:
    made = create(client, url, use(KEY, "string", {"value": CANARY})).json()
    connector_url = url.removesuffix("/connections")
    connector = client.get(connector_url).json()
    variables = [{"name": "region", "value": "us"}]
    update = {key: connector[key] for key in ("id", "organisationId", "name", "protocol", "baseUrl")}
    assert client.put(connector_url, json={**update, "connectionVariables": variables}).status_code == 200

    assert client.get(f"{url}/{made['id']}").json()["variables"] == variables
