"""Canaries: no secret of a connection file is in any byte of output, whatever the server does and sends back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from preclear.cli import main
from tests.platform.change_cases import CASES, CONNECTION_SECRETS, ChangeCase
from tests.platform.fault_running import CANARY, CommandResult, faulty, forms, prepare
from tests.platform.test_change_faults import BODY_ROWS, ROWS

if TYPE_CHECKING:
    from pathlib import Path

CASE = CASES["connection create"]
QUICK = {"silent", "endless_continues", "header_drip", "drip"}
"""Rows that only the timeout ends."""

DOCUMENT = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example.com}]
components:
  securitySchemes:
    api-key: {type: apiKey, name: X-Key, in: header}
    basic-auth: {type: http, scheme: basic}
    certificate: {type: mutualTLS}
paths:
  /pets: {get: {operationId: listPets, responses: {"200": {description: all pets}}}}
"""


@pytest.fixture(autouse=True)
def ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(monkeypatch, tmp_path, DOCUMENT)
    for name, text in CASE.files.items():
        (tmp_path / name).write_text(text.replace("scheme: hmac", "scheme: 01J00000000000000000000CF3"))
    for name, value in CASE.environment.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "lookups.json").write_text(json.dumps(dict(CASE.lookups)))


def all_forms() -> list[str]:
    """Each secret and the token, as they must not be seen; long texts also by their lines."""
    texts = [*CONNECTION_SECRETS.values(), CANARY]
    lines = [line for text in texts for line in text.split("\n")]
    return [form for text in (*texts, *lines) for form in forms(text)]


def create(
    capsys: pytest.CaptureFixture[str], row: str, folder: Path, *options: str, case: ChangeCase = CASE
) -> CommandResult:
    """Create the connection; nothing that it prints or writes has a secret."""
    before = {path: path.read_bytes() for path in folder.iterdir()}
    success = {"FAULT_SUCCESS": str(case.status), "FAULT_RESULT": json.dumps(case.answer)}
    variables = {"FAULT_STATUS": "400", "FAULT_OTHER": "9", "FAULT_AFTER": "0"}
    with faulty(row, FAULT_LOOKUPS=str(folder / "lookups.json"), **success, **variables) as server:
        timeout = "1.5" if row in QUICK else "60"
        code = main([*case.arguments, "--url", server.url, "--insecure-loopback", "--timeout", timeout, *options])
        captured = capsys.readouterr()
        sent = [request["body"] for request in server.requests if request["method"] == "POST"]
    for form in all_forms():
        assert form not in captured.out, form
        assert form not in captured.err, form
    assert {path: path.read_bytes() for path in folder.iterdir()} == before, "nothing is written"
    if sent and row not in ("reset_at_once", "close_at_once", "stop_reading", "reset_amid"):
        assert json.dumps(CONNECTION_SECRETS["PETS_KEY"])[1:-1] in sent[0], "the request has the secret"
    return CommandResult(code, captured.out, captured.err)


@pytest.mark.parametrize("row", sorted({row for row, *_ in (*ROWS, *BODY_ROWS)} | {"echo", "echo_html", "status"}))
def test_no_fault_shows_a_secret(row: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    create(capsys, row, tmp_path)


OPTIONS = [
    (),
    ("--output-format", "json"),
    ("--document", "pets.yaml"),
    ("--document", "pets.yaml", "--output-format", "json"),
    ("--document", "pets.yaml", "--color", "always"),
]


@pytest.mark.parametrize("options", OPTIONS)
def test_a_server_that_repeats_the_request_in_a_refusal_is_not_repeated(
    options: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = create(capsys, "echo_request", tmp_path, *options)
    assert result.code == 1
    assert "***" in result.out
    assert "server answered 400: can't read " in result.out


@pytest.mark.parametrize("options", OPTIONS)
def test_a_server_that_repeats_the_request_in_a_connection_is_not_repeated(
    options: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = create(capsys, "echo_created", tmp_path, *options)
    assert result.code == 1, "the connection exists, and its credentials have errors"
    assert "accepted" in result.out
    assert "***" in result.out


@pytest.mark.parametrize("options", OPTIONS)
def test_a_dry_run_shows_stars(options: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = create(capsys, "accepted", tmp_path, "--dry-run", *options)
    assert result.code == 0
    assert result.out.count('"***"') + result.out.count('\\"***\\"') == len(CONNECTION_SECRETS)


@pytest.mark.parametrize(
    "broken",
    [
        "preclear.platform.commands.connections.prepare_creation",
        "preclear.platform.connection_files.prepare.build_create_body",
        "preclear.platform.connection_files.prepare.create_connection",
        "preclear.platform.platform_client.RequestSession",
        "preclear.platform.commands.connection_answer.read_credential_statuses",
        "preclear.cli.change_command.format_change",
    ],
)
def test_an_internal_error_does_not_show_a_secret(
    broken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **_: object) -> None:
        raise ValueError(f"cannot go on: {' '.join(CONNECTION_SECRETS.values())} {arguments!r}")

    monkeypatch.setattr(broken, fail)
    result = create(capsys, "accepted", tmp_path)
    assert "internal error" in result.err
    assert "Traceback" not in result.err
