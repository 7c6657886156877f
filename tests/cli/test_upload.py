"""`preclear upload` as people and pipelines see it: what stops it, what it prints, its exit codes."""

from __future__ import annotations

import html
import io
import json
import sys
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from preclear.project.notes import InternalFailure
from preclear.report import FORMATS
from preclear.rule import discover_rules
from tests.cli.making import GOOD as PETS
from tests.platform.fault_running import CANARY, CONNECTOR, ORGANISATION, faulty, forms, prepare, run, upload

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.platform.fault_running import Server

LOUD = PETS.replace("listPets", "LISTPETS")
"""With a warning of the one rule there is: the import's answer has another action then."""


@pytest.fixture(autouse=True)
def ready(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(monkeypatch, folder)


@pytest.fixture
def server() -> Iterator[Server]:
    with faulty("accepted") as running:
        yield running


def test_accepted_says_what_was_created_and_how_it_differs_from_the_plan(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    result = upload(capsys, server.url)
    lines = result.out.splitlines()
    assert f"connector  Pets {CONNECTOR}" in lines
    assert "version    1.0 v" in lines
    assert "created    1 action, 0 triggers, 0 definitions" in lines
    assert "plan       as planned: the connector, 1 action (7 fields compared)" in lines
    assert "not known  1 base URL" in lines
    assert lines[-1] == "upload: accepted: the server answered 201"
    assert result.code == 0


def test_accepted_with_findings_ends_with_1(server: Server, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pets.yaml").write_text(
        PETS + "  /dogs:\n    get: {operationId: listDogs, responses: {'200': {description: x}}}\n"
    )
    result = upload(capsys, server.url)
    assert "created    1 action (planned: 2), 0 triggers, 0 definitions" in result.out.splitlines()
    assert "plan       1 difference from what was created, reported above" in result.out.splitlines()
    assert "import-missing-resource" in result.out
    assert result.last == "upload: accepted: the server answered 201"
    assert result.code == 1


def test_json_has_everything_in_one_object(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    result = upload(capsys, server.url, "--output-format", "json")
    report = result.json
    assert {key: report[key] for key in ("version", "outcome", "exitCode", "status", "requestId")} == {
        "version": 1,
        "outcome": "accepted",
        "exitCode": 0,
        "status": 201,
        "requestId": "req-1",
    }
    assert report["request"]["organisation"] == ORGANISATION
    assert (report["request"]["connector"], report["request"]["version"]) == (CONNECTOR, "1.0")
    assert report["request"]["method"] == "POST"
    assert report["request"]["files"] == [
        {"path": "pets.yaml", "size": len(PETS), "sha256": report["request"]["sha256"]},
    ]
    assert report["created"] == {
        "connector": {"id": CONNECTOR, "name": "Pets"},
        "version": {"id": "v", "name": "1.0"},
        "counts": {"actions": 1, "triggers": 0, "definitions": 0},
        "planned": {"actions": 1, "triggers": 0, "definitions": 0},
        "differences": [],
        "comparison": {
            "complete": True,
            "compared": {
                "connector": {"resources": 1, "asPlanned": 1, "unexpected": 0, "fields": 1},
                "actions": {"resources": 1, "asPlanned": 1, "unexpected": 0, "fields": 6},
            },
            "notKnown": {"base URL": 1},
        },
    }
    assert report["summary"]["errors"] == 0


def test_a_refusal_is_brought_back_to_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    with faulty("refused") as server:
        report = upload(capsys, server.url, "--output-format", "json").json
    assert (report["outcome"], report["exitCode"], report["created"]) == ("rejected", 1, None)
    placed = [finding for finding in report["findings"] if finding["pointer"] == "/paths/~1pets/get/responses"]
    assert [(finding["rule"], finding["origin"], finding["start"]) for finding in placed] == [
        ("import-rejected", "import", {"line": 8, "column": 7})
    ]


def test_findings_of_an_upload_are_reported_in_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with faulty("refused") as server:
        result = upload(capsys, server.url, "--report", "json=a.json", "--report", "full=a.txt")
    assert result.code == 1
    assert {finding["rule"] for finding in json.loads((folder / "a.json").read_text())["findings"]} == {
        "import-rejected"
    }
    assert "--> pets.yaml:8:7\n" in (folder / "a.txt").read_text()


def test_a_report_that_cannot_be_written_does_not_change_the_outcome(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    result = upload(capsys, server.url, "--report", "json=no/folder.json")
    assert (result.code, result.last) == (0, "upload: accepted: the server answered 201")
    assert "no/folder.json can't be written: no such file or directory" in result.err


def test_a_refusal_of_the_token_is_no_finding_in_the_document(capsys: pytest.CaptureFixture[str]) -> None:
    with faulty("echo") as server:
        report = upload(capsys, server.url, "--output-format", "json").json
    assert report["outcome"] == "rejected"
    assert report["reason"].startswith("the server answered 401: token *** is bad: ")
    assert [finding for finding in report["findings"] if finding["origin"] == "import"] == []


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--fail-on", "warning"], 3),
        (["--fail-on", "error"], 0),
        (["--fail-on", "warning", "--force"], 1),
        (["--fail-on", "never"], 0),
    ],
)
def test_findings_stop_it_unless_it_is_forced(
    options: list[str], code: int, server: Server, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "pets.yaml").write_text(LOUD)
    result = upload(capsys, server.url, *options)
    assert result.code == code
    assert len(server.wait(0 if code == 3 else 1)) == (0 if code == 3 else 1)
    if code == 3:
        assert "action name `LISTPETS` is in capital letters" in result.out
        assert result.last == (
            "upload: not sent: the check found something at or above `warning`; `--force` sends it anyway"
        )


def test_an_upload_that_an_adaptation_would_allow_says_so(
    server: Server, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "pets.yaml").write_text(PETS.replace('version: "1"', "version: 1"))

    assert upload(capsys, server.url).last == (
        "upload: not sent: the check found something at or above `error`; `--force` sends it anyway, "
        "`--adapt` adapts it first"
    )
    assert upload(capsys, server.url, "--adapt").code == 0
    assert len(server.wait(1)) == 1


@pytest.mark.parametrize("version", ["latest", "default"])
def test_a_reserved_name_in_the_document_never_stops_a_new_connector(
    version: str, server: Server, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("preclear.rule"), "discover_rules", discover_rules)  # the real rules
    (folder / "pets.yaml").write_text(PETS.replace('version: "1"', f"version: {version}"))
    result = run(
        capsys, "upload", "pets.yaml", "--new", "--url", server.url, "--insecure-loopback", "--fail-on", "warning"
    )
    assert result.last.startswith("upload: accepted"), result
    assert len(server.wait(1)) == 1


@pytest.mark.parametrize("output_format", ["full", "concise", "json"])
def test_a_dry_run_sends_nothing_and_shows_the_request_and_the_plan(
    output_format: str, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    result = upload(capsys, server.url, "--dry-run", "--output-format", output_format, lookup=True)
    assert result.code == 0
    assert server.requests == []
    lines = result.json["dryRun"]["lines"] if output_format == "json" else result.out.splitlines()
    assert lines[0] == f"POST {server.url}/o/{ORGANISATION}/connector/{CONNECTOR}/http/import"
    assert "Authorization: Bearer ***" in lines
    assert '{"format": "openapi", "version": "1.0"}' in lines
    assert any(line.startswith(f"(pets.yaml, unchanged: {len(PETS)} bytes, sha256 ") for line in lines)
    if output_format == "json":
        assert [action["name"] for action in result.json["dryRun"]["plan"]["actions"]] == ["listPets"]
        assert result.json["outcome"] == "not sent"
    else:
        assert any("listPets" in line and "GET" in line for line in lines)
        assert result.last == "upload: not sent: this is a dry run"


def test_a_dry_run_shows_the_length_and_the_body_that_a_run_sends(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    dry = upload(capsys, server.url, "--dry-run").out.splitlines()
    upload(capsys, server.url)
    (request,) = server.wait(1)
    head = request["head"].split("\r\n")
    secret = ("Authorization", "Idempotency-Key")
    shown = {line for line in dry if ": " in line and not line.startswith(secret)}
    missing = [line for line in head[1:] if line not in shown and not line.startswith(secret)]
    assert missing == []
    for line in (part for part in request["body"].split("\r\n") if part.startswith(("--preclear", "Content-", "{"))):
        assert line in dry


def test_a_dry_run_needs_no_token_and_no_look_up_of_a_name(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PRECLEAR_TOKEN")
    result = run(capsys, "upload", "pets.yaml", "--connector", "My Pets", "--version", "1", "--dry-run")
    assert result.code == 0
    assert "/connector/CONNECTOR-ID/http/import" in result.out
    assert "CONNECTOR-ID is a placeholder for the id of `My Pets`, which is looked up first" in result.out
    assert "Authorization: Bearer (no token)" in result.out


@pytest.mark.parametrize(
    ("change", "arguments", "reason"),
    [
        ({"PRECLEAR_TOKEN": None}, [], "there is no token; set PRECLEAR_TOKEN"),
        ({"PRECLEAR_TOKEN": "tok en-tok en"}, [], "the token in PRECLEAR_TOKEN contains a space at position 4"),
        ({"PRECLEAR_TOKEN": "token-token\n"}, [], "the token in PRECLEAR_TOKEN contains a newline at position 12"),
        ({"PRECLEAR_ORGANISATION": None}, [], "there is no organisation; use `--organisation`"),
        ({"PRECLEAR_ORGANISATION": ".."}, [], "the organisation is `..`; expected 1 to 64"),
        ({"PRECLEAR_ORGANISATION": "a/b"}, [], "the organisation is `a/b`; expected 1 to 64"),
        ({"PRECLEAR_URL": "http://platform.versori.com"}, [], "the base URL in `--url` or PRECLEAR_URL begins with"),
        ({}, ["--url", "http://127.0.0.1:1"], "the base URL in `--url` or PRECLEAR_URL begins with `http://`"),
        ({}, ["--version", "latest"], "version name `latest` is reserved"),
        ({}, ["--connector", ".."], "the connector is `..`; expected 1 to 64"),
        ({}, ["--new"], "`--new` makes a connector"),
        ({"VERSORI_CONFIG": "/nonexistent"}, ["--context", "x"], "there is no config of the `versori` CLI in"),
        ({}, ["--from-url", "file:///etc/passwd"], "the address in `--from-url` can't be used"),
    ],
)
def test_what_cannot_be_used_is_told_before_anything_is_opened(
    change: dict[str, str | None],
    arguments: list[str],
    reason: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def opened(*_: object, **__: object) -> None:
        raise AssertionError("nothing may be connected")

    monkeypatch.setattr("socket.create_connection", opened)
    for name, value in change.items():
        monkeypatch.delenv(name, raising=False) if value is None else monkeypatch.setenv(name, value)
    result = run(capsys, "upload", "pets.yaml", "--connector", CONNECTOR, "--version", "1", "--no-lookup", *arguments)
    assert result.last.startswith(f"upload: not sent: {reason}"), result
    assert result.code == 2
    assert "tok en" not in result.out + result.err


@pytest.mark.parametrize("name", ["missing.yaml", "broken.yaml", "other.yaml"])
def test_a_document_that_cannot_be_checked_is_not_sent_even_if_forced(
    name: str, server: Server, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken.yaml").write_text("openapi: 3.1.0\npaths: {\n")
    (folder / "other.yaml").write_text("services: {}\n")
    where = ["--url", server.url, "--insecure-loopback", "--no-lookup"]
    result = run(capsys, "upload", name, "--new", "--force", *where)
    assert result.last == "upload: not sent: the document could not be checked"
    assert result.code == 2
    assert server.requests == []


def test_the_token_can_come_from_standard_input(
    server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PRECLEAR_TOKEN")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(f"{CANARY}\n".encode())))
    assert upload(capsys, server.url, "--token-stdin", "--token-type", "jwt").code == 0
    assert f"Authorization: JWT {CANARY}" in server.wait(1)[0]["head"]


def test_a_context_of_the_official_cli_is_enough(
    server: Server, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    contexts = {"dev": {"name": "dev", "organisation_id": "ORGDEV", "jwt": CANARY, "url_overwrite": server.url}}
    (folder / "config.yaml").write_text(json.dumps({"active_context": "dev", "contexts": contexts}))
    monkeypatch.setenv("VERSORI_CONFIG", str(folder / "config.yaml"))
    monkeypatch.delenv("PRECLEAR_TOKEN")
    monkeypatch.delenv("PRECLEAR_ORGANISATION")
    assert run(capsys, "upload", "pets.yaml", "--new", "--insecure-loopback").code == 0
    (request,) = server.wait(1)
    assert request["path"] == "/api/connect/v1/o/ORGDEV/protocols/http/import"
    assert f"Authorization: JWT {CANARY}" in request["head"]


def test_the_document_can_come_from_standard_input(
    server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(PETS.encode())))
    where = ["--url", server.url, "--insecure-loopback", "--no-lookup"]
    assert run(capsys, "upload", "-", "--new", *where).code == 0
    assert PETS in server.wait(1)[0]["body"]


def test_there_is_no_option_for_the_token(capsys: pytest.CaptureFixture[str]) -> None:
    result = run(capsys, "upload", "pets.yaml", "--new", "--token", "x")
    assert result.code == 2
    assert "there is no option `--token`; " in result.err


def test_rules_are_told_the_name_that_the_version_gets(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    requests: list[Any] = []

    class Noting:
        def __init__(self, what: Any, *_: object) -> None:
            requests.append(what)

        def check(self, _: object) -> InternalFailure:
            return InternalFailure("in a test", "no check", None)

    monkeypatch.setattr("preclear.cli.checker.FileChecker", Noting)
    run(capsys, "upload", "pets.yaml", "--connector", CONNECTOR, "--version", "7", "--dry-run")
    assert requests[0].settings[0][("version",)].value == "7"


def test_a_fault_of_our_own_after_sending_still_says_the_outcome(
    server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise RuntimeError(f"a fault with {CANARY}")

    monkeypatch.setattr("preclear.mapping.map_answer", failing)
    result = upload(capsys, server.url)
    assert result.last == "upload: accepted: the server answered 201"
    assert result.code == 1
    assert "preclear: internal error while uploading: RuntimeError: a fault with ***" in result.err


def test_while_it_waits_a_terminal_is_told_and_cleaned(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with faulty("slow_answer") as server:
        result = upload(capsys, server.url)
    assert "\rsending " in result.err
    assert " to 127.0.0.1 … 1 s" in result.err
    assert result.err.endswith(" \r")
    assert result.last == "upload: accepted: the server answered 201"


@pytest.mark.parametrize("format", FORMATS)
def test_no_report_shows_the_token_that_a_server_repeats(
    folder: Path, capsys: pytest.CaptureFixture[str], format: str
) -> None:
    with faulty("echo_refused") as server:
        result = upload(capsys, server.url, "--report", f"{format}=report")
    text = html.unescape((folder / "report").read_text(encoding="utf-8"))
    assert result.code == 1
    assert "import-rejected" in text
    assert "***" in text.replace("\\", "")  # a backslash precedes each star in Markdown
    for form in (*forms(CANARY), CANARY.replace('"', '\\"')):
        assert form not in text
        assert form not in unquote(text)
