"""A plain check is read without click, and means what it means to click."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from preclear.cli import commands, main
from preclear.cli.plain_check import parse_plain_check
from tests.cli.making import GOOD

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = [
    "",
    "a.yaml",
    "a.yaml b.yaml specs/**/*.json",
    "--isolated a.yaml",
    "a.yaml --isolated --isolated",
    "--openapi-only --force-exclude -- a.yaml -b.yaml --isolated",
    "--openapi-only --force-exclude --",
    "--select all a.yaml --fail-on never",
    "--select naming,,auth --select document a.yaml",
    "--select , a.yaml",
    "--fail-on never --fail-on warning a.yaml",
    "--output-format json a.yaml",
    "--output-format auto --output-format concise a.yaml",
]
OTHER = [
    "-",
    "-- -",
    "a.yaml --fix",
    "a.yaml --jobs 2",
    "a.yaml --select",
    "a.yaml --select --isolated",
    "a.yaml --select=all",
    "a.yaml --fail-on sometimes",
    "a.yaml --output-format table",
    "a.yaml --report json",
    "a.yaml --isolate",
    "--help",
    "https://api.example/a.yaml",
    "FILE:///a.yaml",
]


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.lstrip("_").startswith("PRECLEAR_")]:
        monkeypatch.delenv(name)


@pytest.mark.skipif(os.name == "nt", reason="click expands patterns on Windows")
@pytest.mark.parametrize("ci", [None, "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD"])
@pytest.mark.parametrize("line", PLAIN)
def test_a_plain_check_is_the_check_that_click_reads(
    line: str, ci: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD"):
        monkeypatch.delenv(name, raising=False)
    if ci is not None:
        monkeypatch.setenv(ci, "true")
    runs: list[tuple[Any, ...]] = []

    def record(*values: Any) -> int:
        runs.append(values)
        return 0

    monkeypatch.setattr("preclear.cli.check_run.run_check", record)

    assert parse_plain_check(["check", *line.split()], os.environ) is not None
    assert main(["check", *line.split()]) == 0
    assert commands.main(["check", *line.split()], standalone_mode=False) == 0

    plain, read_by_click = runs
    assert plain == read_by_click


@pytest.mark.parametrize("line", OTHER)
def test_anything_else_is_left_to_click(line: str) -> None:
    assert parse_plain_check(["check", *line.split()], {}) is None


@pytest.mark.parametrize("arguments", [[], ["plan", "a.yaml"], ["--version"], ["-h", "check"]])
def test_other_commands_are_left_to_click(arguments: list[str]) -> None:
    assert parse_plain_check(arguments, {}) is None


@pytest.mark.parametrize("name", ["PRECLEAR_JOBS", "PRECLEAR_SELECT", "_PRECLEAR_COMPLETE"])
def test_options_in_the_environment_are_left_to_click(name: str) -> None:
    assert parse_plain_check(["check", "a.yaml"], {name: "2"}) is None


@pytest.mark.parametrize("line", ["a.yaml", "--openapi-only --force-exclude -- a.yaml"])
@pytest.mark.skipif(os.name == "nt", reason="click expands patterns on Windows")
def test_a_plain_check_never_imports_click(line: str, folder: Path) -> None:
    (folder / "a.yaml").write_text(GOOD)
    program = (
        "import sys; from preclear.cli import main; code = main(sys.argv[1:]); print(code, 'click' in sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, "check", *line.split()], capture_output=True, text=True, cwd=folder, timeout=60
    )

    assert done.stdout.splitlines()[-1] == "0 False", done.stderr


def test_a_selector_that_selects_nothing_is_an_error_of_usage(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.yaml").write_text(GOOD)

    assert main(["check", "a.yaml", "--select", "shouting-nam"]) == 2
    assert "Usage: preclear check" in capsys.readouterr().err
