"""The exit codes are those that the table in `docs/commands.md` says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from preclear.report import ExitCode
from tests.cli.making import BAD, GOOD, NO_OPENAPI, run

COMMANDS_PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
DRY = ("upload", "--new", "--dry-run", "--organisation", "01J00000000000000000000000")
LOST = ("upload", "--new", "--organisation", "01J00000000000000000000000", "--url", "https://127.0.0.1:1/x")
FILES = {
    "good.yaml": GOOD,
    "bad.yaml": BAD,
    "warned.yaml": GOOD.replace("listPets", "LIST"),
    "swagger.yaml": 'swagger: "2.0"\ninfo: {title: Pets, version: "1"}\npaths: {}\n',
    "future.json": '{"openapi": "4.0.0", "info": {"title": "Pets", "version": "1"}}',
    "postman.json": '{"info": {"name": "Pets", "schema": "https://schema.example/v2.1.0/collection.json"}, "item": []}',
    "compose.yaml": NO_OPENAPI,
    "broken.yaml": "openapi: 3.1.0\npaths: {",
    "empty.yaml": "",
    "deep.yaml": f"openapi: 3.1.0\nx-a: {'[' * 200}\n",
    "answer.json": "{}",
    "refused.json": '{"status": 400, "body": {"code": "invalid", "message": "no"}}',
    "only/compose.yaml": NO_OPENAPI,
    "only/postman.json": '{"item": []}',
    "api/good.yaml": GOOD,
    "api/compose.yaml": NO_OPENAPI,
    "old/swagger.yaml": 'swagger: "2.0"\ninfo: {title: Pets, version: "1"}\npaths: {}\n',
    "broken-config/good.yaml": GOOD,
    "broken-config/preclear.toml": "select = 5\n",
}

TABLE: list[tuple[tuple[str, ...], int]] = [
    (("check", "good.yaml"), 0),
    (("check", "warned.yaml"), 0),
    (("check", "warned.yaml", "--fail-on", "warning"), 1),
    (("check", "bad.yaml"), 1),
    (("check", "bad.yaml", "--fail-on", "never"), 0),
    # a file that is named
    (("check", "swagger.yaml"), 1),
    (("check", "future.json"), 1),
    (("check", "postman.json"), 1),
    (("check", "compose.yaml"), 1),
    (("check", "broken.yaml"), 1),
    (("check", "good.yaml", "postman.json"), 1),
    (("check", "good.yaml", "postman.json", "--fail-on", "never"), 0),
    (("plan", "good.yaml"), 0),
    (("plan", "bad.yaml"), 1),
    (("plan", "swagger.yaml"), 1),
    (("plan", "postman.json"), 1),
    (("plan", "broken.yaml"), 1),
    # files that were found
    (("check", "api"), 0),
    (("check", "api/*"), 0),
    (("check", "old"), 1),
    # nothing was checked, whatever fails
    (("check", "only"), 2),
    (("check", "only/*.json"), 2),
    (("check", "nowhere/*.yaml"), 2),
    (("check", "postman.json", "--fail-on", "never"), 2),
    (("check", "swagger.yaml", "--fail-on", "never"), 2),
    (("check", "postman.json", "--ignore", "not-openapi"), 2),
    (("plan", "postman.json", "--fail-on", "never"), 2),
    # something could not be checked
    (("check", "missing.yaml"), 2),
    (("check", "missing.yaml", "--fail-on", "never"), 2),
    (("check", "good.yaml", "missing.yaml"), 2),
    (("check", "bad.yaml", "missing.yaml"), 2),
    (("check", "empty.yaml"), 2),
    (("check", "deep.yaml"), 2),
    (("check", "broken-config/good.yaml"), 2),
    (("check", "--nosuch"), 2),
    (("check", "good.yaml", "--select", "nosuch"), 2),
    (("plan", "missing.yaml"), 2),
    (("nosuch",), 2),
    ((), 2),
    # commands that need a document to work on
    (("bundle", "good.yaml"), 0),
    (("bundle", "swagger.yaml"), 2),
    (("bundle", "postman.json"), 2),
    (("bundle", "broken.yaml"), 2),
    (("bundle", "missing.yaml"), 2),
    (("baseline", "good.yaml"), 0),
    (("baseline", "postman.json"), 2),
    (("map", "good.yaml", "answer.json"), 0),
    (("map", "good.yaml", "refused.json"), 1),
    (("map", "good.yaml", "missing.json"), 2),
    ((*DRY, "good.yaml"), 0),
    ((*DRY, "swagger.yaml"), 2),
    ((*DRY, "postman.json"), 2),
    ((*DRY, "broken.yaml"), 2),
    ((*DRY, "missing.yaml"), 2),
    # what upload adds
    ((*LOST, "bad.yaml"), 3),
    ((*LOST, "good.yaml"), 3),
]


@pytest.mark.parametrize(("arguments", "code"), TABLE, ids=str)
def test_the_exit_code(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
) -> None:
    monkeypatch.setenv("PRECLEAR_TOKEN", "only-for-this-machine")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)

    outcome = run(capsys, *arguments)

    assert outcome.code == code, outcome.err
    assert "internal error" not in outcome.err
    assert outcome.out + outcome.err != ""


@pytest.mark.parametrize("name", ["swagger.yaml", "postman.json", "compose.yaml"])
def test_a_file_that_is_named_and_no_openapi_3_is_an_error_at_its_place(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (folder / name).write_text(FILES[name])

    outcome = run(capsys, "check", "--output-format", "concise", name)

    assert outcome.out.startswith(f"{name}:1:")
    assert "error: " in outcome.out
    assert "[not-openapi]" in outcome.out


@pytest.mark.skipif(not COMMANDS_PAGE.exists(), reason="needs the page, which an installed package has not")
def test_the_page_lists_each_code_once() -> None:
    table = COMMANDS_PAGE.read_text(encoding="utf-8").partition("| exit code |")[2]
    codes = re.findall(r"^\| (\d+) \|", table, re.MULTILINE)

    assert [int(code) for code in codes] == [code for code in ExitCode if code is not ExitCode.INTERRUPTED]
    assert {code for _, code in TABLE} >= {0, 1, 2, 3}
