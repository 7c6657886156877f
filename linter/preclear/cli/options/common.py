"""The options that several commands have."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")

FORMATS = ("full", "concise", "json", "table")
"""The formats of all commands."""

COLOR = ("auto", "always", "never")


def variable(name: str) -> str:
    """The environment variable of the option `--some-name`: `PRECLEAR_SOME_NAME`, for every command that has it."""
    return f"PRECLEAR_{name.removeprefix('--').replace('-', '_').upper()}"


def option(name: str, *other_names: str, **attributes: Any) -> Callable[[F], F]:
    """An option that its environment variable sets too; `other_names` are other names, as click takes them."""
    return click.option(name, *other_names, envvar=variable(name), show_envvar=True, **attributes)


class _FormatOption(click.Option):
    """`--output-format`. A variable that has a format of other commands is ignored."""

    def resolve_envvar_value(self, ctx: click.Context) -> str | None:
        value = super().resolve_envvar_value(ctx)
        is_supported = isinstance(self.type, click.Choice) and value in self.type.choices
        return None if value in FORMATS and not is_supported else value


class Seconds(click.FloatRange):
    """A number of seconds within a range, in which `nan` never is."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"`{value}` is no number of seconds", param, ctx)
        return number


def output_format(*formats: str) -> Callable[[F], F]:
    """`--output-format`: the first of `formats`, all of FORMATS, is the default."""
    return option(
        "--output-format",
        cls=_FormatOption,
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="The output format.",
    )


def color(command: F) -> F:
    """`--color`."""
    return option(
        "--color",
        type=click.Choice(COLOR),
        default="auto",
        show_default=True,
        help="Whether to use colour. `auto` follows the terminal, NO_COLOR and FORCE_COLOR.",
    )(command)


def stdin_filename(command: F) -> F:
    """`--stdin-filename`."""
    return option(
        "--stdin-filename", metavar="NAME", help="The name of standard input, and where its references start."
    )(command)
