"""`preclear connection` from a file to the emulator and back, which runs as a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.emulator.server import Emulator, emulator
from tests.platform.connections.making import DOCUMENT
from tests.platform.fault_running import CommandResult, prepare, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = """\
name: production
variables: {region: eu}
credentials:
  action:
    - scheme: key
      value: {env: PETS_KEY}
    - scheme: basic
      username: admin
      password: {env: PETS_PASSWORD}
"""
SECRETS = {"PETS_KEY": "hunter2-Canary/<key>", "PETS_PASSWORD": 'Pass"word4=='}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with emulator(tmp_path_factory.mktemp("emulator"), seconds=900) as started:
        yield started


class Platform:
    """Commands against the emulator, about one connector of it."""

    def __init__(self, running: Emulator, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self.folder = folder
        self._running = running
        self._capsys = capsys
        self.connector = ""
        self.import_document(DOCUMENT.replace("    tls: {type: mutualTLS}\n", ""))

    def __call__(self, *arguments: str) -> CommandResult:
        """Run a command; no secret may be in its output."""
        result = run(self._capsys, *arguments, "--url", self._running.url, "--insecure-loopback")
        for secret in SECRETS.values():
            assert secret not in result.out
            assert secret not in result.err
            assert json.dumps(secret)[1:-1] not in result.out
        return result

    def import_document(self, text: str) -> None:
        """Make a connector of a document, which the commands are about from now on."""
        (self.folder / "pets.yaml").write_text(text)
        upload = self("upload", "pets.yaml", "--new", "--force", "--output-format", "json")
        assert upload.code == 0, upload
        self.connector = upload.json["created"]["connector"]["id"]

    def connection(self, command: str, *arguments: str) -> CommandResult:
        """Run `preclear connection`."""
        return self("connection", command, *arguments, "--connector", self.connector)

    def create(self, text: str = FILE, *options: str) -> CommandResult:
        (self.folder / "pets.connection.yaml").write_text(text)
        return self.connection("create", "pets.connection.yaml", *options)

    def get(self, name: str) -> dict[str, Any]:
        """What the emulator has of a connection."""
        with self._running.client() as client:
            url = f"{self._running.at}/connectors/{self.connector}/connections"
            id = next(item["id"] for item in client.get(url).json()["items"] if item["name"] == name)
            found: dict[str, Any] = client.get(f"{url}/{id}").json()
            return found

    def names(self) -> list[str]:
        listed = self.connection("list", "--output-format", "json").json
        return [item["name"] for item in listed["connections"]]


@pytest.fixture
def platform(
    running: Emulator, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Platform:
    prepare(monkeypatch, tmp_path)
    monkeypatch.setenv("PRECLEAR_TOKEN", running.token)
    monkeypatch.setenv("PRECLEAR_ORGANISATION", running.organisation)
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    return Platform(running, capsys, tmp_path)


def test_a_connection_is_created_with_its_credentials(platform: Platform) -> None:
    created = platform.create(FILE, "--document", "pets.yaml")

    assert created.last == "connection create: accepted: the server answered 200"
    assert created.code == 0
    assert re.search(r"^connection  production 01[0-9A-Z]{24}$", created.out, re.MULTILINE)
    assert "action 1    The key of a shop (api-key), string: credential validated: no errors\n" in created.out
    assert "action 2    basic (basic-auth), basic-auth: credential validated: no errors\n" in created.out
    found = platform.get("production")
    assert found["variables"] == [{"name": "region", "value": "eu"}]
    assert [use["credential"]["name"] for use in found["credentials"]["action"]] == [
        "production key",
        "production basic",
    ]


def test_json_has_the_connection_and_what_is_known_of_its_credentials(platform: Platform) -> None:
    created = platform.create(FILE, "--document", "pets.yaml", "--output-format", "json").json

    assert (created["command"], created["outcome"], created["exitCode"]) == ("connection create", "accepted", 0)
    assert created["connection"]["name"] == "production"
    assert [(item["side"], item["number"], item["validated"], item["errors"]) for item in created["credentials"]] == [
        ("action", 1, True, []),
        ("action", 2, True, []),
    ]
    assert created["findings"] == []


def test_a_credential_that_is_not_validated_is_said_to_be_so(platform: Platform) -> None:
    text = "name: p\ncredentials: {action: [{scheme: oauth, flow: authorizationCode, %s}]}\n"
    source = "code: {env: PETS_KEY}, state: {env: PETS_PASSWORD}"
    created = platform.create(text % source, "--document", "pets.yaml")
    assert "oauth (authorizationCode) (oauth2), oauth2-token: credential not validated\n" in created.out
    assert created.code == 0


def test_a_message_about_an_auth_scheme_is_mapped_to_the_document(platform: Platform) -> None:
    document = (platform.folder / "pets.yaml").read_text()
    platform.import_document(document.replace("https://pets.example.com/token", "http://pets.example.com/token"))
    text = "name: p\ncredentials: {action: [{scheme: oauth, flow: password, %s}]}\n"
    created = platform.create(text % "username: a, password: {env: PETS_PASSWORD}", "--document", "pets.yaml")
    assert created.code == 0, "warnings are none of the errors"
    lines = (platform.folder / "pets.yaml").read_text().splitlines()
    number, line = next((number, line) for number, line in enumerate(lines, 1) if line.startswith("        password: "))
    assert (
        "warning[import-auth-scheme-message]: connection `p`, auth scheme `oauth`, flow `password`:"
        f" `tokenUrl` isn't an `https` URL\n  --> pets.yaml:{number}:{line.index('http:') + 1}\n"
    ) in created.out
    assert re.search(r"credential validated: no errors, \d messages? about the auth scheme\n", created.out)


def test_a_name_that_is_taken_is_not_sent(platform: Platform) -> None:
    assert platform.create().code == 2, "the file names the schemes of a document"
    assert platform.create(FILE, "--document", "pets.yaml").code == 0
    again = platform.create(FILE, "--document", "pets.yaml")
    assert again.code == 3
    reason = r"connection `production` exists already \(01[0-9A-Z]{24}\); expected another name"
    assert re.fullmatch(f"connection create: not sent: {reason}", again.last)
    assert platform.names() == ["production"]


@pytest.mark.parametrize("output_format", ["table", "json"])
def test_a_dry_run_prints_the_exact_request_and_sends_nothing(output_format: str, platform: Platform) -> None:
    dry = platform.create(FILE, "--document", "pets.yaml", "--dry-run", "--output-format", output_format)

    assert dry.code == 0
    assert platform.names() == []
    lines = dry.json["dryRun"]["lines"] if output_format == "json" else dry.out.splitlines()
    body = json.loads(next(line for line in lines if line.startswith("{")))
    (key, basic) = body["credentials"]["action"]
    assert key["credential"]["data"] == {"value": "***"}
    assert basic["credential"]["data"] == {"username": "admin", "password": "***"}
    (length,) = [int(line.split(": ")[1]) for line in lines if line.startswith("Content-Length: ")]
    hidden = sum(len(json.dumps(secret)) - len('"***"') for secret in SECRETS.values())
    assert length == len(json.dumps(body)) + hidden


def test_a_secret_that_is_not_set_is_unusable_and_nothing_is_looked_up(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PETS_KEY")
    monkeypatch.setenv("PETS_PASSWORD", "")
    created = platform.create(FILE, "--document", "pets.yaml")
    assert created.code == 2
    assert created.err.splitlines() == [
        "pets.connection.yaml:6:14: environment variable `PETS_KEY` isn't set; expected a secret",
        "pets.connection.yaml:9:17: environment variable `PETS_PASSWORD` is empty; expected a secret",
    ]
    assert created.last == "connection create: not sent: the connection file can't be used"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: x\nvalue: y\n", "pets.connection.yaml:2:1: there is no such key here; "),
        (
            FILE.replace("scheme: key", "scheme: kye"),
            "pets.connection.yaml:5:15: the document has no security scheme `kye`; did you mean `key`?",
        ),
    ],
)
def test_an_unusable_file_is_reported_with_its_places(text: str, message: str, platform: Platform) -> None:
    created = platform.create(text, "--document", "pets.yaml")
    assert created.code == 2
    assert created.err.startswith(message)
    assert platform.names() == []


def test_a_secret_comes_from_a_descriptor(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PETS_KEY")
    reading, writing = os.pipe()
    os.set_inheritable(reading, True)
    os.write(writing, f"{SECRETS['PETS_KEY']}\n".encode())
    os.close(writing)
    created = platform.create(FILE.replace("env: PETS_KEY", f"fd: {reading}"), "--document", "pets.yaml")
    os.close(reading)
    assert created.code == 0


@pytest.mark.parametrize("redirection", ["3< secret.txt", "0< secret.txt", "3< <(cat secret.txt)"])
def test_a_shell_gives_a_descriptor_to_a_process(redirection: str, platform: Platform, running: Emulator) -> None:
    secret = SECRETS["PETS_KEY"]
    (platform.folder / "secret.txt").write_text(f"{secret}\n")
    (platform.folder / "fd.yaml").write_text(FILE.replace("env: PETS_KEY", f"fd: {redirection[0]}"))
    arguments = f"--connector {platform.connector} --url {running.url} --insecure-loopback --document pets.yaml"
    command = f'"{sys.executable}" -m preclear connection create fd.yaml {arguments} {redirection}'
    completed = subprocess.run(["bash", "-c", command], cwd=platform.folder, capture_output=True, text=True, timeout=60)
    assert completed.stdout.endswith("connection create: accepted: the server answered 200\n"), completed.stderr
    assert secret not in completed.stdout + completed.stderr


def test_two_readers_of_standard_input_exclude_each_other(platform: Platform) -> None:
    text = FILE.replace("env: PETS_KEY", "fd: 0")
    assert "the token and a secret (`fd: 0`) can't both be read" in platform.create(text, "--token-stdin").err


def test_without_a_document_schemes_have_the_names_of_the_platform(platform: Platform) -> None:
    created = platform.create(FILE.replace("scheme: key", "scheme: The key of a shop"))
    assert created.code == 0
    assert "action 1    The key of a shop (api-key), string: credential validated: no errors\n" in created.out


def test_a_document_that_cannot_be_read_is_unusable(platform: Platform) -> None:
    (platform.folder / "broken.yaml").write_text("openapi: [\n")
    created = platform.create(FILE, "--document", "broken.yaml")
    assert created.code == 2
    assert "broken.yaml:1:11: error: " in created.err


def test_an_update_changes_the_name_the_variables_and_the_order(platform: Platform) -> None:
    platform.create(FILE, "--document", "pets.yaml")
    text = """\
