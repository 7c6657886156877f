"""Many findings of one rule in one file: what each format has of them, and that the counts are always true."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from preclear.engine.collector.store import FIRST
from tests.cli.making import Outcome, run

if TYPE_CHECKING:
    from pathlib import Path

NUMBER = 2_345  # more than are written together, and no multiple of it


@pytest.fixture(autouse=True)
def many(folder: Path) -> Path:
    head = 'openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\nservers: [{url: https://pets.example}]\npaths:\n'
    operations = (
        f"  /p{n}: {{get: {{operationId: P{n}, responses: {{'200': {{description: ok}}}}}}}}\n" for n in range(NUMBER)
    )
    (folder / "many.yaml").write_text(head + "".join(operations))
    return folder


def report(outcome: Outcome) -> Any:
    return json.loads(outcome.out)


def found(outcome: Outcome) -> list[str]:
    return [finding["pointer"] for finding in report(outcome)["findings"] if finding["rule"] == "shouting-name"]


@pytest.mark.parametrize("options", [(), ("--all",), ("--fail-on", "never", "--color", "never")], ids=str)
def test_json_has_all(capsys: pytest.CaptureFixture[str], options: tuple[str, ...]) -> None:
    outcome = run(capsys, "check", "many.yaml", "--output-format", "json", *options)

    assert found(outcome) == [f"/paths/~1p{n}/get/operationId" for n in range(NUMBER)]
    assert "omitted" not in report(outcome)["summary"]
    assert report(outcome)["summary"]["warnings"] == NUMBER
    assert outcome.out == json.dumps(report(outcome), indent=2) + "\n"


def test_json_of_upload_has_all(capsys: pytest.CaptureFixture[str]) -> None:
    dry = ("--new", "--dry-run", "--organisation", "01J00000000000000000000000")

    outcome = run(capsys, "upload", "many.yaml", *dry, "--output-format", "json")

    assert len(found(outcome)) == NUMBER
    assert "omitted" not in report(outcome)["summary"]


@pytest.mark.parametrize("command", ["check", "upload"])
def test_a_limit_that_is_set_holds_for_json_and_says_what_it_omits(
    capsys: pytest.CaptureFixture[str], command: str
) -> None:
    dry = ("--new", "--dry-run", "--organisation", "01J00000000000000000000000") if command == "upload" else ()

    outcome = run(capsys, command, "many.yaml", *dry, "--output-format", "json", "--limit", "findings=5")

    assert len(found(outcome)) == 5
    assert report(outcome)["summary"]["warnings"] == NUMBER
    assert report(outcome)["summary"]["omitted"] == [
        {"rule": "shouting-name", "path": "many.yaml", "count": NUMBER - 5}
    ]


def test_a_limit_of_a_config_holds_for_json(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "preclear.toml").write_text("[limits]\nfindings = 7\n")

    assert len(found(run(capsys, "check", "many.yaml", "--output-format", "json"))) == 7


def test_what_memory_can_not_hold_is_omitted_and_counted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("preclear.engine.collector.collector.ROOM", 500)
    monkeypatch.setattr("preclear.engine.collector.collector._BYTES", 1_000_000)

    outcome = run(capsys, "check", "many.yaml", "--output-format", "json")

    omitted = NUMBER - len(found(outcome))
    assert FIRST <= len(found(outcome)) <= FIRST + 500
    assert {"rule": "shouting-name", "path": "many.yaml", "count": omitted} in report(outcome)["summary"]["omitted"]
    assert report(outcome)["summary"]["warnings"] == NUMBER


def test_a_plan_knows_of_what_it_does_not_list(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = report(run(capsys, "plan", "many.yaml", "--output-format", "json"))
    monkeypatch.setattr("preclear.engine.collector.collector.ROOM", 0)
    monkeypatch.setattr("preclear.engine.collector.collector._BYTES", 1_000_000)

    plan = report(run(capsys, "plan", "many.yaml", "--output-format", "json"))
    text = run(capsys, "plan", "many.yaml").out

    assert len(everything["findings"]) > len(plan["findings"])
    assert sum(item["count"] for item in plan["omitted"]) == len(everything["findings"]) - len(plan["findings"])
    assert [action["status"] for action in plan["actions"]] == [action["status"] for action in everything["actions"]]
    assert [len(action["findings"]) + action.get("unlisted", 0) for action in plan["actions"]] == [
        len(action["findings"]) for action in everything["actions"]
    ]
    assert "finding not listed" in text or "findings not listed" in text


def test_people_are_shown_200_and_all_with_all(capsys: pytest.CaptureFixture[str]) -> None:
    short = run(capsys, "check", "many.yaml", "--output-format", "concise").out
    long = run(capsys, "check", "many.yaml", "--output-format", "concise", "--all").out

    assert (short.count("[shouting-name]"), long.count("[shouting-name]")) == (200, NUMBER)
    assert f"and {NUMBER - 200:,} more of `shouting-name` in many.yaml" in short
    assert short.splitlines()[-1] == long.splitlines()[-1] == f"Found {NUMBER:,} warnings in 1 file."


def test_a_frame_is_shown_for_5_of_more_than_20_and_for_all_with_all(capsys: pytest.CaptureFixture[str]) -> None:
    short = run(capsys, "check", "many.yaml").out
    long = run(capsys, "check", "many.yaml", "--all").out

    assert short.count("warning[shouting-name]: action name") == 5
    assert f"and {NUMBER - 5:,} more like this: --all" in short
    assert long.count("warning[shouting-name]: action name") == NUMBER


def test_the_help_says_what_all_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    shown = " ".join(run(capsys, "check", "--help").out.split())

    assert (
        "`full` folds more than 20 of a rule in a file, and `concise` shows 200; `json` has all that memory allows"
        in shown
    )
