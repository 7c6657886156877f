"""Groups of commands: their help, what is loaded for it, and what isn't a command."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from preclear.cli import commands
from preclear.cli.command import Command
from preclear.cli.command_group import CommandGroup
from preclear.cli.option_groups import MAX_UNGROUPED, OPTION_GROUPS, OWN_GROUP, group_options
from tests.cli.making import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
    assert ("\nCommands:\n" if path else "\nCheck and fix:\n") in outcome.err


@pytest.mark.parametrize("path", GROUPS, ids=" ".join)
def test_an_unknown_command_of_a_group_is_wrong_usage(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = run(capsys, *path, "destroy")

    assert outcome.code == 2
    assert f"Try `preclear {' '.join(path)} --help`." in outcome.err
    assert "there is no command `destroy`" in outcome.err


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


def leaves() -> Iterator[tuple[str, Command]]:
    """Every command that isn't a group, by the words that call it."""
    for path in paths():
        group: click.Command = commands
        for name in path:
            assert isinstance(group, CommandGroup)
            found = group.get_command(click.Context(group), name)
            assert found is not None
            group = found
        if isinstance(group, Command):
            yield " ".join(path), group
        else:
            assert isinstance(group, CommandGroup), f"{path} has no groups of options"


LEAVES = dict(leaves())


@pytest.mark.parametrize("path", LEAVES)
def test_every_command_has_examples_that_it_understands(path: str, folder: Path) -> None:
    command = LEAVES[path]
    (folder / "specs").mkdir()
    (folder / "specs" / "openapi.yaml").touch()

    assert command.examples
    for example, purpose in command.examples:
        words = shlex.split(example.partition(f"preclear {path}")[2].partition(")")[0].partition(" | ")[0])
        assert purpose
        command.make_context(path, words).close()


@pytest.mark.parametrize("path", LEAVES)
def test_every_option_is_once_in_the_help_and_after_them_are_examples(
    path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = run(capsys, *path.split(), "--help").out
    options = out.partition("\nExamples:\n")[0]

    for parameter in LEAVES[path].params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            name = max(parameter.opts, key=len)
            assert len(re.findall(rf"^  (?:-\w, )?{name}(?![\w-])", options, re.MULTILINE)) == 1, name


def test_many_options_are_in_groups(capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "upload", "--help").out
    titles = [line[:-1] for line in out.splitlines() if line.endswith(":") and not line.startswith(" ")]

    assert titles == [title for title in (OWN_GROUP, *OPTION_GROUPS) if title not in ("Fixes",)] + ["Examples"]


def test_few_options_are_one_list() -> None:
    options = [click.Option([f"--{name}"]) for name in ("color", "config", "url", "select")]

    assert len(options) <= MAX_UNGROUPED
    assert group_options(options) == {OWN_GROUP: options}


def test_no_group_has_an_option_that_no_command_has() -> None:
    known = {parameter.name for command in LEAVES.values() for parameter in command.params}

    assert [name for names in OPTION_GROUPS.values() for name in names if name not in known] == []


def test_an_option_that_is_in_no_group_is_with_the_commands_own() -> None:
    options = [click.Option(["--select"]), *(click.Option([f"--new-{number}"]) for number in range(MAX_UNGROUPED))]

    assert group_options(options) == {OWN_GROUP: options[1:], "Rules": options[:1]}


@pytest.mark.parametrize("path", ["connectors", "versions", "connector show", "connection list"])
def test_commands_that_look_up_list_their_exit_codes(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "\n  Exit codes: 0 found, 2 " in run(capsys, *path.split(), "--help").out
