"""The commands about versions: what they look up and send, what they refuse, and what they say."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.hostile.runner import command_in, control_in, lines_of
from tests.platform.change_cases import DRAFT, PUBLISHED, ROOT, make_version
from tests.platform.fault_running import CONNECTOR, faulty, prepare, run
from tests.platform.scripted import Script

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.platform.fault_running import CommandResult

LIST = f"GET {ROOT}/versions?first=100"
CREATE = f"POST {ROOT}/versions"
NAMED = f"GET {ROOT.rpartition('/')[0]}?protocol=http&name=Pets&first=100"
FOUND = [200, {"totalCount": 1, "connectors": [{"id": CONNECTOR, "name": "Pets"}]}]


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Script]:
    prepare(monkeypatch, tmp_path)
    with faulty("scripted", FAULT_SCRIPT=str(tmp_path / "script.json")) as server:
        yield Script(server, tmp_path / "script.json")


def listing(*versions: dict[str, Any]) -> list[Any]:
    return [200, {"totalCount": len(versions), "items": [*versions]}]


def version(
    script: Script, capsys: pytest.CaptureFixture[str], *arguments: str, connector: str = CONNECTOR
) -> CommandResult:
    where = ("--url", script.server.url, "--insecure-loopback")
    return run(capsys, "version", *arguments, "--connector", connector, *where)


def test_versions_are_listed_with_their_state_description_and_messages(
    script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    messages = [
        {"text": "::error::no auth", "severity": "warning", "detail": ["\x1b[31mfirst", 7]},
        {"severity": "info", "text": "fine"},
    ]
    latest = make_version("2", published="2026-02-03T00:00:00Z", isLatest=True, isDefault=True, description="New\npets")
    script.play({LIST: [listing(make_version("3", messages=messages), latest)]})
    where = ("--url", script.server.url, "--insecure-loopback")

    table = run(capsys, "versions", CONNECTOR, *where)
    as_json = run(capsys, "versions", CONNECTOR, "--output-format", "json", *where).json

    assert table.code == 0
    assert [" ".join(line.split()) for line in table.out.splitlines()] == [
        "NAME STATE CREATED UPDATED PUBLISHED DESCRIPTION",
        "3 draft 2026-01-02T03:04:05Z 2026-01-02T03:04:06Z",
        "warning: ::error::no auth",
        "\\x1b[31mfirst",
        "info: fine",
        "2 published, latest, default 2026-01-02T03:04:05Z 2026-01-02T03:04:06Z 2026-02-03T00:00:00Z New\\npets",
    ]
    assert as_json["versions"][0]["messages"] == messages
    assert (as_json["versions"][1]["description"], as_json["versions"][1]["isDefault"]) == ("New\npets", True)


@pytest.mark.parametrize(("source", "sent"), [((), {}), (("--from", "100"), {"fromVersion": "100"})])
def test_a_version_is_created_after_a_look_up(
    source: tuple[str, ...], sent: dict[str, str], script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    script.play({NAMED: [FOUND], LIST: [listing(DRAFT)], CREATE: [[201, make_version("1 / é")]]})

    result = version(script, capsys, "create", "1 / é", *source, connector="Pets")

    assert (result.code, result.last) == (0, "version create: accepted: the server answered 201")
    assert script.request_lines == [NAMED, LIST, CREATE]
    assert script.bodies == [{"name": "1 / é", **sent}]
    assert "version  1 / é 01J" in result.out
    assert "state    draft\n" in result.out


@pytest.mark.parametrize(("word", "flag"), [("latest", "isLatest"), ("default", "isDefault")])
def test_a_copy_of_the_latest_names_that_version(
    word: str, flag: str, script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    marked = make_version("7", published="2026-02-03T00:00:00Z", **{flag: True})
    unmarked = make_version("6", published="2026-02-03T00:00:00Z")
    listings = [listing(DRAFT, marked), listing(DRAFT), listing(DRAFT, unmarked), listing()]
    script.play({LIST: listings, CREATE: [[201, make_version("8")]]})

    assert version(script, capsys, "create", "8", "--from", word).code == 0
    assert script.bodies == [{"name": "8", "fromVersion": "7"}]
    for cause in (
        "none of its versions is published",
        f"none of its versions is marked as the {word} one",
        "it has no versions",
    ):
        assert version(script, capsys, "create", "8", "--from", word).last == (
            f"version create: not sent: connector `{CONNECTOR}` has no {word} version: {cause}; "
            "expected the name of a version"
        )


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (("create", "latest"), 2, "version name `latest` is reserved; expected another name"),
        (("create", " "), 2, "the version has no name that can be read"),
        (("create", "x", "--from", "9"), 3, "no version is called `9`; expected one of `100`, `200`"),
        (
            ("create", "100"),
            3,
            "version `100` exists already (created 2026-01-02T03:04:05Z, a draft); expected another",
        ),
        (("publish", "9"), 3, "no version is called `9`; expected one of `100`, `200`"),
        (("publish", "latest"), 2, "`latest` stands for a version that can be another one tomorrow"),
        (("unpublish", "default"), 2, "`default` stands for a version that can be another one tomorrow"),
        (("update", "9", "--description", "x"), 3, "no version is called `9`"),
        (("delete", "9", "--yes"), 3, "no version is called `9`"),
        (("delete", "latest", "--force", "--yes"), 2, "`latest` stands for a version that can be another one tomorrow"),
        (("delete", "200", "--yes"), 3, "version `200` is published, since 2026-02-03T00:00:00Z; unpublish it first"),
    ],
)
def test_what_can_not_be_is_refused_before_anything_is_sent(
    arguments: tuple[str, ...], code: int, reason: str, script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    script.play({LIST: [listing(DRAFT, PUBLISHED)]})

    result = version(script, capsys, *arguments)

    assert result.code == code
    assert result.last.startswith(f"version {arguments[0]}: not sent: {reason}")
    assert script.request_lines == ([LIST] if code == 3 else [])


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("publish", "200"), "version `200` is published already, since 2026-02-03T00:00:00Z"),
        (("unpublish", "100"), "version `100` is a draft already"),
        (("update", "100", "--description", ""), "version `100` already has this description"),
    ],
)
def test_what_is_so_already_is_not_sent(
    arguments: tuple[str, ...], reason: str, script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    script.play({LIST: [listing(DRAFT, PUBLISHED)]})

    result = version(script, capsys, *arguments)

    assert (result.code, result.last) == (0, f"version {arguments[0]}: unchanged: {reason}")
    assert script.request_lines == [LIST]


def test_a_description_is_sent_with_everything_else(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    stored = make_version("1", description="old", messages=[], somethingNew={"a": 1})
    route = f"PUT {ROOT}/versions/1"
    script.play({LIST: [listing(stored)], route: [[200, {**stored, "description": "new"}]]})

    result = version(script, capsys, "update", "1", "--description", "new")

    assert result.code == 0
    assert script.bodies == [{**stored, "description": "new"}]
    assert "  description  old → new\n" in result.err


def test_a_publication_shows_the_version_and_its_messages(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    published = make_version("100", published="2026-02-03T00:00:00Z", isLatest=True)
    published["messages"] = [{"text": "1 action has no summary", "severity": "warning", "detail": ["getPet"]}]
    route = f"POST {ROOT}/versions/100/publish"
    script.play({LIST: [listing(DRAFT)], route: [[200, {"version": published}]]})

    result = version(script, capsys, "publish", "100")

    assert result.code == 0
    assert "state    published 2026-02-03T00:00:00Z, latest\n" in result.out
    assert "warning: 1 action has no summary\n  getPet\n" in result.out
    assert script.bodies == []


@pytest.mark.parametrize(("name", "query"), [("100", ""), ("200", "?force=true")])
def test_only_force_deletes_what_is_published(
    name: str, query: str, script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    route = f"DELETE {ROOT}/versions/{name}{query}"
    script.play({LIST: [listing(DRAFT, PUBLISHED)], route: [[204, None]]})

    result = version(script, capsys, "delete", name, "--yes", *(("--force",) if query else ()))

    assert (result.code, result.last) == (0, "version delete: accepted: the server answered 204")
    assert script.request_lines == [LIST, route]


def test_nothing_is_deleted_where_nobody_can_be_asked(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    result = version(script, capsys, "delete", "100")

    assert result.code == 2
    assert result.last == (
        "version delete: not sent: nobody can be asked here whether to delete `100`; expected `--yes`"
    )
    assert script.request_lines == []
    dry_run = version(script, capsys, "delete", "100", "--dry-run")
    assert (dry_run.code, dry_run.last) == (0, "version delete: not sent: this is a dry run")
    assert script.request_lines == []


class Terminal(io.StringIO):
    """Standard input or standard error of a person."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("answer", "number", "last"),
    [
        ("y\n", 1, "version delete: accepted: the server answered 204"),
        ("YES\n", 1, "version delete: accepted: the server answered 204"),
        ("n\n", 0, "version delete: not sent: it wasn't confirmed"),
        ("\n", 0, "version delete: not sent: it wasn't confirmed"),
        ("", 0, "version delete: not sent: it wasn't confirmed"),
    ],
)
def test_a_person_is_asked(
    answer: str,
    number: int,
    last: str,
    script: Script,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    route = f"DELETE {ROOT}/versions/100"
    script.play({LIST: [listing(DRAFT)], route: [[204, None]]})
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    monkeypatch.setattr(sys, "stderr", terminal)

    result = version(script, capsys, "delete", "100")

    assert (result.code, result.last) == (0 if number else 3, last)
    assert script.request_lines == [LIST, *([route] * number)]
    question = f"Delete draft version `100` of connector `{CONNECTOR}`? This can't be undone. [y/N] "
    assert terminal.getvalue().startswith(question)


def test_a_token_on_standard_input_leaves_nobody_to_ask(
    script: Script, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("y\n"))
    monkeypatch.setattr(sys, "stderr", Terminal())

    assert version(script, capsys, "delete", "100", "--token-stdin").code == 2
    assert script.request_lines == []


def test_without_a_look_up_an_id_is_required_and_nothing_is_read(
    script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    script.play({CREATE: [[201, make_version("1")]]})

    assert version(script, capsys, "create", "1", "--no-lookup").code == 0
    assert script.request_lines == [CREATE]
    refused = version(script, capsys, "create", "1", "--no-lookup", connector="My pets")
    assert (refused.code, script.request_lines) == (2, [CREATE])
    assert refused.last.endswith("to use a name, leave out `--no-lookup`")


def test_a_dry_run_needs_no_token_and_looks_nothing_up(
    script: Script, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PRECLEAR_TOKEN")

    result = version(script, capsys, "create", "1", "--from", "latest", "--dry-run", connector="Pets")

    assert (result.code, result.last) == (0, "version create: not sent: this is a dry run")
    assert "/connectors/CONNECTOR-ID/versions\n" in result.out
    assert "CONNECTOR-ID is a placeholder for the id of `Pets`, which is looked up first\n" in result.out
    assert "`latest` is replaced by the name of that version, which is looked up first\n" in result.out
    assert "Authorization: Bearer (no token)\n" in result.out
    assert script.request_lines == []


@pytest.mark.parametrize("output_format", ["table", "json"])
@pytest.mark.parametrize(
    "text", ["::error::forged", "  ::error::forged", "##[error]x", "\x1b[2J", "a\n::error::forged"]
)
def test_no_text_of_a_server_is_a_command(
    text: str, output_format: str, script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    message = {"severity": text, "text": text, "detail": [text]}
    hostile = {**make_version("1", published=text, description=text, messages=[message]), "id": text}
    refusal = {"code": text, "message": text, "fields": [{"field": text, "message": text}]}
    route, listed = f"PUT {ROOT}/versions/1", {**hostile, "name": text}
    script.play({LIST: [listing(hostile, listed)], route: [[200, listed], [400, refusal]]})
    where = ("--url", script.server.url, "--insecure-loopback", "--output-format", output_format)
    options = ("--connector", CONNECTOR, *where)

    runs = [
        run(capsys, "version", "update", "1", "--description", "x", *options),
        run(capsys, "version", "update", "1", "--description", "x", *options),
        run(capsys, "version", "publish", "missing", *options),
        run(capsys, "versions", CONNECTOR, *where),
    ]

    assert [result.code for result in runs] == [0, 1, 3, 0]
    for result in runs:
        assert [line for line in lines_of(result.out + result.err) if command_in(line)] == []
        assert not control_in(result.out + result.err)


def test_the_fields_of_a_refusal_are_listed(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    fields = [{"field": f"name{number}", "message": "\x1b[31mtaken"} for number in range(25)]
    script.play({LIST: [listing()], CREATE: [[400, {"code": "invalid", "message": "bad", "fields": fields}]]})

    result = version(script, capsys, "create", "1")

    assert (result.code, result.last) == (1, "version create: rejected: the server answered 400: bad")
    assert result.out.count("`: \\x1b[31mtaken\n") == 20
    assert "and 5 more; `--output-format json` has all of them\n" in result.out


def test_unknown_says_how_to_find_out(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    script.play({LIST: [listing()], CREATE: [[502, {}]]})

    result = version(script, capsys, "create", "1.0")

    facts = dict(line.split("  ", 1) for line in result.out.split("\n") if "  " in line)
    facts = {name: text.strip() for name, text in facts.items()}
    where = f"--url {script.server.url} --insecure-loopback"
    assert result.code == 4
    assert facts["to find out"].startswith(f"preclear versions {CONNECTOR} --organisation ")
    assert facts["to find out"].endswith(where)
    assert facts["then"] == "if there is a version `1.0`, it was created; if there is none, run the command again"
    as_json = version(script, capsys, "create", "1.0", "--output-format", "json").json
    assert (as_json["outcome"], as_json["exitCode"]) == ("unknown", 4)
    assert as_json["lookupCommand"] == facts["to find out"]
