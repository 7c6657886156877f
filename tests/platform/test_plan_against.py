"""`preclear plan --against connector:…`: what the platform has is looked up, compared, and never changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from preclear.emulator.importer.importer import ImportOptions, import_document
from preclear.emulator.ulids import UlidGenerator
from tests.mapping.plan_changes.comparing import BASE, replaced
from tests.platform.fault_running import CANARY, CONNECTOR, ORGANISATION, faulty, prepare, run
from tests.platform.scripted import Script
from tests.platform.test_lookups import answer, connector, page, version, versions
from tests.texts import connect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.platform.fault_running import CommandResult

ORG = f"GET /api/connect/v1/o/{ORGANISATION}"
CON = f"{ORG}/connectors/{CONNECTOR}"


@pytest.fixture(autouse=True)
def ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(monkeypatch, tmp_path)


@pytest.fixture
def script(tmp_path: Path) -> Iterator[Script]:
    with faulty("scripted", FAULT_SCRIPT=str(tmp_path / "script.json")) as server:
        yield Script(server, tmp_path / "script.json")


Answers = dict[str, list[list[Any]]]


def platform(text: str, name: str = "1", changed: Answers | None = None) -> Answers:
    """The answers of a platform that has the import of `text` as the version `name`, in pages of one resource."""
    imported = import_document(text.encode(), "yaml", ImportOptions("https://elsewhere.example", name), UlidGenerator())
    body = {**connector("Pets"), **imported.connector, "name": "Pets"}
    answers: Answers = {
        f"{ORG}/connectors?protocol=http&name=Pets&first=100": [page(connector("Pets"))],
        CON: [[200, body]],
        f"{CON}/versions?first=100": [versions(version("2"), version(name, published="2026-01-02T03:04:05Z"))],
    }
    for kind, items in (
        ("actions", imported.actions),
        ("triggers", imported.triggers),
        ("definitions", imported.definitions),
    ):
        for index in range(max(1, len(items))):
            after = f"&after={index}" if index else ""
            more = {"next": str(index + 1)} if index + 1 < len(items) else {}
            answers[f"{CON}/versions/{name}/{kind}?first=100{after}"] = [
                [200, {kind: items[index : index + 1], **more}]
            ]
    for definition in connect(text).definitions:
        answers[f"{ORG}/schemas/{CONNECTOR}/{name}/{definition.name.value}.json"] = [[200, definition.node.value]]
    return answers | (changed or {})


def compare(
    capsys: pytest.CaptureFixture[str], script: Script, text: str, against: str, *options: str
) -> CommandResult:
    Path("pets.yaml").write_text(text)
    where = ("--url", script.server.url, "--insecure-loopback")
    return run(capsys, "plan", "pets.yaml", "--against", f"connector:{against}", *where, *options)


def test_what_was_imported_is_unchanged(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    script.play(platform(BASE))

    result = compare(capsys, script, BASE, "Pets", "--fail-on", "breaking")

    assert "Changes from connector `Pets`, version `1`" in result.out
    assert "No changes." in result.out
    assert result.code == 0


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("operationId: getPet", "operationId: fetchPet", "breaking: action `getPet` is now called `fetchPet`"),
        ("name: kind\n", "name: sort\n", "breaking: query parameter `kind` is removed"),
        (
            "in: query\n          required: false",
            "in: query\n          required: true",
            "breaking: query parameter `limit`",
        ),
        ("        - id\n        - name\n", "        - id\n", "breaking: property `name` is now optional"),
        ("    Unused:\n", "    Used:\n", "breaking: definition `Unused` is now called `Used`"),
        ("pattern: ^a", "pattern: ^b", "breaking: property `nick` now has `pattern: ^b`; was `^a`"),
        ("in: header", "in: query", "breaking: `in` is now `query`; was `header`"),
        ("default: eu", "default: us", "compatible: connection variable `region` is now `us`; was `eu`"),
        (
            "  petAdded:\n    post:\n      operationId: petAdded",
            "  petCame:\n    post:\n      operationId: petAdded",
            "",
        ),
    ],
)
def test_a_change_has_the_place_in_the_document(
    script: Script, capsys: pytest.CaptureFixture[str], before: str, after: str, expected: str
) -> None:
    script.play(platform(BASE))

    result = compare(capsys, script, replaced(BASE, before, after), "Pets", "--output-format", "json")
    changes = json.loads(result.out)["changes"]

    lines = [f"{'breaking' if change['breaking'] else 'compatible'}: {change['message']}" for change in changes]
    assert any(line.startswith(expected) for line in lines) if expected else lines == []
    assert {change["oldPlace"] for change in changes} <= {None}
    assert {change["place"]["path"] for change in changes} <= {"pets.yaml"}


def test_a_version_can_be_named(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    script.play(platform(BASE, "0.9"))

    result = compare(capsys, script, BASE, f"{CONNECTOR}@0.9")

    assert "Changes from connector `Pets`, version `0.9`" in result.out
    assert f"{CON}/versions?first=100" not in script.request_lines


def test_without_a_published_version_the_newest_counts(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    script.play(platform(BASE, "2", {f"{CON}/versions?first=100": [versions(version("2"), version("1"))]}))

    assert "version `2`" in compare(capsys, script, BASE, "Pets").out


def test_a_schema_that_is_not_there_is_not_compared(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    schema = f"{ORG}/schemas/{CONNECTOR}/1/Pet.json"
    script.play(platform(BASE, changed={schema: [[404, {"code": "not_found", "message": "no"}]]}))

    result = compare(capsys, script, replaced(BASE, "format: int32", "format: int64"), "Pets")

    assert "Not compared: 1 definition, because the platform doesn't have the schema." in result.out
    assert "No changes." in result.out


def test_a_url_that_is_none_leads_to_the_file_of_the_name(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    answers = platform(BASE)
    ((status, page),) = answers[f"{CON}/versions/1/definitions?first=100"]
    broken = [{**definition, "url": "https://[half"} for definition in page["definitions"]]
    answers[f"{CON}/versions/1/definitions?first=100"] = [[status, {**page, "definitions": broken}]]
    script.play(answers)

    result = compare(capsys, script, BASE, "Pets")

    assert result.code == 0
    assert "No changes." in result.out


@pytest.mark.parametrize(
    ("path", "failure", "reason"),
    [
        (
            f"{ORG}/connectors?protocol=http&name=Pets&first=100",
            answer(200, {"connectors": []}),
            "no connector is called `Pets`",
        ),
        (CON, answer(403, {"code": "x", "message": "no"}), "the lookup failed: the server answered 403: no"),
        (f"{CON}/versions?first=100", answer(200, {"items": []}), "the connector has no version"),
        (f"{CON}/versions/1/actions?first=100", answer(500, {}), "the lookup failed: the server answered 500"),
        (f"{ORG}/schemas/{CONNECTOR}/1/Pet.json", answer(500, {}), "the lookup failed: the server answered 500"),
    ],
)
def test_a_lookup_that_fails_is_exit_2(
    script: Script, capsys: pytest.CaptureFixture[str], path: str, failure: list[Any], reason: str
) -> None:
    other = {f"{ORG}/connectors?protocol=http&first=100": [page()]}
    script.play(platform(BASE, changed={**other, path: [failure]}))

    result = compare(capsys, script, BASE, "Pets")

    assert (result.code, result.out) == (2, "")
    assert f"`connector:Pets` can't be compared: {reason}" in result.err
    assert CANARY not in result.err


def test_only_get_requests_are_sent_and_the_token_is_not_shown(
    script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    script.play(platform(replaced(BASE, "List pets", f"List {CANARY[:30]}".replace('"', ""))))

    result = compare(capsys, script, BASE, "Pets")

    assert script.request_lines
    assert all(line.startswith("GET ") for line in script.request_lines)
    assert CANARY not in result.out + result.err


def test_nothing_is_looked_up_without_a_connector(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    Path("old.yaml").write_text(BASE)
    Path("pets.yaml").write_text(BASE)
    script.play({})

    run(capsys, "plan", "pets.yaml", "--against", "old.yaml", "--url", script.server.url, "--insecure-loopback")

    assert script.request_lines == []
