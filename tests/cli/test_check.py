"""`preclear check`: which files, which exit code, what goes where."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.making import BAD, GOOD, NO_OPENAPI, run
from tests.report.making import NOTHING_FIXABLE

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.source import Document

SHOUTING = GOOD.replace("listPets", "PETS")


def paths_of(out: str) -> set[str]:
    return {finding["path"] for finding in json.loads(out)["findings"]}


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        (GOOD, (), 0),
        (BAD, (), 1),
        (BAD, ("--fail-on", "never"), 0),
        (SHOUTING, (), 0),
        (SHOUTING, ("--fail-on", "warning"), 1),
        (SHOUTING, ("--fail-on", "info"), 1),
        ("openapi: [", (), 1),
        (NO_OPENAPI, (), 1),
        (NO_OPENAPI, ("--openapi-only",), 0),
        ("", (), 2),
        ("", ("--fail-on", "never"), 2),
        ("openapi: 2\x00", (), 1),
        (GOOD, ("--limit", "depth=2"), 2),
        (GOOD, ("--limit", "depth=200"), 0),
        (GOOD, ("--limit", "file_bytes=20"), 2),
        (GOOD, ("--limit", "depht=200"), 2),
        (GOOD, ("--limit", "depth=-1"), 2),
        (GOOD, ("--limit", "depth"), 2),
        (GOOD, ("--output-format", "xml"), 2),
        (GOOD, ("--root", "nowhere"), 2),
    ],
)
def test_exit_code(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, options: tuple[str, ...], expected: int
) -> None:
    (folder / "pets.yaml").write_text(text)

    assert run(capsys, "check", *options, "pets.yaml").code == expected


def test_an_unknown_limit_is_answered_with_the_one_that_was_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert "there is no limit `depht`; did you mean `depth`?" in run(capsys, "check", "--limit", "depht=2").err


def test_a_file_that_is_not_there_is_a_finding_and_exit_2_and_hides_no_other(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.yaml").write_text(BAD)

    outcome = run(capsys, "check", "--output-format", "json", "missing.yaml", "bad.yaml")

    assert outcome.code == 2
    assert paths_of(outcome.out) == {"missing.yaml", "bad.yaml"}
    assert outcome.err == "preclear: 1 of 2 files could not be checked\n"


def test_a_folder_without_openapi_is_exit_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "compose.yaml").write_text(NO_OPENAPI)

    outcome = run(capsys, "check")

    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.splitlines() == [
        "preclear: skipped 1 file that isn't an OpenAPI document",
        "preclear: nothing was checked: no OpenAPI document was found",
    ]


def test_a_folder_is_searched_for_documents(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.yaml", "b/c.yml", "b/d.json", ".hidden/e.yaml", "node_modules/f.yaml", "g.txt", "H.YAML"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(SHOUTING if not name.endswith("json") else '{"openapi": 3}')
    (folder / "compose.yaml").write_text(NO_OPENAPI)

    outcome = run(capsys, "check", "--output-format", "json")

    assert paths_of(outcome.out) == {"H.YAML", "a.yaml", "b/c.yml", "b/d.json"}
    assert outcome.err == "preclear: skipped 1 file that isn't an OpenAPI document\n"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.yaml", {"a.yaml", "b.yaml"}),
        ("**/*.yaml", {"a.yaml", "b.yaml", "c/d.yaml", "c/e/f.yaml"}),
        ("c/**", {"c/d.yaml", "c/e/f.yaml"}),
        ("c/**/f.*", {"c/e/f.yaml"}),
        ("[ab].yaml", {"a.yaml", "b.yaml"}),
        ("?.yaml", {"a.yaml", "b.yaml"}),
        ("c*", {"c/d.yaml", "c/e/f.yaml"}),
        (".h/*.yaml", {".h/g.yaml"}),
    ],
)
def test_patterns(folder: Path, capsys: pytest.CaptureFixture[str], pattern: str, expected: set[str]) -> None:
    for name in ("a.yaml", "b.yaml", "c/d.yaml", "c/e/f.yaml", ".h/g.yaml", "c/node_modules/h.yaml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(SHOUTING)

    assert paths_of(run(capsys, "check", "--output-format", "json", pattern).out) == expected


def test_a_name_with_the_signs_of_a_pattern_is_a_name_where_there_is_such_a_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a[1].yaml").write_text(SHOUTING)
    (folder / "a1.yaml").write_text(GOOD)

    assert paths_of(run(capsys, "check", "--output-format", "json", "a[1].yaml").out) == {"a[1].yaml"}


def test_a_pattern_that_no_file_fits_is_exit_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.yaml").write_text(GOOD)

    outcome = run(capsys, "check", "a.yaml", "specs/*.yaml")

    assert outcome.code == 2
    assert "preclear: no file matches `specs/*.yaml`\n" in outcome.err


@pytest.mark.parametrize("arguments", [(".",), ("**",), ("a.yaml", "**/*.yaml", "./a.yaml")])
def test_links_that_lead_in_a_circle_are_not_followed(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    (folder / "a.yaml").write_text(SHOUTING)
    (folder / "b").mkdir()
    for name in ("up", "round", "b/up", "b/again"):
        (folder / name).symlink_to(folder, target_is_directory=True)

    report = json.loads(run(capsys, "check", "--output-format", "json", *arguments).out)

    assert report["summary"]["files"] == 1
    assert [finding["path"] for finding in report["findings"]] == ["a.yaml"]


def test_a_file_that_is_given_in_several_ways_is_checked_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.yaml").write_text(SHOUTING)

    report = json.loads(
        run(capsys, "check", "--output-format", "json", "a.yaml", "./a.yaml", str(folder / "a.yaml"), ".").out
    )

    assert report["summary"] == {"files": 1, "errors": 0, "warnings": 1, "infos": 0, "fixable": NOTHING_FIXABLE}


def test_a_file_that_is_found_and_named_is_not_passed_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "compose.yaml").write_text(NO_OPENAPI)

    report = json.loads(run(capsys, "check", "--output-format", "json", ".", "compose.yaml").out)

    assert [finding["rule"] for finding in report["findings"]] == ["not-openapi"]


def test_a_fragment_is_read_with_its_document_and_not_called_passed_over(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "schemas.yaml").write_text("Pet: {type: objekt}\n")
    for name in ("a.yaml", "b.yaml"):
        (folder / name).write_text(f"{GOOD}components: {{schemas: {{Pet: {{$ref: 'schemas.yaml#/Pet'}}}}}}\n")

    outcome = run(capsys, "check", "--output-format", "json")
    report = json.loads(outcome.out)

    assert outcome.err == ""
    assert report["summary"]["files"] == 3
    assert [finding["path"] for finding in report["findings"] if finding["rule"] == "invalid-schema"] == [
        "schemas.yaml"
    ]


def test_findings_come_by_file_whatever_the_order_of_the_arguments(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.yaml", "b.yaml", "c.yaml"):
        (folder / name).write_text(BAD)

    assert run(capsys, "check", "c.yaml", "a.yaml", "b.yaml").out == run(capsys, "check", ".").out


def test_a_large_file_that_is_found_is_passed_over_only_if_it_does_not_begin_as_openapi(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "data.json").write_text('{"rows": [' + "1," * 500 + "1]}")
    (folder / "pets.yaml").write_text(GOOD + "#" * 1000)

    outcome = run(capsys, "check", "--output-format", "json", "--limit", "file_bytes=900")

    assert outcome.code == 2
    assert paths_of(outcome.out) == {"pets.yaml"}
    assert outcome.err.splitlines() == [
        "preclear: skipped 1 file that isn't an OpenAPI document",
        "preclear: 1 of 2 files could not be checked",
    ]


def test_a_failure_of_our_own_is_told_in_a_line_and_hides_no_other_file(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from preclear import engine

    check_document = engine.check_document

    def failing(document: Document, **options: Any) -> object:
        if document.path == "a.yaml":
            raise ZeroDivisionError("\x1b[2Jno")
        return check_document(document, **options)

    (folder / "a.yaml").write_text(GOOD)
    (folder / "b.yaml").write_text(SHOUTING)
    monkeypatch.setattr(engine, "check_document", failing)

    outcome = run(capsys, "check", "--output-format", "json", ".")

    assert outcome.code == 2
    assert paths_of(outcome.out) == {"b.yaml"}
    assert "internal error in a.yaml: ZeroDivisionError: \\x1b[2Jno (test_check.py:" in outcome.err
    assert "Traceback" not in outcome.err


def test_no_rule_pack_is_exit_2(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from preclear.rule import PackError

    def none() -> None:
        raise PackError("no rule pack is installed")

    (folder / "a.yaml").write_text(GOOD)
    monkeypatch.setattr(import_module("preclear.rule"), "discover_rules", none)

    for command in (("check", "a.yaml"), ("plan", "a.yaml"), ("rules",), ("explain", "syntax-error")):
        outcome = run(capsys, *command)
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err == "preclear: no rule pack is installed\n"


@pytest.mark.parametrize(
    ("environment", "options", "colour"),
    [
        ({}, (), False),
        ({"FORCE_COLOR": "1"}, (), True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, (), False),
        ({"NO_COLOR": "", "FORCE_COLOR": "1"}, (), True),
        ({"NO_COLOR": "1"}, ("--color", "always"), True),
        ({"FORCE_COLOR": "1"}, ("--color", "never"), False),
        ({"PRECLEAR_COLOR": "always"}, (), True),
        ({"PRECLEAR_COLOR": "always"}, ("--color", "never"), False),
    ],
)
def test_colour(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    options: tuple[str, ...],
    colour: bool,
) -> None:
    (folder / "a.yaml").write_text(SHOUTING)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert ("\x1b[" in run(capsys, "check", *options, "a.yaml").out) is colour


def test_json_is_never_coloured(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.yaml").write_text(SHOUTING)

    assert "\x1b" not in run(capsys, "check", "--color", "always", "--output-format", "json", "a.yaml").out


def test_every_option_is_read_from_the_environment(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.yaml").write_text(SHOUTING)
    monkeypatch.setenv("PRECLEAR_OUTPUT_FORMAT", "concise")
    monkeypatch.setenv("PRECLEAR_FAIL_ON", "warning")
    monkeypatch.setenv("PRECLEAR_LIMIT", "depth=200 files=9")

    outcome = run(capsys, "check", "a.yaml")

    assert outcome.code == 1
    assert (
        outcome.out.splitlines()[0] == "a.yaml:7:20: warning: action name `PETS` is in capital letters [shouting-name]"
    )


def test_a_reference_may_lead_where_root_allows_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "specs").mkdir()
    (folder / "schemas.yaml").write_text("Pet: {type: object}\n")
    (folder / "specs/a.yaml").write_text(f"{GOOD}components: {{schemas: {{Pet: {{$ref: '../schemas.yaml#/Pet'}}}}}}\n")

    refused = run(capsys, "check", "specs/a.yaml")
    allowed = run(capsys, "check", "--root", ".", "specs/a.yaml")

    assert (refused.code, allowed.code) == (1, 0)
    assert "error[unresolved-reference]" in refused.out


def test_a_path_that_looks_like_a_command_is_broken(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "::error::x.yaml").write_text(SHOUTING)

    lines = run(capsys, "check", "--output-format", "concise", "::error::x.yaml").out.splitlines()

    assert lines[0].startswith("\\x3a:error::x.yaml:7:20: warning:")


def test_a_failure_while_reporting_is_told_in_a_line(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError

    (folder / "a.yaml").write_text(BAD)
    monkeypatch.setattr("preclear.report.format_full", failing)

    outcome = run(capsys, "check", "a.yaml")

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("preclear: internal error while reporting: ZeroDivisionError")


def test_ctrl_c_is_exit_130(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("preclear.project.search.inputs.find_inputs", interrupted)

    assert run(capsys, "check").code == 130


def test_openapi_only_passes_over_what_is_named_and_checks_the_rest(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "compose.yaml").write_text(NO_OPENAPI)
    (folder / "empty.yaml").write_text("")
    (folder / "pets.yaml").write_text(BAD)

    outcome = run(capsys, "check", "--openapi-only", "compose.yaml", "empty.yaml", "pets.yaml")

    assert outcome.code == 1
    assert outcome.err == "preclear: skipped 2 files that aren't OpenAPI documents\n"
    assert "compose.yaml" not in outcome.out


def test_openapi_only_does_not_pass_over_what_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check", "--openapi-only", "missing.yaml").code == 2


def test_json_is_an_object_even_where_nothing_was_checked(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys, "check", "--output-format", "json")

    assert outcome.code == 2
    assert json.loads(outcome.out)["summary"] == {
        "files": 0,
        "errors": 0,
        "warnings": 0,
        "infos": 0,
        "fixable": NOTHING_FIXABLE,
    }


def test_thirty_good_files_are_all_checked_beside_a_bad_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(30):
        (folder / f"good{number}.yaml").write_text(SHOUTING)
    (folder / "broken.yaml").write_text("openapi: 3.1.0\n\tinfo: [")

    outcome = run(capsys, "check", "--output-format", "json")

    assert outcome.code == 1
    assert json.loads(outcome.out)["summary"]["warnings"] == 30
    assert "broken.yaml" in paths_of(outcome.out)


def test_a_faultless_document_in_several_files_passes_even_where_warnings_fail(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "ok.yaml").write_text("description: all pets\n")
    text = GOOD.replace("{description: all pets}", "{$ref: ok.yaml}")
    (folder / "openapi.yaml").write_text(text + '        "404": {$ref: ok.yaml}\n')

    result = run(capsys, "check", "openapi.yaml", "--fail-on", "warning", "--show", "info", "--output-format", "json")

    assert result.code == 0
    assert [(finding["rule"], finding["severity"]) for finding in json.loads(result.out)["findings"]] == [
        ("external-reference", "info")
    ]
