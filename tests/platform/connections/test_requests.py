"""From a connection file to the body of a request: the right auth scheme, the right type, what the contract wants."""

from __future__ import annotations

import base64
import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from preclear.config import ConfigError
from preclear.platform import ConnectionOptions, ConnectorRecord
from preclear.platform.connection_files.prepare import prepare_creation, prepare_update
from preclear.platform.connection_files.secret_reader import read_secrets
from preclear.platform.lookups import ConnectionRecord, LookupFailure
from tests.emulator.contract import CONTRACT, needs_contract
from tests.platform.connections.making import CONFIGS, CONNECTOR_ID, config, connector, document_connector, places, read

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.connector import Connector
    from preclear.platform import Credentials
    from preclear.platform.connection_files.prepare import PreparedCreation, PreparedUpdate

CONNECTION_ID = "01J000000000000000000C0NNX"
ENVIRONMENT = {
    "SECRET": "hunter2-Canary",
    "BASE64": base64.encodebytes(bytes(range(90))).decode(),
    "KEY": "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n",
}
CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----\n"


@cache
def schema(name: str) -> Any:
    """A validator of one schema of the contract.

    `data` is `oneOf` there, though the data of two types look the same: it's read as `anyOf`.
    """
    description = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    data = description["components"]["schemas"]["CredentialCreate"]["properties"]["data"]
    data["anyOf"] = data.pop("oneOf")
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": description["components"]})


def credentials() -> Credentials:
    options = ConnectionOptions(organisation="01J000000000000000000000RG", environment={"PRECLEAR_TOKEN": "t" * 20})
    return options.load_credentials()


def file_with(*entries: str, side: str = "action", head: str = "name: production") -> str:
    lines = "".join(f"    - {{{entry}}}\n" for entry in entries)
    return f"{head}\ncredentials:\n  {side}:\n{lines}"


def create(
    text: str, document: Connector | None = None, configs: list[dict[str, Any]] | None = None
) -> PreparedCreation:
    file = read(text)
    record = ConnectorRecord(CONNECTOR_ID, "Pets", connector(configs))
    return prepare_creation(file, read_secrets(file, ENVIRONMENT), credentials(), record, document)


def body(prepared: PreparedCreation | PreparedUpdate) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(prepared.change.request.body)
    return value


def fault(
    text: str, document: Connector | None = None, configs: list[dict[str, Any]] | None = None
) -> tuple[int, int, str]:
    """The one problem of a file."""
    with pytest.raises(ConfigError) as raised:
        create(text, document, configs)
    (place,) = places(raised.value)
    return place


CLIENT = "scheme: oauth, flow: clientCredentials, clientId: pets, clientSecret: {env: SECRET}"
TYPES = [
    ("scheme: key, value: {env: SECRET}", 0, "string", {"value": "hunter2-Canary"}),
    ("scheme: bearer, prefix: Bearer, value: {env: SECRET}", 1, "string", {"value": "Bearer hunter2-Canary"}),
    (
        "scheme: basic, username: admin, password: {env: SECRET}",
        2,
        "basic-auth",
        {"username": "admin", "password": "hunter2-Canary"},
    ),
    (
        "scheme: basic, username: {env: SECRET}, password: {env: SECRET}",
        2,
        "basic-auth",
        {"username": "hunter2-Canary", "password": "hunter2-Canary"},
    ),
    (
        f"scheme: tls, certificate: {json.dumps(CERTIFICATE)}, key: {{env: KEY}}, ca: {json.dumps(CERTIFICATE)}",
        3,
        "certificate",
        {"certificate": CERTIFICATE, "key": ENVIRONMENT["KEY"], "ca": CERTIFICATE},
    ),
    (
        "scheme: oauth, flow: authorizationCode, code: {env: SECRET}, state: {env: SECRET}",
        4,
        "oauth2-code",
        {"code": "hunter2-Canary", "state": "hunter2-Canary"},
    ),
    (
        "scheme: oauth, flow: authorizationCode, type: oauth2-token, scopes: [read], refreshToken: {env: SECRET}",
        4,
        "oauth2-token",
        {"scopes": ["read"], "refreshToken": "hunter2-Canary"},
    ),
    (
        "scheme: oauth, flow: authorizationCode, type: oauth2-client, clientId: pets, clientSecret: {env: SECRET}",
        4,
        "oauth2-client",
        {
            "clientId": "pets",
            "clientSecret": "hunter2-Canary",
            "authorizeUrl": "https://pets.example.com/authorize",
            "tokenUrl": "https://pets.example.com/token",
        },
    ),
    (
        f"{CLIENT}, scopes: [read], additionalParams: audience=pets, mTLSEnabled: false",
        5,
        "oauth2-client",
        {
            "clientId": "pets",
            "clientSecret": "hunter2-Canary",
            "authorizeUrl": "",
            "tokenUrl": "https://pets.example.com/token",
            "scopes": ["read"],
            "additionalParams": "audience=pets",
            "mTLSEnabled": False,
        },
    ),
    (
        "scheme: oauth, flow: password, username: admin, password: {env: SECRET}",
        6,
        "oauth2-password",
        {"username": "admin", "password": "hunter2-Canary"},
    ),
]
PLATFORM_TYPES: list[tuple[str, int, str, dict[str, Any]]] = [
    ("scheme: signature, value: {env: SECRET}", 7, "string", {"value": "hunter2-Canary"}),
    (
        "scheme: signature, type: binary, valueBase64: {env: BASE64}",
        7,
        "binary",
        {"valueBase64": base64.b64encode(bytes(range(90))).decode()},
    ),
    ("scheme: none", 8, "none", {}),
]


