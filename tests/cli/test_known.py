"""`preclear check` with a baseline: known findings are neither reported nor make it fail."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from preclear.engine import BASELINE_FILE_NAME as FILE_NAME
from tests.cli.making import BAD, GOOD, run

if TYPE_CHECKING:
    from pathlib import Path

SHOUTING = GOOD.replace("listPets", "PETS")


@pytest.fixture(autouse=True)
def known(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A document with a warning, which is entered in the baseline."""
    (folder / "a.yaml").write_text(SHOUTING)
    assert run(capsys, "baseline", "--select", "cli").code == 0


def rules_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[set[str], str]:
    outcome = run(capsys, "check", "--select", "cli", "--output-format", "json", *arguments)
    return {finding["rule"] for finding in json.loads(outcome.out)["findings"]}, outcome.err


def test_what_is_known_is_counted_on_standard_error_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert rules_of(capsys) == (set(), f"preclear: 1 known finding in {FILE_NAME}; use `--no-ignores` to report them\n")
    assert run(capsys, "check", "--select", "cli", "--fail-on", "info").code == 0


def test_what_is_new_is_told_and_fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "b.yaml").write_text(BAD)

    outcome = run(capsys, "check", "--output-format", "concise")

    assert outcome.code == 1
    assert {line.partition(":")[0] for line in outcome.out.splitlines()[:-1]} == {"b.yaml"}


def test_no_ignores_shows_what_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert rules_of(capsys, "--no-ignores")[0] == {"shouting-name"}


def test_what_is_mended_is_told_as_stale(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.yaml").write_text(GOOD)

    found, reported = rules_of(capsys)

    assert found == set()
    assert "1 entry of .preclear-baseline.json is no longer found: `shouting-name` in a.yaml" in reported


def test_another_file_can_be_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / FILE_NAME).rename(folder / "known.json")

    assert rules_of(capsys, "a.yaml")[0] == {"shouting-name"}
    assert rules_of(capsys, "--baseline", "known.json", "a.yaml")[0] == set()


def test_a_broken_baseline_is_exit_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / FILE_NAME).write_text("{")

    outcome = run(capsys, "check")

    assert (outcome.code, outcome.out) == (2, "")
    assert f"{FILE_NAME}` isn't JSON" in outcome.err


def test_a_baseline_of_another_version_is_not_repeated_at_length(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / FILE_NAME).write_text(json.dumps({"version": "x" * 100_000, "findings": []}))

    outcome = run(capsys, "check")

    assert (outcome.code, outcome.out) == (2, "")
    assert f"{FILE_NAME}` has version 'xxx" in outcome.err
    assert len(outcome.err) < len(str(folder)) + 200
