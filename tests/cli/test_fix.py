"""`preclear check` with `--fix`, `--diff` and `--unsafe-fixes`: options, streams, exit codes, output."""

from __future__ import annotations

import json
import subprocess
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from preclear.connector import Action
from preclear.rule import rule
from preclear.source import Edit, Place, Remove, Report, Set, report_group
from tests.cli.making import GOOD, Outcome, run, run_apart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


LOUD = GOOD.replace("responses:", "summary: ALL PETS   # loud\n      responses:").replace("listPets", "LIST")
QUIET = LOUD.replace("ALL PETS", "all pets")
RENAMED = QUIET.replace("LIST", "list")


@rule(on=Action, basis="practice", source="a test", severity="warning", fix="safe")
def loud_summary(action: Action) -> Iterator[Report]:
    """A summary is in capital letters."""
    if action.summary and action.summary.value.isupper():
        edit = Edit("safe", "write it in small letters", (Set(action.summary, action.summary.value.lower()),))
        yield Report(f"summary of `{action.label}` is loud", action.summary, edit=edit)


@rule(on=Action, basis="practice", source="a test", severity="error", fix="rename")
def loud_name(action: Action) -> Iterator[Report]:
    """A name is in capital letters."""
    if action.name and action.name.value.isupper():
        edit = Edit("rename", "rename it", (Set(action.name, action.name.value.lower()),))
        yield Report(f"name of `{action.label}` is loud", action.name, edit=edit)


@pytest.fixture(autouse=True)
def rules(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = {"loud-summary": loud_summary, "loud-name": loud_name}
    monkeypatch.setattr(import_module("preclear.rule"), "discover_rules", lambda: rules)
    (folder / "api.yaml").write_text(LOUD)


def test_fix_writes_and_reports_what_it_fixed_and_what_is_left(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = run(capsys, "check", "--fix", "api.yaml", "--output-format", "concise")

    assert (folder / "api.yaml").read_text() == QUIET
    assert outcome == Outcome(
        1,
        "Fixed 1 finding in 1 file:\n"
        "- api.yaml:\n"
        "    1 × loud-summary\n"
        "\n"
        "api.yaml:7:20: error: name of `get /pets` is loud [loud-name]\n"
        "Found 1 error in 1 file.\n"
        "1 fixable with `preclear check --fix --unsafe-fixes`.\n",
        "",
    )


def test_the_exit_code_is_that_of_a_check_afterwards(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check", "--fail-on", "warning", "--ignore", "loud-name", "api.yaml").code == 1

    outcome = run(capsys, "check", "--fail-on", "warning", "--ignore", "loud-name", "--fix", "api.yaml")

    assert outcome.code == 0
    assert "Fixed 1 finding in 1 file:" in outcome.out


def test_unsafe_fixes_also_change_names(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys, "check", "--fix", "--unsafe-fixes", "api.yaml")

    assert (folder / "api.yaml").read_text() == RENAMED
    assert outcome.code == 0
    assert "Fixed 2 findings in 1 file:\n- api.yaml:\n    1 × loud-name\n    1 × loud-summary\n" in outcome.out


def test_a_run_that_fixes_nothing_prints_what_a_check_prints(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("check", "api.yaml", "--ignore", "loud-summary", "--output-format", "full")

    assert run(capsys, *arguments, "--fix") == run(capsys, *arguments)


@pytest.mark.parametrize("options", [(), ("--output-format", "json")])
def test_unsafe_fixes_alone_are_an_error(
    folder: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    outcome = run(capsys, "check", "--unsafe-fixes", "api.yaml", *options)

    assert outcome.code == 2
    assert "`--unsafe-fixes` needs `--fix` or `--diff`" in outcome.err
    assert (folder / "api.yaml").read_text() == LOUD


def test_no_variable_makes_a_check_write(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PRECLEAR_FIX", "PRECLEAR_DIFF", "PRECLEAR_UNSAFE_FIXES"):
        monkeypatch.setenv(name, "1")

    run(capsys, "check", "api.yaml")

    assert (folder / "api.yaml").read_text() == LOUD


def test_diff_counts_what_only_unsafe_fixes_would_fix(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check", "--diff", "api.yaml").err.endswith("\n1 more fixable with `--unsafe-fixes`.\n")
    assert "more fixable" not in run(capsys, "check", "--diff", "--unsafe-fixes", "api.yaml").err


def test_diff_writes_nothing_and_can_be_applied(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys, "check", "--diff", "api.yaml")

    assert (folder / "api.yaml").read_text() == LOUD
    assert outcome.code == 1
    assert outcome.err == (
        "Would fix 1 finding in 1 file:\n- api.yaml:\n    1 × loud-summary\n\n1 more fixable with `--unsafe-fixes`.\n"
    )
    assert outcome.out == (
        "--- api.yaml\n"
        "+++ api.yaml\n"
        "@@ -5,6 +5,6 @@\n"
        "   /pets:\n"
        "     get:\n"
        "       operationId: LIST\n"
        "-      summary: ALL PETS   # loud\n"
        "+      summary: all pets   # loud\n"
        "       responses:\n"
        '         "200": {description: all pets}\n'
    )
    subprocess.run(["patch", "-p0"], cwd=folder, input=outcome.out, text=True, check=True, timeout=60)
    assert (folder / "api.yaml").read_text() == QUIET


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("api.yaml",), 1),
        (("api.yaml", "--fail-on", "never"), 1),
        (("api.yaml", "--fix"), 1),
        (("api.yaml", "--ignore", "loud-summary"), 0),
        (("api.yaml", "--ignore", "loud-summary", "--unsafe-fixes"), 1),
        (("api.yaml", "missing.yaml"), 2),
        (("api.yaml", "--output-format", "json"), 1),
    ],
)
def test_the_exit_code_of_diff_says_whether_there_is_a_change(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], expected: int
) -> None:
    outcome = run(capsys, "check", "--diff", *arguments)

    assert outcome.code == expected
    assert outcome.out.startswith("--- api.yaml\n") == (expected > 0)
    assert (folder / "api.yaml").read_text() == LOUD


def test_json_has_what_was_fixed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys, "check", "--fix", "api.yaml", "--output-format", "json")

    report = json.loads(outcome.out)
    assert report["changedFiles"] == ["api.yaml"]
    assert report["unfixed"] == []
    assert report["fixed"] == [
        {
            "rule": "loud-summary",
            "severity": "warning",
            "message": "summary of `get /pets` is loud",
            "path": "api.yaml",
            "pointer": "/paths/~1pets/get/summary",
            "part": "value",
            "start": {"line": 8, "column": 16},
            "end": {"line": 8, "column": 24},
            "level": "safe",
            "title": "write it in small letters",
        }
    ]
    assert [finding["rule"] for finding in report["findings"] if finding["severity"] == "error"] == ["loud-name"]
    assert "fixed" not in json.loads(run(capsys, "check", "api.yaml", "--output-format", "json").out)


@pytest.mark.parametrize("output_format", ["full", "concise", "json"])
@pytest.mark.parametrize(
    "text", [LOUD, QUIET, LOUD.replace("\n", "\r\n"), "openapi: [\n"], ids=["fixed", "as it is", "crlf", "broken"]
)
def test_the_fixed_text_of_standard_input_is_the_only_standard_output(
    folder: Path, output_format: str, text: str
) -> None:
    outcome = run_apart(
        "check", "--fix", "-", "--isolated", "--output-format", output_format, stdin=text.encode(), cwd=folder
    )

    assert outcome.out == text
    assert outcome.err
    if output_format == "json":
        assert json.loads(outcome.err)["version"] == 1


def test_edits_of_standard_input_are_in_its_text(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    from io import BytesIO, TextIOWrapper

    from preclear.cli import main

    data = b"\xef\xbb\xbf" + LOUD.replace("ALL", "ÀLL").replace("\n", "\r\n").encode()
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(data)))

    code = main(["check", "--fix", "-", "--stdin-filename", "other.yaml"])

    captured = capsysbinary.readouterr()
    assert code == 1
    assert captured.out == data.replace("ÀLL PETS".encode(), "àll pets".encode())
    assert b"Fixed 1 finding in 1 file:" in captured.err
    assert not (folder / "other.yaml").exists()


def test_files_beside_standard_input_are_written(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from io import BytesIO, TextIOWrapper

    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(LOUD.replace("/pets", "/shops").encode())))

    outcome = run(capsys, "check", "--fix", "-", "api.yaml", "--fail-on", "never")

    assert outcome.code == 0
    assert outcome.out == QUIET.replace("/pets", "/shops")
    assert (folder / "api.yaml").read_text() == QUIET