@needs_contract
@pytest.mark.parametrize(("entry", "number", "type_name", "data"), TYPES)
def test_a_credential_for_each_scheme_of_a_document(
    entry: str, number: int, type_name: str, data: dict[str, Any], tmp_path: Path
) -> None:
    prepared = create(file_with(entry), document_connector(tmp_path))

    name = entry.split(",")[0].removeprefix("scheme: ")
    assert body(prepared) == {
        "name": "production",
        "credentials": {
            "action": [
                {
                    "authSchemeConfig": CONFIGS[number],
                    "credential": {"name": f"production {name}", "type": type_name, "data": data},
                }
            ]
        },
        "variables": [],
    }
    schema("ConnectionCreate").validate(body(prepared))


@needs_contract
@pytest.mark.parametrize(("entry", "number", "type_name", "data"), PLATFORM_TYPES)
def test_a_credential_for_a_scheme_that_only_the_platform_has(
    entry: str, number: int, type_name: str, data: dict[str, Any]
) -> None:
    prepared = create(file_with(entry, side="trigger"))

    (use,) = body(prepared)["credentials"]["trigger"]
    assert use["authSchemeConfig"] == CONFIGS[number]
    assert (use["credential"]["type"], use["credential"]["data"]) == (type_name, data)
    schema("ConnectionCreate").validate(body(prepared))


@pytest.mark.parametrize("scheme", ["The key of a shop", str(CONFIGS[0]["id"])])
def test_without_a_document_a_scheme_is_named_as_on_the_platform(scheme: str) -> None:
    (use,) = body(create(file_with(f"scheme: {scheme}, value: {{env: SECRET}}")))["credentials"]["action"]
    assert use["authSchemeConfig"] == CONFIGS[0]


def test_an_id_is_known_with_a_document_too(tmp_path: Path) -> None:
    entry = f"scheme: {CONFIGS[7]['id']}, value: {{env: SECRET}}"
    (use,) = body(create(file_with(entry), document_connector(tmp_path)))["credentials"]["action"]
    assert use["authSchemeConfig"] == CONFIGS[7]


def test_several_credentials_keep_their_order_and_variables_theirs(tmp_path: Path) -> None:
    text = file_with(
        "scheme: basic, username: a, password: {env: SECRET}",
        "scheme: key, value: {env: SECRET}, name: The shop",
        head="name: production\nvariables: {b: '1', a: '2'}",
    )
    sent = body(create(text, document_connector(tmp_path)))
    assert sent["variables"] == [{"name": "b", "value": "1"}, {"name": "a", "value": "2"}]
    names = [use["credential"]["name"] for use in sent["credentials"]["action"]]
    assert names == ["production basic", "The shop"]


def test_what_the_api_ignores_is_not_sent() -> None:
    configs = [{**CONFIGS[0], "validationMessages": [{"text": "x", "severity": "error"}]}]
    (use,) = body(create(file_with("scheme: api-key, value: {env: SECRET}"), None, configs))["credentials"]["action"]
    assert use["authSchemeConfig"] == CONFIGS[0]