name: staging
variables: {zone: b}
credentials: {action: [{scheme: basic}, {scheme: key}]}
"""
    (platform.folder / "new.yaml").write_text(text)
    updated = platform.connection("update", "production", "new.yaml", "--document", "pets.yaml")

    assert updated.last == "connection update: accepted: the server answered 200"
    assert updated.code == 0
    fields = [line.split("  ") for line in updated.err.splitlines() if "→" in line]
    assert [field[1] for field in fields] == ["name", "variable region", "variable zone", "action credentials"]
    found = platform.get("staging")
    assert found["variables"] == [{"name": "zone", "value": "b"}]
    assert [use["credential"]["name"] for use in found["credentials"]["action"]] == [
        "production basic",
        "production key",
    ]


def test_an_update_that_changes_nothing_is_not_sent(platform: Platform) -> None:
    platform.create(FILE, "--document", "pets.yaml")
    unchanged = platform.connection("update", "production", "pets.connection.yaml", "--document", "pets.yaml")
    assert unchanged.code == 0
    assert (
        unchanged.last
        == "connection update: unchanged: connection `production` is already as pets.connection.yaml says"
    )
    assert "an update can't change a credential, so the secrets of pets.connection.yaml aren't read" in unchanged.out


def test_an_update_reads_no_secret(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    platform.create(FILE, "--document", "pets.yaml")
    monkeypatch.delenv("PETS_KEY")
    (platform.folder / "new.yaml").write_text(FILE.replace("eu", "us"))
    assert platform.connection("update", "production", "new.yaml", "--document", "pets.yaml").code == 0


def test_an_update_to_a_taken_name_is_not_sent(platform: Platform) -> None:
    platform.create(FILE, "--document", "pets.yaml")
    platform.create(FILE.replace("production", "staging"), "--document", "pets.yaml")
    (platform.folder / "new.yaml").write_text("name: staging\n")
    updated = platform.connection("update", "production", "new.yaml")
    assert updated.code == 3
    assert "connection `staging` exists already" in updated.last


def test_a_connection_is_deleted_by_name_or_id_after_a_yes(platform: Platform) -> None:
    for name in ("production", "staging"):
        platform.create(FILE.replace("production", name), "--document", "pets.yaml")
    assert platform.connection("delete", "production").code == 2, "nobody can be asked"
    assert platform.names() == ["staging", "production"]
    assert platform.connection("delete", "production", "--yes").last == (
        "connection delete: accepted: the server answered 204"
    )
    assert platform.connection("delete", platform.get("staging")["id"], "--yes", "--force").code == 0
    assert platform.names() == []


def test_a_name_that_no_connection_has_lists_those_there_are(platform: Platform) -> None:
    none = platform.connection("delete", "production", "--yes")
    assert none.last.endswith("no connection is called `production`; the connector has no connections")
    platform.create(FILE, "--document", "pets.yaml")
    other = platform.connection("delete", "prod", "--yes")
    assert (other.code, other.last) == (
        3,
        "connection delete: not sent: no connection is called `prod`; it has `production`",
    )


def test_a_dry_run_of_a_deletion_looks_nothing_up(platform: Platform) -> None:
    dry = platform.connection("delete", "production", "--dry-run", "--force")
    assert dry.code == 0
    assert f"/connectors/{platform.connector}/connections/CONNECTION-ID?force=true\n" in dry.out
    assert "CONNECTION-ID is a placeholder for the id of `production`, which is looked up first" in dry.out


def test_the_list_is_a_table_or_json(platform: Platform) -> None:
    assert platform.connection("list").out == "no connections\n"
    platform.create(FILE, "--document", "pets.yaml")
    table = platform.connection("list").out
    assert re.match(r"ID +NAME +CREATED +UPDATED\n01[0-9A-Z]{24}  production  2", table)
    listed = platform.connection("list", "--output-format", "json").json
    assert listed["connector"] == platform.connector
