"""Groups of commands: their help, what is loaded for it, and what isn't a command."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from preclear.cli import commands
from preclear.cli.command_group import CommandGroup
from tests.cli.making import run

if TYPE_CHECKING:
    from collections.abc import Iterator


def paths(group: CommandGroup = commands, prefix: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command and group, by the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, f"{name} is listed and missing"
        yield (*prefix, name)
        if isinstance(command, CommandGroup):
            yield from paths(command, (*prefix, name))


GROUPS = [("connector",), ("version",)]


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("path", [*paths()], ids=" ".join)
def test_every_command_has_help_that_fits_a_terminal(
    path: tuple[str, ...], option: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    outcome = run(capsys, *path, option)

    assert outcome.code == 0
    assert outcome.out.startswith(f"Usage: preclear {' '.join(path)} ")
    assert [line for line in outcome.out.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("path", [(), *GROUPS], ids=" ".join)
def test_a_group_without_a_command_shows_its_commands(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = run(capsys, *path)

    assert outcome.code == 2
    assert outcome.out == ""
    assert "\nCommands:\n" in outcome.err


@pytest.mark.parametrize("path", GROUPS, ids=" ".join)
def test_an_unknown_command_of_a_group_is_wrong_usage(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = run(capsys, *path, "destroy")

    assert outcome.code == 2
    assert f"Try `preclear {' '.join(path)} --help`." in outcome.err
    assert "No such command" in outcome.err


@pytest.mark.parametrize("path", GROUPS, ids=" ".join)
def test_every_command_of_a_group_is_in_its_help(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, *path, "--help").out
    listed = [line.split()[0] for line in out.partition("\nCommands:\n")[2].splitlines() if line.strip()]

    assert listed == [found[-1] for found in paths() if len(found) == 2 and found[:1] == path]


def test_the_version_of_preclear_and_versions_of_connectors_are_told_apart(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(capsys, "--version").out.startswith("preclear 0.")
    assert "`preclear --version` shows preclear's own version." in " ".join(run(capsys, "version", "-h").out.split())


def test_the_help_of_a_group_loads_no_command_of_it() -> None:
    code = (
        "import sys; from preclear.cli import main; main(['version', '--help']);"
        "unwanted = ('preclear.cli.version.', 'httpx', 'preclear.platform');"
        "print([name for name in sys.modules if name.startswith(unwanted)])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert shown.stdout.endswith("\n[]\n")