def test_a_config_is_matched_by_what_decides_where_the_credential_goes(tmp_path: Path) -> None:
    """Another header, another token URL or another grant is another place for the secret."""
    document = document_connector(tmp_path)
    others = [
        {**CONFIGS[0], "name": "X-Other"},
        {**CONFIGS[0], "in": "query"},
        {**CONFIGS[5], "tokenUrl": "https://evil.example.com/token"},
        {**CONFIGS[6]},
    ]
    line, column, message = fault(file_with("scheme: key, value: {env: SECRET}"), document, others)
    assert (line, column) == (4, 16)
    assert message.startswith(
        "no auth scheme of the connector is `key`; expected one of `The key of a shop` (api-key `X-Other` in header, "
    )
    flow = "scheme: oauth, flow: clientCredentials, clientId: a, clientSecret: {env: SECRET}"
    assert fault(file_with(flow), document, others)[2].startswith("no auth scheme of the connector is `oauth`; ")


def test_a_header_has_one_name_in_any_case(tmp_path: Path) -> None:
    configs = [{**CONFIGS[0], "name": "x-key", "description": "other"}]
    sent = body(create(file_with("scheme: key, value: {env: SECRET}"), document_connector(tmp_path), configs))
    assert sent["credentials"]["action"][0]["authSchemeConfig"] == configs[0]


def test_of_equal_configs_the_description_decides_and_without_it_none_does(tmp_path: Path) -> None:
    document = document_connector(tmp_path)
    twins = [{**CONFIGS[0], "description": "twin", "id": f"01J0000000000000000000CFG{number}"} for number in "AB"]
    text = file_with("scheme: key, value: {env: SECRET}")
    sent = body(create(text, document, [*twins, CONFIGS[0]]))
    assert sent["credentials"]["action"][0]["authSchemeConfig"] == CONFIGS[0]
    message = fault(text, document, twins)[2]
    assert message.startswith("2 auth schemes of the connector are `key`: `twin` (api-key `X-Key` in header, 01J")
    assert message.endswith("; expected the id of one")


@pytest.mark.parametrize(
    ("entry", "place", "message"),
    [
        ("scheme: bassic", (4, 16), "the document has no security scheme `bassic`; did you mean `basic`?"),
        ("scheme: oauth", (4, 16), "`oauth` has several flows; expected `flow`: `authorizationCode`, "),
        ("scheme: key, flow: password", (4, 27), "`key` has no such OAuth 2.0 flow"),
        ("scheme: key", (4, 7), "a credential of type `string` requires `value`"),
        (
            "scheme: basic, value: {env: SECRET}, username: a, password: {env: SECRET}",
            (4, 23),
            "a credential of type `basic-auth` has no `value`; expected `username`, `password`",
        ),
        (
            "scheme: key, type: basic-auth",
            (4, 27),
            "a credential of type `basic-auth` doesn't fit an auth scheme of type `api-key`; expected `string`",
        ),
    ],
)
def test_a_fault_is_reported_at_its_place(entry: str, place: tuple[int, int], message: str, tmp_path: Path) -> None:
    line, column, text = fault(file_with(entry), document_connector(tmp_path))
    assert (line, column) == place
    assert text.startswith(message)


def test_a_connection_without_credentials_is_a_fault() -> None:
    assert fault("name: x\n")[2].startswith("the connection has no credentials, expected `credentials` with `action`")


def test_a_type_of_scheme_that_nobody_knows_is_a_fault() -> None:
    configs = [config(0, "new", schemeType="quantum")]
    message = fault(file_with("scheme: new"), None, configs)[2]
    assert message.startswith("no known type of credential fits an auth scheme of type `quantum`")


def test_a_bearer_token_without_its_prefix_is_noted(tmp_path: Path) -> None:
    document = document_connector(tmp_path)
    prepared = create(file_with("scheme: bearer, value: {env: SECRET}"), document)
    assert prepared.notes == (
        "the value for `bearer` is sent without `Bearer` before it; `prefix: Bearer` in the file adds it",
    )
    assert create(file_with("scheme: bearer, prefix: Bearer, value: {env: SECRET}"), document).notes == ()
    assert create(file_with("scheme: key, value: {env: SECRET}"), document).notes == ()


def test_nothing_that_was_prepared_shows_a_secret() -> None:
    prepared = create(file_with("scheme: The key of a shop, value: {env: SECRET}"))
    assert "hunter2" not in repr(prepared)


def use(number: int, name: str = "X") -> dict[str, Any]:
    """A credential of a connection as the platform returns it."""
    return {
        "id": f"01J0000000000000000000VSE{number}",
        "authSchemeConfig": {**CONFIGS[number], "validationMessages": []},
        "credential": {"id": "01J0000000000000000000CRED", "name": name, "type": "string", "data": {"value": "***"}},
    }


