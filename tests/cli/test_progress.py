"""The progress of a check, on terminals only."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from preclear.cli.terminal.check_progress import CheckProgress
from preclear.project import CheckOptions, Project, UnmatchedPattern
from tests.cli.making import BAD, GOOD

if TYPE_CHECKING:
    from pathlib import Path


class Terminal(io.StringIO):
    """Standard error that is a terminal."""

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 2


class Clock:
    """A clock that moves only when a test advances it."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def render(text: str) -> list[str]:
    """Return the lines that a terminal shows after `text`, without trailing spaces."""
    lines = [""]
    column = 0
    for character in text.replace("\r\n", "\n"):
        if character == "\n":
            lines.append("")
            column = 0
        elif character == "\r":
            column = 0
        else:
            lines[-1] = lines[-1][:column].ljust(column) + character + lines[-1][column + 1 :]
            column += 1
    return [line.rstrip() for line in lines]


def make_terminal(monkeypatch: pytest.MonkeyPatch, columns: int = 60) -> Terminal:
    """Make standard error a terminal. Not in a fixture: pytest sets standard error again for the test."""
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)

    def get_terminal_size(_: int) -> os.terminal_size:
        return os.terminal_size((columns, 24))

    monkeypatch.setattr("os.get_terminal_size", get_terminal_size)
    monkeypatch.setenv("TERM", "xterm")
    return terminal


def show(terminal: Terminal, path: str, number: int = 37, total: int = 200, seconds: float = 0.0) -> str:
    """Return the line that is shown `seconds` after the check of `path` began, and more than a second after the run."""
    clock = Clock()
    progress = CheckProgress(clock)
    clock.seconds += 5
    progress(number, total, path)
    clock.seconds += seconds
    progress.update()
    return render(terminal.getvalue())[-1]


def test_a_line_shows_the_file_after_a_second_and_is_cleared_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = make_terminal(monkeypatch)
    clock = Clock()
    progress = CheckProgress(clock)
    progress(1, 2, "apis/a-long-name.yaml")
    clock.seconds += 0.9
    progress.update()

    assert terminal.getvalue() == ""
    clock.seconds += 0.1
    progress.update()
    progress.update()
    assert terminal.getvalue().count("\r") == 1
    assert render(terminal.getvalue()) == ["checking 1 of 2 files: apis/a-long-name.yaml … 1 s"]
    progress(2, 2, "b.yaml")
    progress.update()
    assert render(terminal.getvalue()) == ["checking 2 of 2 files: b.yaml"]
    progress.__exit__(None, None, None)
    assert render(terminal.getvalue()) == [""]
    assert terminal.getvalue().endswith("\r")


@pytest.mark.parametrize(
    ("path", "arguments", "expected"),
    [
        ("apis/pets.yaml", {}, "checking 37 of 200 files: apis/pets.yaml"),
        ("apis/pets.yaml", {"seconds": 12.9}, "checking 37 of 200 files: apis/pets.yaml … 12 s"),
        ("apis/pets.yaml", {"number": 1, "total": 1}, "checking apis/pets.yaml"),
        ("apis/pets.yaml", {"number": 1, "total": 1, "seconds": 75}, "checking apis/pets.yaml … 75 s"),
        ("apis/pets.yaml", {"number": 1200, "total": 34000}, "checking 1,200 of 34,000 files: apis/pets.yaml"),
        ("a" * 50 + ".yaml", {}, "checking 37 of 200 files: …aaaaaaaaaaaaaaaaaaaaaaaaaaa.yaml"),
        ("a" * 50 + ".yaml", {"seconds": 9}, "checking 37 of 200 files: …aaaaaaaaaaaaaaaaaaaaa.yaml … 9 s"),
        ("\x1b[2J\n::error::x.yaml", {}, "checking 37 of 200 files: \\x1b[2J\\n::error::x.yaml"),
        ("犬" * 40 + ".yaml", {}, "checking 37 of 200 files: …犬犬犬犬犬犬犬犬犬犬犬犬犬.yaml"),
        ("\udcff\u202e.yaml", {}, "checking 37 of 200 files: \\udcff\\u202e.yaml"),
        ("<stdin>", {"seconds": 9}, ""),
    ],
)
def test_lines(monkeypatch: pytest.MonkeyPatch, path: str, arguments: dict[str, int], expected: str) -> None:
    assert show(make_terminal(monkeypatch), path, **arguments) == expected


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (40, "checking 37 of 200 files: …is/pets.yaml"),
        (30, "37/200 apis/pets.yaml … 2 s"),
        (20, "37/200 ….yaml … 2 s"),
        (1, "…"),
    ],
)
def test_a_line_never_wraps(monkeypatch: pytest.MonkeyPatch, columns: int, expected: str) -> None:
    line = show(make_terminal(monkeypatch, columns), "apis/pets.yaml", seconds=0 if columns == 40 else 2)

    assert len(line) < max(2, columns)
    assert line == expected


