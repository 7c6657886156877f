"""`preclear map`: exit codes, the formats, what is refused."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from preclear.cli import main
from tests.mapping.answers import ANSWERS

if TYPE_CHECKING:
    from pathlib import Path

PETS = str(ANSWERS / "pets" / "openapi.yaml")


class Outcome(NamedTuple):
    """The result of a run."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Outcome:
    code = main(("map", *arguments))
    captured = capsys.readouterr()
    return Outcome(code, captured.out, captured.err)


def saved(name: str) -> str:
    return str(ANSWERS / name / "answer.json")


@pytest.mark.parametrize(
    ("name", "options", "code"),
    [
        ("pets", (), 1),
        ("pets", ("--fail-on", "never"), 0),
        ("result-as-planned", (), 0),
        ("version-alone", (), 0),
        ("version-alone", ("--fail-on", "warning"), 1),
        ("result-as-planned", ("--status", "500"), 1),
        ("refused-and-wrapped", ("--fail-on", "never"), 0),
        ("refused-and-wrapped", (), 1),
        ("result-as-planned", ("--limit", "depth=1"), 2),
        ("nowhere", (), 2),
    ],
)
def test_exit_code(capsys: pytest.CaptureFixture[str], name: str, options: tuple[str, ...], code: int) -> None:
    assert run(capsys, PETS, saved(name), *options).code == code


def test_concise_lines_and_the_summary_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, PETS, saved("pets"), "--output-format", "concise").out.splitlines()

    assert out[0].endswith(
        "openapi.yaml:27:19: error: action `listPets`, `/parameters/1/type`: array is not a scalar type "
        "[import-action-error]"
    )
    assert out[1:] == [
        "Found 1 error in 1 file.",
        "the answer doesn't say what was created",
        "1 message: 1 foreseen, 0 not",
        "not known: 5 actions, the connector, 7 definitions, 1 trigger",
        "1 action validated",
    ]


def test_json_has_the_message_as_sent_and_who_foresaw_it(capsys: pytest.CaptureFixture[str]) -> None:
    report = json.loads(run(capsys, PETS, saved("pets"), "--output-format", "json").out)
    (finding,) = report["findings"]

    assert report["answer"]["foreseen"] == 1
    assert report["answer"]["actions"] == {"validated": 1, "notValidated": 0}
    assert (finding["origin"], finding["placed"]) == ("import", "exact")
    assert finding["sent"] == {
        "text": "array is not a scalar type",
        "leftOut": 0,
        "pointer": "/actions/0/errors/0",
        "field": "/parameters/1/type",
        "foreseenBy": ["non-scalar-parameter"],
    }


def test_what_the_check_found_beside_it_is_shown_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    without = run(capsys, PETS, saved("pets"), "--output-format", "concise").out
    beside = run(capsys, PETS, saved("pets"), "--output-format", "concise", "--with-check").out

    assert "[status-range]" not in without
    assert "[status-range]" in beside
    assert "[non-scalar-parameter]" not in beside


def test_a_message_does_not_hide_a_more_severe_finding(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    message = {"text": "POST /pets: imported, and a name was made up", "severity": "info"}
    (folder / "answer.json").write_text(json.dumps({"messages": [message]}), encoding="utf-8")
    document = str(ANSWERS / "names-that-are-not-valid" / "openapi.yaml")
    result = run(capsys, document, "answer.json", "--with-check", "--output-format", "concise")

    assert "[import-message]" in result.out
    assert "[missing-action-name]" in result.out
    assert result.code == 1


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--ignore", "import-action-error"), 0),
        (("--ignore", "platform"), 0),
        (("--select", "all"), 1),
        (("--select", "import-action-error"), 1),
        (("--select", "import-message"), 0),
    ],
)
def test_what_is_not_selected_is_not_shown_and_counted(
    capsys: pytest.CaptureFixture[str], options: tuple[str, ...], code: int
) -> None:
    result = run(capsys, PETS, saved("pets"), *options, "--output-format", "concise")
    report = json.loads(run(capsys, PETS, saved("pets"), *options, "--output-format", "json").out)

    assert result.code == code
    assert ("[import-action-error]" in result.out) is bool(code)
    line = "not shown because of `select` and `ignore`: 1 `import-action-error`"
    assert (line in result.out.splitlines()) is not bool(code)
    assert report["answer"]["leftOut"] == ({} if code else {"import-action-error": 1})
    assert report["answer"]["messages"] == 1


def test_a_refusal_counts_even_if_it_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    result = run(capsys, PETS, saved("refused-and-wrapped"), "--ignore", "platform")

    assert "nothing was created" in result.out
    assert result.code == 1


def test_an_answer_comes_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = (ANSWERS / "refused-and-wrapped" / "answer.json").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    assert "refused with status 409" in run(capsys, PETS, "-").out


def test_both_from_standard_input_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "-", "-").code == 2


@pytest.mark.parametrize(
    ("text", "place"),
    [('{"a": [1,}', "answer.json:1:10:"), ("a: 1\n", "answer.json:1:1:"), ("", "answer.json:1:1:")],
)
def test_invalid_json_is_reported_with_its_place(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, place: str
) -> None:
    (folder / "answer.json").write_text(text, encoding="utf-8")
    result = run(capsys, PETS, "answer.json")

    assert result.code == 2
    assert place in result.err
    assert result.out == ""


def test_an_answer_is_json_whatever_its_file_is_called(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "answer.yaml").write_text("messages: []\n", encoding="utf-8")

    assert run(capsys, PETS, "answer.yaml").code == 2


def test_an_answer_that_is_too_large_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "large.json").write_text(f'["{"a" * 16_000_000}"]', encoding="utf-8")
    result = run(capsys, PETS, "large.json")

    assert result.code == 2
    assert "16,000,000" in result.err


@pytest.mark.parametrize("output_format", ["full", "concise", "json"])
def test_a_servers_text_cannot_act_on_a_terminal_or_a_pipeline(
    capsys: pytest.CaptureFixture[str], output_format: str
) -> None:
    out = run(capsys, PETS, saved("hostile-texts"), "--output-format", output_format).out

    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "##[" not in out
    assert not any(line.lstrip().startswith("::") for line in out.splitlines())


def test_the_same_answer_gives_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    first = run(capsys, PETS, saved("wrong-types"), "--output-format", "json").out

    assert run(capsys, PETS, saved("wrong-types"), "--output-format", "json").out == first
