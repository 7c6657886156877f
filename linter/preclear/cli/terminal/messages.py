"""Messages on standard error: notes of a run, errors that end a command, internal errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from preclear.cli.terminal.output import print_error_lines, print_note
from preclear.project import BrokenConfig, InternalFailure, UnadaptedDocument

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.config import ConfigError
    from preclear.project import Note, Problem


def print_notes(notes: Iterable[Note]) -> None:
    """Print the notes of a run, one line each; a config that can't be used is printed with places."""
    for note in notes:
        if isinstance(note, BrokenConfig):
            print_config_error(note.error)
        elif isinstance(note, UnadaptedDocument):
            from preclear.report import format_concise_line

            print_error_lines(map(format_concise_line, note.findings))
            print_escaped(note.text)
        else:
            print_escaped(note.text)


def print_problem(problem: Problem) -> None:
    """Print why something isn't checked."""
    print_notes((problem,))


def print_fatal(error: Exception) -> None:
    """Print why a command can't start: the problems of a config, or the message of `error`."""
    from preclear.config import ConfigError

    if isinstance(error, ConfigError):
        print_config_error(error)
    else:
        print_escaped(str(error))


def print_config_error(error: ConfigError) -> None:
    """Print all problems of a config with their places."""
    from preclear.report import format_config_error

    print_error_lines(format_config_error(error))


def print_error(error: Exception) -> None:
    """Print why a command failed: invalid usage, or an internal error."""
    if not isinstance(error, click.ClickException):
        print_failure(error, "while reporting")
        return
    context = getattr(error, "ctx", None)
    if context is not None:
        print_error_lines([context.get_usage(), f"Try `{context.command_path} --help`."])
    if isinstance(error, click.BadParameter):
        _name_source(error)
    print_escaped(error.format_message())


def _name_source(error: click.BadParameter) -> None:
    """Make the message name the environment variable if that set the value, and only then."""
    parameter, context = error.param, error.ctx
    if not isinstance(parameter, click.Option) or context is None:
        return
    if error.param_hint is not None:
        return
    hint = click.Parameter.get_error_hint(parameter, context)
    if context.get_parameter_source(parameter.name or "") is ParameterSource.ENVIRONMENT:
        hint = f"{hint} (env var: '{parameter.envvar}')"  # older versions of click leave it out
    error.param_hint = hint


def print_failure(error: Exception, activity: str) -> None:
    """Print an internal error in one line, with its source line. `activity` is a phrase such as `while reporting`."""
    print_escaped(InternalFailure.from_error(error, activity).text)


def print_escaped(text: str) -> None:
    """Print a note with control characters escaped."""
    from preclear.report import escape

    print_note(escape(text))
