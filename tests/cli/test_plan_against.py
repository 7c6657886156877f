"""`preclear plan --against`: the old side from a file, from a revision; output, exit codes, settings of both sides."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.making import BAD, GOOD, run, run_apart
from tests.source.repository import commit, git, make_repository, needs_git

if TYPE_CHECKING:
    from pathlib import Path

OLD = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example.com}]
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - name: limit
          in: query
          schema: {type: integer}
      responses:
        "200": {description: all pets}
"""
NEW = OLD.replace("          in: query\n", "          in: query\n          required: true\n")
RENAMED = NEW.replace("listPets", "getPets")
COMPATIBLE = OLD.replace('"200": {', '"404": {description: none}\n        "200": {')


def write(folder: Path, old: str, new: str) -> None:
    (folder / "old.yaml").write_text(old)
    (folder / "new.yaml").write_text(new)


def test_the_table_has_both_places(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, OLD, RENAMED)

    outcome = run(capsys, "plan", "new.yaml", "--against", "old.yaml")

    assert outcome.out.splitlines() == [
        "Changes from old.yaml",
        "",
        "Actions",
        "  CHANGE   NAME",
        "  renamed  getPets  get /pets",
        "      new.yaml:7:20: breaking: action `listPets` is now called `getPets` [renamed-action]",
        "        before: old.yaml:7:20",
        (
            "      new.yaml:11:21: breaking: query parameter `limit` is now required; was optional"
            " [changed-parameter-requirement]"
        ),
        "        before: old.yaml:9:11",
        "",
        "Found 2 breaking changes and 0 compatible changes.",
        "1 action (1 ok), 0 triggers, 0 definitions and 1 auth scheme config (1 ok); connector ok.",
    ]
    assert (outcome.code, outcome.err) == (0, "")


def test_nothing_changes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, OLD, OLD)

    outcome = run(capsys, "plan", "new.yaml", "--against", "old.yaml", "--fail-on", "breaking")

    assert outcome.out.splitlines()[:3] == ["Changes from old.yaml", "", "No changes."]
    assert outcome.code == 0


def test_json_has_the_plan_and_the_changes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, OLD, RENAMED)

    report = json.loads(run(capsys, "plan", "new.yaml", "--against", "old.yaml", "--output-format", "json").out)

    assert report["comparison"] == {
        "old": {"kind": "file", "name": "old.yaml", "detail": None},
        "changes": 2,
        "breaking": 2,
        "unknownSchemas": 0,
        "complete": True,
    }
    assert report["changes"][0] == {
        "resource": "action",
        "name": "getPets",
        "kind": "renamed",
        "code": "renamed-action",
        "breaking": True,
        "message": "action `listPets` is now called `getPets`",
        "place": place("new.yaml", 7, 20, 27, "/paths/~1pets/get/operationId"),
        "oldPlace": place("old.yaml", 7, 20, 28, "/paths/~1pets/get/operationId"),
        "usedBy": [],
        "users": 0,
    }
    assert [action["name"] for action in report["actions"]] == ["getPets"]


def place(path: str, line: int, column: int, end: int, pointer: str) -> dict[str, Any]:
    start, stop = {"line": line, "column": column}, {"line": line, "column": end}
    return {"path": path, "pointer": pointer, "start": start, "end": stop}


def test_without_against_there_is_no_comparison(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, OLD, NEW)

    report = json.loads(run(capsys, "plan", "new.yaml", "--output-format", "json").out)

    assert {"comparison", "changes"}.isdisjoint(report)


@pytest.mark.parametrize(
    ("old", "new", "options", "code"),
    [
        (OLD, NEW, (), 0),
        (OLD, NEW, ("--fail-on", "breaking"), 1),
        (OLD, NEW, ("--fail-on", "never"), 0),
        (OLD, COMPATIBLE, ("--fail-on", "breaking"), 0),
        (BAD, BAD, (), 1),
        (BAD, BAD, ("--fail-on", "breaking"), 0),
        (BAD, BAD, ("--fail-on", "never"), 0),
        (OLD, "openapi: [", ("--fail-on", "breaking"), 2),
        (OLD, "openapi: [", (), 1),
        ("openapi: [", OLD, (), 2),
        ("swagger: '2.0'\n", OLD, (), 2),
        ("", OLD, (), 2),
    ],
)
@pytest.mark.parametrize("output_format", ["table", "json"])
def test_exit_code(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    old: str,
    new: str,
    options: tuple[str, ...],
    code: int,
    output_format: str,
) -> None:
    write(folder, old, new)

    outcome = run(capsys, "plan", "new.yaml", "--against", "old.yaml", "--output-format", output_format, *options)

    assert outcome.code == code


