"""Every command with standard streams that take nothing, or have nothing: the exit code is what the run came to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.making import BAD, GOOD, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full, and sh")

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PRECLEAR"))}
"""That of a plain user: unbuffered streams would hide what is left in a buffer when the process ends."""

# What each command ends with; where standard output is full, one that writes to it ends with 2.
WRITES = {
    "--help": 0,
    "-h": 0,
    "--version": 0,
    "check --help": 0,
    "emulate -h": 0,
    "check good.yaml": 0,
    "check --fail-on never --output-format json bad.yaml nosuch.yaml": 2,
    "check bad.yaml": 1,
    "check nosuch.yaml": 2,
    "plan good.yaml": 0,
    "plan nosuch.yaml": 2,
    "map good.yaml answer.json": 0,
    "bundle good.yaml": 0,
    "upload good.yaml --new": 2,
    "baseline good.yaml": 0,
    "rules": 0,
    "explain status-range": 0,
    "config": 0,
}
WRITES_NOTHING = {
    "": 2,
    "nosuch": 2,
    "check --nosuch": 2,
    "check --fail-on nosuch": 2,
    "bundle": 2,
    "bundle nosuch.yaml": 2,
    "map good.yaml nosuch.json": 2,
    "baseline nosuch.yaml": 2,
    "explain nosuch": 2,
    "connectors": 2,
    "versions CONNECTOR": 2,
    "verify good.yaml": 2,
    "verify good.yaml --connector CONNECTOR": 2,
    "emulate --port 0 --stop-after 0.1": 0,
}


@pytest.fixture(autouse=True)
def documents(folder: Path) -> None:
    (folder / "good.yaml").write_text(GOOD)
    (folder / "bad.yaml").write_text(BAD)
    (folder / "answer.json").write_text("{}")


def in_shell(folder: Path, command: str, redirected: str, environment: Mapping[str, str] = ENVIRONMENT) -> Outcome:
    script = f'exec "$0" -m preclear {command} {redirected}'
    done = subprocess.run(
        ["sh", "-c", script, sys.executable],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=folder,
        env=dict(environment),
        text=True,
        timeout=60,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("redirected", ["", ">&-", "2>/dev/full", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", ["check nosuch.yaml", "check bad.yaml", "--version", "", "check --nosuch"])
def test_a_stream_that_takes_nothing_leaves_the_exit_code_as_it_is(folder: Path, command: str, redirected: str) -> None:
    outcome = in_shell(folder, command, redirected)

    assert outcome.code == {**WRITES, **WRITES_NOTHING}[command]
    assert "internal error" not in outcome.err
    assert "Exception" not in outcome.err


@pytest.mark.parametrize("command", [*WRITES, *WRITES_NOTHING])
def test_a_standard_error_that_is_full_leaves_the_exit_code_of_every_command(folder: Path, command: str) -> None:
    assert in_shell(folder, command, "2>/dev/full").code == {**WRITES, **WRITES_NOTHING}[command]


@pytest.mark.parametrize("command", [*WRITES, *WRITES_NOTHING])
def test_closed_streams_leave_the_exit_code_of_every_command(folder: Path, command: str) -> None:
    assert in_shell(folder, command, ">&- 2>&-").code == {**WRITES, **WRITES_NOTHING}[command]


@pytest.mark.parametrize("command", [write for write in WRITES if not write.startswith("upload")])
def test_what_can_not_be_written_is_said_in_one_line_and_fails(folder: Path, command: str) -> None:
    outcome = in_shell(folder, command, ">/dev/full")

    assert outcome.code == 2
    assert outcome.err.splitlines()[-1:] == ["preclear: standard output can't be written: No space left on device"]
    assert "internal error" not in outcome.err


def test_an_outcome_that_can_not_be_written_goes_to_standard_error(folder: Path) -> None:
    outcome = in_shell(folder, "upload good.yaml --new", ">/dev/full")

    assert outcome.code == WRITES["upload good.yaml --new"]
    assert outcome.err.splitlines()[-1].startswith("upload: not sent: there is no token")


@pytest.mark.parametrize("command", WRITES_NOTHING)
def test_a_standard_output_that_is_full_matters_only_to_what_writes_to_it(folder: Path, command: str) -> None:
    assert in_shell(folder, command, ">/dev/full").code == WRITES_NOTHING[command]


@pytest.mark.parametrize("command", ["--help", "check nosuch.yaml", "check --nosuch"])
def test_two_full_streams_fail_and_no_more(folder: Path, command: str) -> None:
    assert in_shell(folder, command, ">/dev/full 2>/dev/full").code == 2


@pytest.mark.parametrize("command", ["--help", "--version", "check good.yaml", "rules"])
def test_a_reader_that_goes_away_is_no_fault_of_any_command(folder: Path, command: str) -> None:
    read, written = os.pipe()
    os.close(read)
    program = [sys.executable, "-m", "preclear", *command.split()]

    done = subprocess.run(program, stdout=written, stderr=subprocess.PIPE, cwd=folder, env=ENVIRONMENT, timeout=60)
    os.close(written)

    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("check -", "standard input is closed"),
        ("plan -", "standard input is closed"),
        ("bundle -", "standard input is closed"),
        ("map good.yaml -", "standard input is closed"),
        ("upload - --new --dry-run --organisation 01J00000000000000000000000", "standard input is closed"),
        ("connectors --token-stdin --organisation 01J00000000000000000000000", "the token in standard input has 0"),
        ("emulate --port 0 --stop-after 0.1 --token-stdin", "the token can't be used"),
    ],
)
def test_a_standard_input_that_is_closed_is_unreadable(folder: Path, command: str, expected: str) -> None:
    outcome = in_shell(folder, command, "<&-")

    assert outcome.code == 2
    assert expected in outcome.out + outcome.err
    assert "internal error" not in outcome.err


@pytest.mark.parametrize("command", ["check -", "plan -", "bundle -", "map good.yaml -"])
def test_a_standard_input_that_cannot_be_read_is_said_so(folder: Path, command: str) -> None:
    outcome = in_shell(folder, command, "0>written.txt")

    assert outcome.code == 2
    assert "standard input can't be read: bad file descriptor" in outcome.out + outcome.err
    assert "internal error" not in outcome.err