def test_a_refused_edit_is_named_with_its_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = LOUD.replace("summary: ALL PETS", "summary: &loud ALL PETS") + "x-loud: *loud\n"
    (folder / "api.yaml").write_text(text)

    outcome = run(capsys, "check", "--fix", "api.yaml", "--output-format", "concise")

    assert (folder / "api.yaml").read_text() == text
    first, second, *_ = outcome.out.split("\n")
    assert first == "Not fixed: 1 finding with an edit that can't be made:"
    assert second.startswith("- api.yaml:8:22: loud-summary: ")
    assert second.endswith("`paths./pets.get.summary` has an anchor that `x-loud` refers to")
    diff = run(capsys, "check", "--diff", "api.yaml")
    assert diff.code == 0
    assert "Would fix nothing.\n" in diff.err
    assert second in diff.err


def test_a_file_that_cannot_be_written_is_exit_code_2(
    folder: Path, capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    (folder / ".git").mkdir()
    other = tmp_path_factory.mktemp("other") / "api.yaml"
    other.write_text(LOUD)
    (folder / "link.yaml").symlink_to(other)

    outcome = run(capsys, "check", "--fix", "api.yaml", "link.yaml")

    assert outcome.code == 2
    assert "`link.yaml` can't be written: it is a symbolic link that leads outside of" in outcome.err
    assert "nothing was written" in outcome.err
    assert ((folder / "api.yaml").read_text(), other.read_text()) == (LOUD, LOUD)


@rule(on=Action, basis="practice", source="a test", severity="warning", fix="safe")
def loud_keys(action: Action) -> Iterator[Report]:
    """Keys of extensions are in capital letters."""
    pointer = action.node.pointer
    keys = [Place(action.node.document, (*pointer, key), "key") for key in action.node.mapping if key[2:].isupper()]

    def build(places: Sequence[Place]) -> Report:
        edit = Edit("safe", "leave them out", tuple(Remove(place) for place in places))
        return Report(f"{len(places)} loud keys", places[0], edit=edit)

    yield from report_group(keys, build)


def test_the_edit_of_a_report_about_several_places_is_for_those_that_are_not_suppressed(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("preclear.rule"), "discover_rules", lambda: {"loud-keys": loud_keys})
    keys = "x-A: 1\n      x-B: 2   # preclear: ignore[loud-keys] the server reads it\n      x-C: 3\n      "
    (folder / "api.yaml").write_text(GOOD.replace("operationId", f"{keys}operationId"))

    outcome = run(capsys, "check", "--fix", "api.yaml")

    assert outcome.out.startswith("Fixed 1 finding in 1 file:\n"), outcome
    left = "x-B: 2   # preclear: ignore[loud-keys] the server reads it\n      "
    assert (folder / "api.yaml").read_text() == GOOD.replace("operationId", f"{left}operationId")