def test_an_old_document_that_cannot_be_read_is_reported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "openapi: [", OLD)

    outcome = run(capsys, "plan", "new.yaml", "--against", "old.yaml")

    assert outcome.out == ""
    assert outcome.err.startswith("old.yaml:1:11: error: ")
    assert outcome.err.endswith(
        "preclear: `old.yaml` can't be compared: the old document isn't an OpenAPI 3 document that can be read\n"
    )


@pytest.mark.parametrize(
    "against", ["", "git:", "git::openapi.yaml", "git:main:", "connector:", "connector:@1", "connector:Pets@"]
)
def test_an_incomplete_value_is_wrong_usage(folder: Path, capsys: pytest.CaptureFixture[str], against: str) -> None:
    write(folder, OLD, NEW)

    outcome = run(capsys, "plan", "new.yaml", "--against", against)

    assert outcome.code == 2
    assert f"`{against}` is incomplete; expected " in outcome.err


def test_breaking_needs_something_to_compare_with(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, OLD, NEW)
    assert "`--fail-on breaking` needs `--against`" in run(capsys, "plan", "new.yaml", "--fail-on", "breaking").err
    assert run(capsys, "check", "new.yaml", "--fail-on", "breaking").code == 2

    monkeypatch.setenv("PRECLEAR_FAIL_ON", "breaking")

    assert run(capsys, "plan", "new.yaml").code == 0
    assert run(capsys, "check", "new.yaml").code == 0
    assert run(capsys, "plan", "new.yaml", "--against", "old.yaml").code == 1


ARRAYS = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example.com}]
paths:
  /pets:
    get:
      tags: [a]
      parameters: [{name: kinds, in: query, schema: {type: array, items: {type: string}}}]
      responses: {"200": {description: all pets, content: {a/json: {schema: {type: object}}}}}
  /owners:
    get:
      operationId: owners/list
      tags: [b]
      responses: {"200": {description: all owners}}
