"""What the platform says about a connection, at its places: in the document, in the connection file, or in words."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from preclear.config import ConfigError
from preclear.platform import (
    ConnectionOptions,
    ConnectionSource,
    PlatformClient,
    prepare_missing_connection,
    read_connection_file,
)
from tests.platform.change_cases import CONFIGS, CONNECTION, MOMENTS, ROOT, make_connection, make_connector
from tests.platform.fault_running import CONNECTOR, ORGANISATION, CommandResult, faulty, prepare, run

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

DOCUMENT = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example.com}]
components:
  securitySchemes:
    shop: {type: apiKey, name: X-Key, in: header}
    admin: {type: http, scheme: basic}
paths:
  /pets: {get: {operationId: listPets, responses: {"200": {description: all pets}}}}
"""
FILE = """\
name: production
variables: {region: eu}
credentials:
  action:
    - {scheme: shop, value: {env: PETS_KEY}}
    - {scheme: admin, username: admin, password: {env: PETS_KEY}}
"""
ARGUMENTS = ("connection", "create", "pets.connection.yaml", "--connector", CONNECTOR)
LIST = f"{ROOT}/connections?first=100"


@pytest.fixture(autouse=True)
def ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(monkeypatch, tmp_path, DOCUMENT)
    (tmp_path / "pets.connection.yaml").write_text(FILE)
    monkeypatch.setenv("PETS_KEY", "hunter2-Canary")


def named(*names: str) -> dict[str, Any]:
    """The list of connections with these names."""
    items = [{"id": f"01J0000000000000000000C0N{number}", "name": name, **MOMENTS} for number, name in enumerate(names)]
    return {"totalCount": len(items), "items": items}


@contextmanager
def platform(folder: Path, result: Any, status: int = 200, listed: Any = None, row: str = "accepted") -> Generator[str]:
    """A server with this answer to a change; its base URL."""
    lookups = {
        ROOT: make_connector(authSchemeConfigs=CONFIGS),
        LIST: named() if listed is None else listed,
        f"{ROOT}/connections/{CONNECTION}": make_connection("staging"),
    }
    (folder / "lookups.json").write_text(json.dumps(lookups))
    variables = {"FAULT_SUCCESS": str(status), "FAULT_RESULT": json.dumps(result)}
    with faulty(row, FAULT_LOOKUPS=str(folder / "lookups.json"), **variables) as server:
        yield server.url


def call(capsys: pytest.CaptureFixture[str], url: str, *arguments: str) -> CommandResult:
    return run(capsys, *arguments, "--url", url, "--insecure-loopback")


def created(errors: Any, messages: list[Any]) -> dict[str, Any]:
    """The connection that the platform created: the first scheme has errors, the second messages."""
    connection = make_connection("production")
    first, second = connection["credentials"]["action"][:2]
    first["credential"] = {**first["credential"], "errors": errors}
    second["authSchemeConfig"] = {**second["authSchemeConfig"], "validationMessages": messages}
    return {**connection, "credentials": {"action": [first, second]}}


MESSAGES = [{"text": "is deprecated", "severity": "warning", "detail": ["use a token"]}]


def test_errors_and_messages_are_at_the_security_schemes_of_the_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with platform(tmp_path, created(["it has expired"], MESSAGES)) as url:
        result = call(capsys, url, *ARGUMENTS, "--document", "pets.yaml")
        found = call(capsys, url, *ARGUMENTS, "--document", "pets.yaml", "--output-format", "json").json

    assert result.code == 1
    assert result.last == "connection create: accepted: the server answered 200"
    assert "error[import-credential-error]: connection `production`, auth scheme `shop`: it has expired\n" in result.out
    assert " --> pets.yaml:6:5\n" in result.out
    warning = "connection `production`, auth scheme `admin`: is deprecated: use a token"
    assert f"warning[import-auth-scheme-message]: {warning}\n" in result.out
    assert " --> pets.yaml:7:5\n" in result.out
    places = [(finding["rule"], finding["path"], finding["start"]["line"]) for finding in found["findings"]]
    assert places == [("import-credential-error", "pets.yaml", 6), ("import-auth-scheme-message", "pets.yaml", 7)]
    assert (found["outcome"], found["exitCode"]) == ("accepted", 1)


