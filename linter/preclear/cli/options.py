"""The options that several commands have, and how they are read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from preclear.report.results import Results
    from preclear.source import Limits

F = TypeVar("F", bound="Callable[..., Any]")

FAIL_ON = ("error", "warning", "info", "never")
COLOR = ("auto", "always", "never")


def output_format(*formats: str) -> Callable[[F], F]:
    """`--output-format`: the first of `formats` is the default."""
    return click.option(
        "--output-format",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        show_envvar=True,
        help="How the outcome is written.",
    )


def checking(command: F) -> F:
    """The options of every command that checks: `--fail-on`, `--root`, `--limit`."""
    command = click.option(
        "--limit",
        "limits",
        multiple=True,
        metavar="NAME=N",
        callback=_limits,
        show_envvar=True,
        help="Set a limit on what is read, such as `depth=200`; can be repeated.",
    )(command)
    command = click.option(
        "--root",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIR",
        show_envvar=True,
        help="The folder that references may lead into.  [default: the document's own]",
    )(command)
    return click.option(
        "--fail-on",
        type=click.Choice(FAIL_ON),
        default="error",
        show_default=True,
        show_envvar=True,
        help="The least severity that makes the exit code 1.",
    )(command)


def color(command: F) -> F:
    """`--color`."""
    return click.option(
        "--color",
        type=click.Choice(COLOR),
        default="auto",
        show_default=True,
        show_envvar=True,
        help="Whether to use colour; `auto` also obeys NO_COLOR and FORCE_COLOR.",
    )(command)


def fails(results: Results, fail_on: str) -> bool:
    """Whether something as grave as `fail_on`, one of FAIL_ON, was found."""
    match fail_on:
        case "error" | "warning" | "info":
            return results.reach(fail_on)
        case _:
            return False


def _limits(context: click.Context, option: click.Parameter, settings: Sequence[str]) -> Limits:
    """Read `NAME=N` texts. Raises BadParameter for an unknown name and for what is no positive number."""
    from preclear.source import DEFAULT_LIMITS, LIMIT_NAMES

    read: dict[str, int] = {}
    for setting in settings:
        name, equals, number = setting.partition("=")
        if not equals or not number.isascii() or not number.isdecimal() or int(number[:18]) < 1:
            raise click.BadParameter(f"`{setting}` is no `NAME=N`, with a number from 1", context, option)
        if name not in LIMIT_NAMES:
            from preclear.openapi.suggest import nearest

            near = nearest(name, LIMIT_NAMES)
            hint = f"did you mean `{near}`?" if near else f"expected one of {', '.join(LIMIT_NAMES)}"
            raise click.BadParameter(f"there is no limit `{name}`; {hint}", context, option)
        read[name] = int(number[:18])
    return DEFAULT_LIMITS.widened(read)