"""


def changes(capsys: pytest.CaptureFixture[str], *options: str) -> list[tuple[str, str, str, str]]:
    outcome = run(capsys, "plan", "new.yaml", "--against", "old.yaml", "--output-format", "json", *options)
    found = json.loads(outcome.out)["changes"]
    return [
        (
            change["code"],
            change["name"],
            f"{change['place']['path']}:{change['place']['start']['line']}",
            change["oldPlace"] and f"{change['oldPlace']['path']}:{change['oldPlace']['start']['line']}",
        )
        for change in found
    ]


def test_both_sides_are_adapted_in_the_same_way(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlib import import_module

    from preclear.rule.packs import discover_rules

    monkeypatch.setattr(import_module("preclear.rule"), "discover_rules", discover_rules)
    write(
        folder,
        ARRAYS,
        f"# A comment\n{ARRAYS}  /new: {{get: {{operationId: new, responses: {{'200': {{description: a}}}}}}}}\n",
    )
    assert changes(capsys, "--adapt") == [("added-action", "new", "new.yaml:16", "old.yaml:4")]

    (folder / "new.yaml").write_text(ARRAYS.replace("name: kinds, ", "name: kinds, required: true, "))
    assert changes(capsys, "--adapt") == [("changed-parameter-requirement", "getPets", "new.yaml:8", "old.yaml:8")]


def test_a_selection_may_select_nothing_of_the_old_side(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(
        folder,
        OLD,
        OLD.replace(
            "  /pets:",
            "  /new: {get: {operationId: new, tags: [new], responses: {default: {description: a}}}}\n  /pets:",
        ),
    )

    assert changes(capsys, "--include", "tag:new") == [("added-action", "new", "new.yaml:5", "old.yaml:4")]


def test_a_config_applies_to_both_sides(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, ARRAYS, ARRAYS.replace("all owners", "everyone").replace("owners/list", "listOwners"))
    (folder / "preclear.toml").write_text('[adapt]\nexclude = ["tag:b"]\n')

    assert changes(capsys) == []


@needs_git
def test_a_document_is_compared_with_a_revision(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        "apis/openapi.yaml": OLD.replace("{description: all pets}", "{$ref: 'parts/responses.yaml#/All'}"),
        "apis/parts/responses.yaml": "All:\n  description: all\n  content: {a/json: {schema: {type: string}}}\n",
    }
    make_repository(folder)
    commit(folder, files, "v1")
    (folder / "apis" / "parts" / "responses.yaml").write_text(
        "# A comment\n" + files["apis/parts/responses.yaml"].replace("type: string", "type: integer")
    )

    outcome = run(capsys, "plan", "apis/openapi.yaml", "--against", "git:v1")

    assert outcome.code == 0
    assert outcome.out.splitlines()[:7] == [
        "Changes from v1:apis/openapi.yaml",
        "",
        "Actions",
        "  CHANGE   NAME",
        "  changed  listPets  get /pets",
        (
            "      apis/parts/responses.yaml:4:31: breaking: response `200` is now of type integer; was of type string"
            " [changed-type]"
        ),
        "        before: v1:apis/parts/responses.yaml:3:31",
    ]


@needs_git
def test_the_path_at_the_revision_can_be_another(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_repository(folder)
    commit(folder, {"pets.yaml": OLD}, "v1")
    git(folder, "mv", "pets.yaml", "animals.yaml")
    (folder / "animals.yaml").write_text(NEW)

    missing = run(capsys, "plan", "animals.yaml", "--against", "git:v1")
    found = run(capsys, "plan", "animals.yaml", "--against", "git:v1:pets.yaml", "--fail-on", "breaking")

    assert (missing.code, missing.out) == (2, "")
    assert missing.err == (
        "preclear: `git:v1` can't be compared: `v1` has no file `animals.yaml`; expected `git:v1:PATH` if its path was"
        " another one\n"
    )
    assert found.code == 1
    assert "before: v1:pets.yaml:9:11" in found.out


@needs_git
@pytest.mark.parametrize("typed", ["openapi.yaml", "./openapi.yaml", "../apis/openapi.yaml"])
def test_neither_the_folder_nor_the_way_a_path_is_typed_makes_a_difference(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    make_repository(folder)
    commit(folder, {"apis/openapi.yaml": OLD}, "v1")
    (folder / "apis" / "openapi.yaml").write_text(NEW)
    monkeypatch.chdir(folder / "apis")

    assert "before: v1:apis/openapi.yaml:9:11" in run(capsys, "plan", typed, "--against", "git:v1").out


@needs_git
@pytest.mark.parametrize(
    ("against", "reason"),
    [
        ("git:v9", "the repository has no revision `v9`; expected a branch, a tag or a commit"),
        ("git:--help", "the repository has no revision `--help`; expected a branch, a tag or a commit"),
        ("git:v1:../x.yaml", "`../x.yaml` is no file at `v1`; expected a regular file"),
    ],
)
def test_what_is_not_in_the_repository_is_reported(
    folder: Path, capsys: pytest.CaptureFixture[str], against: str, reason: str
) -> None:
    make_repository(folder)
    commit(folder, {"new.yaml": OLD}, "v1")

    outcome = run(capsys, "plan", "new.yaml", "--against", against)

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == f"preclear: `{against}` can't be compared: {reason}\n"


def test_a_document_outside_of_any_repository_is_reported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, OLD, NEW)

    outcome = run(capsys, "plan", "new.yaml", "--against", "git:HEAD")

    assert (outcome.code, outcome.out) == (2, "")
    assert "isn't in a git repository" in outcome.err


@needs_git
def test_standard_input_needs_a_name_for_a_revision(folder: Path) -> None:
    make_repository(folder)
    commit(folder, {"openapi.yaml": OLD}, "v1")
    command = ("plan", "-", "--against", "git:v1")

    unnamed = run_apart(*command, stdin=NEW.encode(), cwd=folder)
    named = run_apart(*command, "--stdin-filename", "openapi.yaml", stdin=NEW.encode(), cwd=folder)

    assert unnamed.code == 2
    assert "standard input has no path in a repository; set `--stdin-filename`" in unnamed.err
    assert "before: v1:openapi.yaml:9:11" in named.out


def test_names_from_both_sides_cannot_act(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, OLD.replace("listPets", '"a\\e[31mb"'), OLD.replace("listPets", '"c\\e[31md\\n::error::x"'))

    outcome = run(capsys, "plan", "new.yaml", "--against", "old.yaml")

    assert "\x1b" not in outcome.out
    assert not any(line.lstrip().startswith("::") for line in outcome.out.splitlines())


def test_no_connection_is_opened_and_no_client_loaded_without_a_connector(folder: Path) -> None:
    from tests.cli.test_process import loaded_by

    write(folder, OLD, NEW)

    loaded = loaded_by("plan", "new.yaml", "--against", "old.yaml", cwd=folder)

    assert "preclear.mapping.plan_changes.compare" in loaded
    assert loaded.isdisjoint(
        {"httpx", "ssl", "subprocess", "preclear.platform.http.client", "preclear.platform.lookups"}
    )


def test_the_shown_document_is_that_of_the_usual_example(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, GOOD, GOOD.replace("all pets", "each pet"))

    assert "No changes." in run(capsys, "plan", "new.yaml", "--against", "old.yaml").out