def connection() -> dict[str, Any]:
    return {
        "id": CONNECTION_ID,
        "name": "old",
        "credentials": {"action": [use(0), use(2)], "trigger": [use(7)]},
        "variables": [{"name": "region", "value": "eu"}],
        "createdAt": "2026-01-01T00:00:00Z",
        "updatedAt": "2026-01-01T00:00:00Z",
    }


def update(text: str, document: Connector | None = None) -> PreparedUpdate:
    record = ConnectionRecord(CONNECTION_ID, "old", connection())
    return prepare_update(
        read(text), credentials(), ConnectorRecord(CONNECTOR_ID, "Pets", connector()), record, document
    )


def sent_use(number: int) -> dict[str, Any]:
    return {"id": f"01J0000000000000000000VSE{number}", "authSchemeConfig": CONFIGS[number]}


@needs_contract
def test_an_update_sends_everything_back() -> None:
    prepared = update("name: new\n")
    assert body(prepared) == {
        "id": CONNECTION_ID,
        "name": "new",
        "credentials": {"action": [sent_use(0), sent_use(2)], "trigger": [sent_use(7)]},
        "variables": [{"name": "region", "value": "eu"}],
    }
    assert prepared.notes == ()
    schema("ConnectionUpdate").validate(body(prepared))


@needs_contract
def test_an_update_reorders_credentials_and_replaces_all_variables(tmp_path: Path) -> None:
    text = """\
name: old
variables: {zone: b}
credentials:
  action: [{scheme: basic}, {scheme: key, value: {env: UNSET}}]
  trigger: [{scheme: 01J0000000000000000000CFG7}]
"""
    prepared = update(text, document_connector(tmp_path))
    assert body(prepared) == {
        "id": CONNECTION_ID,
        "name": "old",
        "credentials": {"action": [sent_use(2), sent_use(0)], "trigger": [sent_use(7)]},
        "variables": [{"name": "zone", "value": "b"}],
    }
    (note,) = prepared.notes
    assert note.startswith("an update can't change a credential, so the secrets of pets.connection.yaml aren't read; ")
    schema("ConnectionUpdate").validate(body(prepared))


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            "  action: [{scheme: The key of a shop}, {scheme: basic}, {scheme: tls}]\n  trigger: [{scheme: hmac}]\n",
            "the connection has no action credential for this auth scheme, and an update can't add one",
        ),
        (
            "  action: [{scheme: basic}]\n  trigger: [{scheme: signature}]\n",
            "1 action credential of the connection would be left out, and an update can't delete one",
        ),
        (
            "  action: [{scheme: basic}, {scheme: The key of a shop}]\n",
            "1 trigger credential of the connection would be left out, and an update can't delete one",
        ),
    ],
)
def test_an_update_neither_adds_nor_deletes_a_credential(lines: str, message: str) -> None:
    with pytest.raises(ConfigError) as raised:
        update(f"name: old\ncredentials:\n{lines}")
    ((_, _, text),) = places(raised.value)
    assert text.startswith(message)


BROKEN_CREDENTIALS: list[Any] = [
    5,
    {"action": 5},
    {"action": [5]},
    {"action": [{"id": "x"}]},
    {"trigger": [{"authSchemeConfig": {}}]},
]


@pytest.mark.parametrize("credentials_value", BROKEN_CREDENTIALS)
def test_an_update_of_what_cannot_be_read_completely_is_not_sent(credentials_value: Any) -> None:
    value = {**connection(), "credentials": credentials_value}
    record, owner = ConnectionRecord(CONNECTION_ID, "old", value), ConnectorRecord(CONNECTOR_ID, "Pets", connector())
    file = read("name: new\n")
    with pytest.raises(LookupFailure, match="of the connection isn't as the API describes it"):
        prepare_update(file, credentials(), owner, record)


def test_a_secret_that_the_platform_hides_in_a_config_is_not_sent_back() -> None:
    grant = {"grantType": "password", "clientId": "pets", "clientSecret": "***", "credentialId": CONNECTION_ID}
    entry = "scheme: oauth2, username: a, password: {env: SECRET}"
    (use,) = body(create(file_with(entry), None, [{**CONFIGS[6], "grant": grant}]))["credentials"]["action"]
    kept = {"grantType": "password", "clientId": "pets", "credentialId": CONNECTION_ID}
    assert use["authSchemeConfig"] == {**CONFIGS[6], "grant": kept}
