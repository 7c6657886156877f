"""Messages on standard error: notes of a run, errors that end a command, faults of preclear's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.terminal.output import print_error_lines, print_note
from preclear.project import BrokenConfig, InternalFailure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.config import ConfigError
    from preclear.project import Note, Problem


def print_notes(notes: Iterable[Note]) -> None:
    """Print notes of a run, each in one line; a config that can't be used with its places."""
    for note in notes:
        if isinstance(note, BrokenConfig):
            print_config_error(note.error)
        else:
            print_escaped(note.text)


def print_problem(problem: Problem) -> None:
    """Print what keeps something from being checked."""
    print_notes((problem,))


def print_fatal(error: Exception) -> None:
    """Print why a command can't begin: a config that can't be used, or what `error` says."""
    from preclear.config import ConfigError

    if isinstance(error, ConfigError):
        print_config_error(error)
    else:
        print_escaped(str(error))


def print_config_error(error: ConfigError) -> None:
    """Print everything that is wrong with a config, each at its place."""
    from preclear.report import format_config_error

    print_error_lines(format_config_error(error))


def print_error(error: Exception) -> None:
    """Print why a command ended: what is wrong with the command line, or a fault of preclear's own."""
    if not isinstance(error, click.ClickException):
        print_failure(error, "while reporting")
        return
    context = getattr(error, "ctx", None)
    if context is not None:
        print_error_lines([context.get_usage(), f"Try `{context.command_path} --help`."])
    print_escaped(error.format_message())


def print_failure(error: Exception, activity: str) -> None:
    """Print a fault of preclear's own, in one line: what it was, and where in our code. `activity`: `while …`."""
    print_escaped(InternalFailure.from_error(error, activity).text)


def print_escaped(text: str) -> None:
    """Print a line that is no part of the report, with control characters escaped."""
    from preclear.report import escape

    print_note(escape(text))