def test_a_problem_is_printed_in_place_of_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = make_terminal(monkeypatch)
    clock = Clock()
    progress = CheckProgress(clock)
    progress(1, 2, "a.yaml")
    clock.seconds += 3
    progress.update()
    progress.report_problem(UnmatchedPattern("x/*.yaml"))
    clock.seconds += 1
    progress.update()

    assert render(terminal.getvalue()) == [
        "preclear: no file matches `x/*.yaml`",
        "checking 1 of 2 files: a.yaml … 4 s",
    ]


@pytest.mark.parametrize(("term", "is_terminal"), [("dumb", True), ("xterm", False)])
def test_nothing_is_shown_where_a_line_cannot_be_cleared(
    monkeypatch: pytest.MonkeyPatch, term: str, is_terminal: bool
) -> None:
    terminal = make_terminal(monkeypatch)
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr(terminal, "isatty", lambda: is_terminal)
    threads = threading.active_count()

    with CheckProgress(clock := Clock()) as progress:
        assert threading.active_count() == threads
        progress(1, 1, "a.yaml")
        clock.seconds += 5
        progress.update()

    assert terminal.getvalue() == ""


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_project_reports_every_file_before_its_check(folder: Path, jobs: int) -> None:
    for name in ("b.yaml", "a.yaml", "c.yaml"):
        (folder / name).write_text(GOOD)
    steps: list[tuple[int, int, str]] = []

    def report_progress(number: int, total: int, path: str) -> None:
        steps.append((number, total, path))

    Project(CheckOptions(jobs=jobs), report_progress=report_progress).check(["."])

    assert steps == [(1, 3, "a.yaml"), (2, 3, "b.yaml"), (3, 3, "c.yaml")]


PROGRAM = """
import sys, time
import preclear.cli.terminal.check_progress as progress
progress.DELAY, progress._INTERVAL = 0, 0.001
report = progress.CheckProgress.__call__
def report_and_wait(self, *step):  # a busy machine can check a file before the other thread runs
    report(self, *step)
    while not self._progress._line:
        time.sleep(0.001)
progress.CheckProgress.__call__ = report_and_wait
from preclear.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no terminals of this kind")
@pytest.mark.parametrize(
    ("arguments", "label"),
    [
        (("check", "--output-format", "concise", "."), "checking 1 of 2 files: "),
        (("check", "--output-format", "concise", "--jobs", "2", "."), "checking 1 of 2 files: "),
        (("check", "--output-format", "concise", "--fix", "."), "checking 1 of 2 files: "),
        (("baseline", "."), "checking 1 of 2 files: "),
        (("plan", "large.yaml"), "checking large.yaml"),
    ],
)
def test_a_terminal_shows_it_during_the_run_and_nothing_of_it_after(
    folder: Path, arguments: tuple[str, ...], label: str
) -> None:
    import pty

    operations = "".join(
        f"  /pets{number}:\n    get: {{operationId: listPets{number}, responses: {{'200': {{description: x}}}}}}\n"
        for number in range(300)
    )
    (folder / "large.yaml").write_text(GOOD + operations)
    (folder / "pets.yaml").write_text(BAD)
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=folder,
        env={**os.environ, "TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=follower,
    )
    os.close(follower)
    out, _ = process.communicate(timeout=60)
    written = os.read(leader, 1_000_000).decode()
    os.close(leader)

    assert label in written
    assert not [line for line in render(written) if "checking" in line]
    assert b"checking" not in out
    assert process.returncode in (0, 1)