def test_a_config_decides_what_fails_as_for_an_upload(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "preclear.toml").write_text('fail-on = "warning"\n')
    with platform(tmp_path, created([], MESSAGES)) as url:
        assert call(capsys, url, *ARGUMENTS, "--document", "pets.yaml").code == 1
        assert call(capsys, url, *ARGUMENTS, "--document", "pets.yaml", "--isolated").code == 0


def test_without_a_document_they_are_said_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = FILE.replace("shop", "Scheme 0").replace("scheme: admin", "scheme: Scheme 1")
    (tmp_path / "pets.connection.yaml").write_text(text)
    with platform(tmp_path, created(["it has expired"], MESSAGES)) as url:
        result = call(capsys, url, *ARGUMENTS)
    assert result.code == 1
    assert "error: action 1, `Scheme 0`, credential: it has expired\n" in result.out
    assert "warning: action 2, `Scheme 1`, auth scheme: is deprecated; use a token\n" in result.out


def test_the_fields_of_a_refusal_are_at_their_places_in_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fields = [
        {"field": "credentials.action[1].credential.data.password", "message": "is too short"},
        {"field": "/variables/0/value", "message": "is no region"},
    ]
    refusal = {"code": "invalid", "message": "bad", "fields": fields}
    with platform(tmp_path, refusal, 400) as url:
        result = call(capsys, url, *ARGUMENTS, "--document", "pets.yaml")
    assert (result.code, result.last) == (1, "connection create: rejected: the server answered 400: bad")
    lines = [line for line in result.out.splitlines() if line.startswith("pets.connection.yaml:")]
    assert lines == [
        "pets.connection.yaml:6:50: `credentials.action[1].credential.data.password`: is too short",
        "pets.connection.yaml:2:21: `/variables/0/value`: is no region",
    ]
    assert result.out.count("is too short") == 1


def test_two_connections_of_one_name_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with platform(tmp_path, None, 204, named("a", "b", "a")) as url:
        result = call(capsys, url, "connection", "delete", "a", "--connector", CONNECTOR, "--yes")
    reason = (
        "2 connections are called `a`; expected the id of one: 01J0000000000000000000C0N0, 01J0000000000000000000C0N2"
    )
    assert (result.code, result.last) == (3, f"connection delete: not sent: {reason}")


@pytest.mark.parametrize(("options", "has_hint"), [((), True), (("--force",), False)])
def test_a_connection_in_use_can_be_forced(
    options: tuple[str, ...], has_hint: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refusal = {"code": "in_use", "message": "a job uses it"}
    with platform(tmp_path, refusal, 412) as url:
        result = call(capsys, url, "connection", "delete", CONNECTION, "--connector", CONNECTOR, "--yes", *options)
    assert (result.code, result.last) == (1, "connection delete: rejected: the server answered 412: a job uses it")
    assert ("something uses the connection; `--force` deletes it anyway\n" in result.out) == has_hint


def test_a_missing_connection_is_prepared_and_one_that_exists_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = read_connection_file(tmp_path / "pets.connection.yaml", "pets.connection.yaml")
    text = FILE.replace("shop", "Scheme 0").replace("scheme: admin", "scheme: Scheme 1")
    (tmp_path / "pets.connection.yaml").write_text(text)
    source = ConnectionSource(read_connection_file(tmp_path / "pets.connection.yaml"))
    with platform(tmp_path, make_connection("production")) as url:
        options = ConnectionOptions(url=url, organisation=ORGANISATION, insecure_loopback=True)
        client = PlatformClient(options.load_credentials(), options)
        prepared = prepare_missing_connection(client, CONNECTOR, source)
        assert prepared is not None
        assert client.send(prepared.change).name == "accepted"
        with pytest.raises(ConfigError, match=r"no auth scheme of the connector is `shop`"):
            prepare_missing_connection(client, CONNECTOR, ConnectionSource(file))
    monkeypatch.delenv("PETS_KEY")
    with platform(tmp_path, None, listed=named("production")) as url:
        options = ConnectionOptions(url=url, organisation=ORGANISATION, insecure_loopback=True)
        client = PlatformClient(options.load_credentials(), options)
        assert prepare_missing_connection(client, CONNECTOR, source) is None, "no secret is read"
