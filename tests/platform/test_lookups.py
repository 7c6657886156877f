"""What is looked up: names over all pages, versions that exist, lists, and what settles an unknown outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from preclear.platform import settle_outcome
from preclear.platform.lookups import reader
from tests.hostile.runner import command_in, control_in, lines_of
from tests.platform.fault_running import CANARY, CONNECTOR, ORGANISATION, Server, faulty, prepare, run, upload
from tests.platform.fault_server import RESULT
from tests.platform.scripted import Script

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.platform.fault_running import CommandResult

BASE = f"/api/connect/v1/o/{ORGANISATION}"
NAMED = f"GET {BASE}/connectors?protocol=http&name=Pets&first=100"
ALL = f"GET {BASE}/connectors?protocol=http&first=100"
VERSIONS = f"GET {BASE}/connectors/{CONNECTOR}/versions?first=100"
POST = f"POST {BASE}/connector/{CONNECTOR}/http/import"
OTHER = "01J00000000000000000000THR"


def answer(status: int, body: object) -> list[Any]:
    return [status, body]


FAILED = answer(500, {})
NOTHING = answer(0, None)
"""The connection is reset."""


@pytest.fixture(autouse=True)
def ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(monkeypatch, tmp_path)
    monkeypatch.setattr(settle_outcome, "LOOKUP_DELAYS", (0.0, 0.05))


@pytest.fixture
def script(tmp_path: Path) -> Iterator[Script]:
    with faulty("scripted", FAULT_SCRIPT=str(tmp_path / "script.json")) as server:
        yield Script(server, tmp_path / "script.json")


def connector(name: str, id: str = CONNECTOR) -> dict[str, Any]:
    return {
        "id": id,
        "name": name,
        "baseUrl": "https://pets.example.com",
        "versions": [{"name": "0.9", "isLatest": True}],
    }


def page(*connectors: dict[str, Any], **more: object) -> list[Any]:
    return [200, {"totalCount": 9, "connectors": list(connectors), **more}]


def version(name: str, id: str = "v1", published: str | None = None) -> dict[str, Any]:
    moments = {"createdAt": "2026-01-02T03:04:05Z", "updatedAt": "2026-01-02T03:04:06Z", "publishedAt": published}
    return {"id": id, "name": name, "isLatest": True, "isDefault": False, **moments}


def versions(*listed: dict[str, Any], **more: object) -> list[Any]:
    return [200, {"totalCount": len(listed), "items": list(listed), **more}]


def named(capsys: pytest.CaptureFixture[str], server: Server, *options: str) -> CommandResult:
    where = ["--url", server.url, "--insecure-loopback"]
    return run(capsys, "upload", "pets.yaml", "--connector", "Pets", "--version", "1.0", *where, *options)


def listed(capsys: pytest.CaptureFixture[str], server: Server, *arguments: str) -> CommandResult:
    return run(capsys, *arguments, "--url", server.url, "--insecure-loopback")


def test_a_connector_is_found_by_its_exact_name_on_a_later_page(
    script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    script.play(
        {
            NAMED: [page(connector("pets", OTHER), connector("Pets old", OTHER), next="c/2 +")],
            f"{NAMED}&after=c%2F2+%2B": [page(connector("Pets"))],
            VERSIONS: [versions(version("0.9"))],
            POST: [[201, RESULT]],
        }
    )
    result = named(capsys, script.server)
    assert result.last == "upload: accepted: the server answered 201"
    assert script.request_lines == [NAMED, f"{NAMED}&after=c%2F2+%2B", VERSIONS, POST]
    assert all(f"Authorization: Bearer {CANARY}" in request["head"] for request in script.server.requests)


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (
            {NAMED: [page(connector("Pets"), connector("Pets", OTHER))]},
            f"2 connectors are called `Pets`; expected the id of one: `{CONNECTOR}`, `{OTHER}`",
        ),
        (
            {NAMED: [page(connector("pets"), connector("My Pets", OTHER))]},
            f"no connector is called `Pets`; similar: `pets` ({CONNECTOR}), `My Pets` ({OTHER})",
        ),
        (
            {NAMED: [page()], ALL: [page(connector("Pest", OTHER), connector("Orders"))]},
            f"no connector is called `Pets`; similar: `Pest` ({OTHER})",
        ),
        ({NAMED: [page()], ALL: [page(connector("Orders"))]}, "no connector is called `Pets`; no similar name exists"),
        ({NAMED: [answer(200, {"totalCount": 0, "connectors": None})], ALL: [page()]}, "no connector is called `Pets`"),
        ({NAMED: [page(connector("Pets", "../x"))]}, "the connector that was found is `../x`; expected 1 to 64"),
        ({NAMED: [answer(401, {"code": "x", "message": "who?"})]}, "the lookup failed: the server answered 401: who?"),
        ({NAMED: [FAILED]}, "the lookup failed: the server answered 500"),
        ({NAMED: [NOTHING]}, "the lookup failed: the request was sent; then: "),
        ({NAMED: [answer(200, [])]}, "the lookup failed: its answer isn't a page of a list"),
        ({NAMED: [answer(200, {})]}, "the lookup failed: its answer has no `connectors`"),
        ({NAMED: [page(next="a")], f"{NAMED}&after=a": [page(next="a")]}, "the list of connectors has too many pages"),
    ],
)
def test_anything_but_one_exact_name_is_not_sent(
    answers: dict[str, list[list[Any]]], reason: str, script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    script.play(answers)
    result = named(capsys, script.server)
    assert result.last.startswith(f"upload: not sent: {reason}")
    assert result.code in (2, 3)
    assert not [item for item in script.request_lines if item.startswith("POST")]


@pytest.mark.parametrize(
    ("published", "state"), [(None, "a draft"), ("2026-02-03T00:00:00Z", "published 2026-02-03T00:00:00Z")]
)
def test_a_version_that_exists_is_said_before_anything_is_sent(
    published: str | None, state: str, script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    script.play(
        {
            VERSIONS: [versions(version("0.9"), next="2")],
            f"{VERSIONS}&after=2": [versions(version("1.0", "v2", published))],
        }
    )
    result = upload(capsys, script.server.url, "--force", lookup=True)
    exists = f"version `1.0` exists already (created 2026-01-02T03:04:05Z, {state}); expected another name"
    assert result.last == f"upload: not sent: {exists}"
    assert result.code == 3
    assert script.request_lines == [VERSIONS, f"{VERSIONS}&after=2"]


def test_nothing_is_looked_up_where_that_is_not_wanted(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    script.play({POST: [[201, RESULT]]})
    assert upload(capsys, script.server.url, "--no-lookup").code == 0
    assert script.request_lines == [POST]


def test_a_name_needs_a_look_up(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--url", script.server.url, "--insecure-loopback", "--no-lookup"]
    result = run(capsys, "upload", "pets.yaml", "--connector", "My Pets", "--version", "1", *where)
    assert result.last.endswith("to use a name, leave out `--no-lookup`")
    assert result.code == 2
    assert script.request_lines == []


def test_connectors_are_listed_as_a_table_and_as_they_were_sent(
    script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    script.play(
        {ALL: [page(connector("Pets\x1b[31m"), next="2")], f"{ALL}&after=2": [page(connector("Orders", OTHER))]}
    )
    table = listed(capsys, script.server, "connectors")
    assert table.out == (
        "ID                          NAME          LATEST VERSION  BASE URL\n"
        f"{CONNECTOR}  Pets\\x1b[31m  0.9             https://pets.example.com\n"
        f"{OTHER}  Orders        0.9             https://pets.example.com\n"
    )
    as_json = listed(capsys, script.server, "connectors", "--output-format", "json")
    assert as_json.json == {"version": 1, "connectors": [connector("Pets\x1b[31m"), connector("Orders", OTHER)]}


@pytest.mark.parametrize(
    "text", ["::error::forged", "  ::error::forged", "##[error]x", "\x1b[2J", "a\n::error::forged"]
)
@pytest.mark.parametrize("output_format", ["table", "json"])
@pytest.mark.parametrize("command", [("connectors",), ("versions", "--id", CONNECTOR)], ids=" ".join)
def test_a_list_is_no_command(
    script: Script, capsys: pytest.CaptureFixture[str], command: tuple[str, ...], output_format: str, text: str
) -> None:
    forged = {**connector(text, text), "baseUrl": text}
    nameless = {**connector(text), "id": ""}
    script.play({ALL: [page(forged, nameless)], VERSIONS: [versions(version(text, text, text), version("", "", text))]})

    result = listed(capsys, script.server, *command, "--output-format", output_format)

    assert result.code == 0
    assert len(result.out.splitlines()) >= 3
    assert [line for line in lines_of(result.out + result.err) if command_in(line)] == []
    assert not control_in(result.out + result.err)


def test_a_list_has_a_limit_of_bytes(
    script: Script, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "MAX_BYTES", 2_000)
    pages = {f"{ALL}&after={number}": [page(connector("P" * 500), next=str(number + 1))] for number in range(1, 9)}
    script.play({ALL: [page(connector("P" * 500), next="1")], **pages})

    result = listed(capsys, script.server, "connectors")

    assert result.code == 2
    assert result.err.endswith("the lookup failed: its answers have more than 2,000 bytes\n")
    assert 2 <= len(script.request_lines) <= 4


@pytest.mark.parametrize("name", ["Pets", "Pe"])
def test_what_a_server_lists_is_told_in_a_line_of_bounded_length(
    script: Script, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    many = page(*(connector(name if name == "Pets" else f"Pets{'x' * 9_000}", "i" * 9_000) for _ in range(50)))
    script.play({NAMED: [many], NAMED.replace("Pets", "Pe"): [many], ALL: [many]})

    result = listed(capsys, script.server, "versions", name)

    assert result.code == 2
    assert len(result.err) < 1_200
    assert "…" in result.err


def test_connectors_are_listed_by_a_part_of_their_name(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    script.play({NAMED: [page()]})
    assert listed(capsys, script.server, "connectors", "--name", "Pets").out == "no connectors\n"


def test_versions_are_listed_by_id_and_by_name(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    script.play({NAMED: [page(connector("Pets"))], VERSIONS: [versions(version("1.0"))]})
    table = listed(capsys, script.server, "versions", CONNECTOR)
    assert table.out == (
        "NAME  STATE          CREATED               UPDATED               PUBLISHED  DESCRIPTION\n"
        "1.0   draft, latest  2026-01-02T03:04:05Z  2026-01-02T03:04:06Z\n"
    )
    as_json = listed(capsys, script.server, "versions", "Pets", "--output-format", "json")
    expected: dict[str, Any] = {**version("1.0"), "description": "", "messages": []}
    assert as_json.json == {"version": 1, "connector": CONNECTOR, "versions": [expected]}


@pytest.mark.parametrize("arguments", [["connectors"], ["versions", CONNECTOR]])
def test_a_list_that_cannot_be_had_is_told_in_a_line(
    arguments: list[str], script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    script.play({})
    result = listed(capsys, script.server, *arguments)
    assert result.code == 2
    assert result.out == ""
    assert result.err.startswith(
        f"preclear: {arguments[0]}: the lookup failed: the server answered 404: nothing at GET"
    )


@pytest.mark.parametrize(
    ("post", "after", "outcome", "code"),
    [
        (NOTHING, versions(version("1.0", "new")), "accepted: version `1.0` exists", 0),
        (FAILED, versions(version("1.0", "new")), "accepted: version `1.0` exists", 0),
        (NOTHING, versions(), "rejected: version `1.0` doesn't exist", 1),
        (FAILED, versions(), "rejected: version `1.0` doesn't exist", 1),
        (answer(504, {}), versions(), "unknown: the server answered 504; it doesn't exist yet", 4),
        (NOTHING, FAILED, "unknown: the request was sent; then: ", 4),
    ],
)
def test_verify_settles_an_unknown_by_looking(
    post: list[Any], after: list[Any], outcome: str, code: int, script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    script.play({VERSIONS: [versions(), after], POST: [post]})
    result = upload(capsys, script.server.url, "--verify", lookup=True)
    assert result.last.startswith(f"upload: {outcome}")
    assert result.code == code
    assert script.request_lines.count(POST) == 1


def test_verify_says_nothing_of_a_version_that_may_have_been_there(
    script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    script.play({VERSIONS: [versions(version("1.0"))], POST: [FAILED]})
    result = upload(capsys, script.server.url, "--verify")
    assert (
        result.last
        == "upload: unknown: the server answered 500; 1 of that name exists, but may not be from this upload"
    )


def test_verify_finds_a_new_connector_that_was_not_there_before(
    script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    new_post = f"POST {BASE}/protocols/http/import"
    script.play(
        {
            NAMED: [page(connector("Pets", OTHER)), page(connector("Pets"), connector("Pets", OTHER))],
            new_post: [[500, {}]],
        }
    )
    where = ["--url", script.server.url, "--insecure-loopback"]
    result = run(capsys, "upload", "pets.yaml", "--new", "--verify", *where)
    assert result.last == f"upload: accepted: connector `Pets` ({CONNECTOR}) exists (the server answered 500)"
    read_back = [NAMED, f"GET {BASE}/connectors/{CONNECTOR}"]
    assert script.request_lines == [NAMED, new_post, NAMED, *read_back]
