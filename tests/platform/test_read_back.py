"""An upload whose answer was lost: what it created is read back, and reported as its answer would have been."""

from __future__ import annotations

import shlex
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING, Any

import pytest

from preclear.platform import settle_outcome
from tests.platform.fault_running import CONNECTOR, faulty, prepare, run, upload
from tests.platform.platform_script import (
    BASE,
    DOCUMENT,
    GET_CONNECTOR,
    LIST,
    VERSIONS,
    Platform,
    make_version,
    resource_request,
    schema_request,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.platform.fault_running import CommandResult, Server

IMPORT_VERSION = f"POST {BASE}/connector/{CONNECTOR}/http/import"
IMPORT_CONNECTOR = f"POST {BASE}/protocols/http/import"
LOST = [0, None]


@pytest.fixture(autouse=True)
def ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(monkeypatch, tmp_path, DOCUMENT)
    monkeypatch.setattr(settle_outcome, "LOOKUP_DELAYS", (0.0, 0.05))


@pytest.fixture
def platform(tmp_path: Path) -> Platform:
    platform = Platform(tmp_path)
    platform.answers[IMPORT_VERSION] = platform.answers[IMPORT_CONNECTOR] = [LOST]
    older = [200, {"totalCount": 1, "items": [make_version("0.9")]}]
    newer = [200, {"totalCount": 2, "items": [make_version("0.9"), make_version("1.0")]}]
    platform.answers[VERSIONS] = [older, newer]
    return platform


@pytest.fixture
def server(platform: Platform) -> Iterator[Server]:
    with faulty("scripted", FAULT_SCRIPT=str(platform.file)) as running:
        yield running


def requests_of(server: Server) -> list[str]:
    return [f"{request['method']} {request['path']}" for request in server.requests]


def facts_of(result: CommandResult) -> dict[str, str]:
    """The facts of the report by name."""
    return {name: text.strip() for name, _, text in (line.partition("  ") for line in result.out.splitlines())}


def test_a_version_is_read_back_and_compared(
    platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    platform.write()

    result = upload(capsys, server.url, "--verify", lookup=True)

    assert result.code == 0
    assert result.last.startswith("upload: accepted: version `1.0` exists (the request was sent; then: ")
    facts = facts_of(result)
    assert facts["connector"] == f"Pets {CONNECTOR}"
    assert facts["version"] == "1.0 id-1.0"
    assert facts["created"] == "2 actions, 0 triggers, 1 definition"
    assert facts["plan"].startswith("as planned: the connector, 2 actions, 1 definition, 1 schema")
    assert requests_of(server) == [
        VERSIONS,
        IMPORT_VERSION,
        VERSIONS,
        GET_CONNECTOR,
        VERSIONS,
        *(resource_request(kind) for kind in ("actions", "triggers", "definitions")),
        schema_request("Pet.json"),
    ]


def test_what_differs_and_what_is_wrong_is_reported_at_its_line(
    platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    platform.actions.pop()
    platform.action("getPet")["errors"] = [{"field": "/parameters/1/type", "message": "no", "severity": "error"}]
    platform.write()

    result = upload(capsys, server.url, "--verify", "--output-format", "json", lookup=True)

    assert result.code == 1
    assert result.json["outcome"] == "accepted"
    findings = [finding for finding in result.json["findings"] if finding["origin"] == "import"]
    found = [(finding["rule"], finding["start"]["line"]) for finding in findings]
    assert found == [("import-action-error", 13), ("import-missing-resource", 20)]
    assert result.json["created"]["version"] == {"id": "id-1.0", "name": "1.0"}


def test_a_document_in_two_files_is_read_back_to_both(
    platform: Platform, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head, _, schema = DOCUMENT.partition("    Pet:\n")
    (tmp_path / "pets.yaml").write_text(head + "    Pet: {$ref: 'pet.yaml'}\n")
    (tmp_path / "pet.yaml").write_text(schema.replace("      ", ""))
    platform.action("getPet")["errors"] = [
        {"field": "/parameters/1/type", "message": "no", "severity": "error"},
        {"field": "/responses/0/definitions/0/definition/properties/id", "message": "no", "severity": "error"},
    ]
    platform.write()

    result = upload(capsys, server.url, "--verify", "--output-format", "json", lookup=True)

    findings = [finding for finding in result.json["findings"] if finding["origin"] == "import"]
    found = [(finding["rule"], finding["path"], finding["start"]["line"]) for finding in findings]
    assert found == [("import-action-error", "pet.yaml", 3), ("import-action-error", "pets.yaml", 13)]


def test_a_new_connector_is_read_back(platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    older: dict[str, Any] = {**platform.connector, "id": "01J00000000000000000000THR"}
    platform.answers[LIST] = [
        [200, {"totalCount": 1, "connectors": [older]}],
        [200, {"totalCount": 2, "connectors": [older, platform.connector]}],
    ]
    platform.answers[VERSIONS] = [[200, {"totalCount": 1, "items": [make_version("1.0")]}]]
    platform.write()

    result = run(capsys, "upload", "pets.yaml", "--new", "--verify", "--url", server.url, "--insecure-loopback")

    assert result.code == 0
    assert result.last.startswith(f"upload: accepted: connector `Pets` ({CONNECTOR}) exists (")
    assert facts_of(result)["created"] == "2 actions, 0 triggers, 1 definition"
    assert requests_of(server).count(IMPORT_CONNECTOR) == 1


@pytest.mark.parametrize("failing", [GET_CONNECTOR, resource_request("definitions"), schema_request("Pet.json")])
def test_what_can_not_be_read_back_does_not_change_the_outcome(
    failing: str, platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    platform.answers[failing] = [[500, {}]]
    platform.write()

    result = upload(capsys, server.url, "--verify", lookup=True)

    assert result.code == 0
    assert result.last.startswith("upload: accepted: version `1.0` exists (")
    (note,) = [line for line in result.out.splitlines() if line.startswith("not everything that was created")]
    assert note.startswith("not everything that was created could be read: ")
    assert f"; to compare it: preclear verify pets.yaml --connector {CONNECTOR} --version 1.0 --" in note


def test_an_outcome_that_stays_unknown_names_the_command_that_compares(
    platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    platform.answers[VERSIONS] = [platform.answers[VERSIONS][0], [500, {}]]
    platform.write()

    options = (
        "--adapt",
        "--include",
        "operation:getPet",
        "--include",
        "path:/pets/{id}",
        "--isolated",
        "--limit",
        "depth=99",
    )
    result = upload(capsys, server.url, "--verify", *options, lookup=True)

    assert result.code == 4
    (line,) = [line for line in result.out.splitlines() if line.startswith("to find out")]
    command = shlex.split(line.removeprefix("to find out"))
    assert sorted(command[3:11]) == sorted(options)
    assert command[11:15] == ["--connector", CONNECTOR, "--version", "1.0"]
    platform.answers[VERSIONS] = [[200, {"totalCount": 0, "items": []}]]
    platform.write()
    assert run(capsys, *command[1:]).last == "verify: no version: connector `Pets` has no versions"


def test_standard_input_can_not_be_compared_again(
    platform: Platform, server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    platform.write()
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(DOCUMENT.encode())))

    where = ["--connector", CONNECTOR, "--version", "1.0", "--url", server.url, "--insecure-loopback"]
    result = run(capsys, "upload", "-", *where)

    assert result.code == 4
    assert f"to find out   preclear versions {CONNECTOR} --" in result.out
