"""The summary of a step in GitHub Actions: written where the runner says, never elsewhere, and never a failure."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from preclear.cli.terminal.step_summary import MAX_SIZE
from preclear.report import ExitCode
from tests.cli.making import BAD, GOOD, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def summary(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that the runner made, empty, and a document with errors."""
    file = folder / "summary.md"
    file.touch()
    (folder / "bad.yaml").write_text(BAD)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(file))
    return file


def test_the_summary_has_the_markdown_report_with_the_plan(summary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys, "check", "bad.yaml")
    markdown = run(capsys, "check", "bad.yaml", "--output-format", "markdown")

    assert outcome.code == ExitCode.FINDINGS
    assert outcome.out.startswith("::error file=bad.yaml,line=7,")
    assert outcome.err == ""
    assert summary.read_text() == markdown.out
    assert "\n| `bad.yaml` | " in markdown.out


def test_a_summary_is_appended_to_what_is_there(summary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    summary.write_text("<div>mine")

    run(capsys, "check", "bad.yaml")
    run(capsys, "check", "bad.yaml")

    text = summary.read_text()
    assert text.startswith("<div>mine\n\n## preclear: ❌ 2 errors\n")
    assert text.count("\n\n## preclear: ❌ 2 errors\n") == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("--output-format", "full"),
        ("--output-format", "json"),
        ("--report", "markdown=report.md", "--report", "concise"),
        ("--report", "github=report.txt", "--output-format", "concise"),
    ],
)
def test_no_other_format_writes_a_summary(
    summary: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    run(capsys, "check", "bad.yaml", *arguments)

    assert summary.read_text() == ""


def test_no_summary_outside_of_github_actions(
    summary: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS")
    run(capsys, "check", "bad.yaml", "--output-format", "github")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.delenv("GITHUB_STEP_SUMMARY")
    outcome = run(capsys, "check", "bad.yaml", "--output-format", "github")

    assert summary.read_text() == ""
    assert outcome.err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="no links, no pipes")
@pytest.mark.parametrize(
    ("make", "reason"),
    [
        ("missing", "no such file or directory"),
        ("link", "too many levels of symbolic links"),
        ("folder", "is a directory"),
        ("pipe", "no such device or address"),
        ("device", "it isn't a regular file"),
        ("missing\x1b[31m\n::error::forged", "no such file or directory"),
    ],
    ids=ascii,
)
def test_a_summary_that_cannot_be_written_is_a_note(
    summary: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, make: str, reason: str
) -> None:
    path = summary.with_name(make)
    if make == "link":
        path.symlink_to(summary)
    elif make == "folder":
        path.mkdir()
    elif make == "pipe":
        os.mkfifo(path)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "/dev/null" if make == "device" else str(path))

    outcome = run(capsys, "check", "bad.yaml")

    assert outcome.code == ExitCode.FINDINGS
    assert outcome.out.startswith("::error file=bad.yaml,")
    assert outcome.err.startswith("preclear: the job's summary ")
    assert outcome.err.endswith(f" can't be written: {reason}\n")
    assert outcome.err.count("\n") == 1
    assert "\x1b" not in outcome.err
    assert summary.read_text() == ""


@pytest.mark.parametrize(
    ("size", "is_written"), [(MAX_SIZE - 4_095, False), (MAX_SIZE - 8_192, True), (MAX_SIZE + 1, False)]
)
def test_a_summary_stays_below_the_size_that_github_shows(
    summary: Path, capsys: pytest.CaptureFixture[str], size: int, is_written: bool
) -> None:
    operations = "".join(f"  /p{number}:\n    get: {{responses: {{}}, x: 1, deprecated: 5}}\n" for number in range(300))
    (summary.parent / "many.yaml").write_text(GOOD.partition("paths:")[0] + "paths:\n" + operations)
    summary.write_bytes(b"a" * size)

    outcome = run(capsys, "check", "many.yaml")

    assert outcome.code == ExitCode.FINDINGS
    assert (size < summary.stat().st_size <= MAX_SIZE) == is_written
    assert outcome.err == (
        "" if is_written else f"preclear: the job's summary {summary} is nearly 1,024 KiB, the most that GitHub shows\n"
    )
    assert ("**Left out** to keep this short: " in summary.read_text()) == is_written
