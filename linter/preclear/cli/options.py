"""The options that several commands have, and how they are read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Sequence

    from preclear.source import Severity

F = TypeVar("F", bound="Callable[..., Any]")

FORMATS = ("full", "concise", "json", "table")
"""The formats of all commands."""

COLOR = ("auto", "always", "never")


def variable(name: str) -> str:
    """The environment variable of the option `--some-name`: `PRECLEAR_SOME_NAME`, for every command that has it."""
    return f"PRECLEAR_{name.removeprefix('--').replace('-', '_').upper()}"


def option(name: str, *more: str, **attributes: Any) -> Callable[[F], F]:
    """An option that can also be set by its environment variable; `more` are other names, as click takes them."""
    return click.option(name, *more, envvar=variable(name), show_envvar=True, **attributes)


class _FormatOption(click.Option):
    """`--output-format`. A variable that says a format of other commands is not meant for this one."""

    def resolve_envvar_value(self, ctx: click.Context) -> str | None:
        value = super().resolve_envvar_value(ctx)
        ours = isinstance(self.type, click.Choice) and value in self.type.choices
        return None if value in FORMATS and not ours else value


class Seconds(click.FloatRange):
    """A number of seconds within a range. What is no number (`nan`) is in none."""

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


def fails(counts: Counter[Severity], fail_on: str) -> bool:
    """Whether something as grave as `fail_on`, a severity or `never`, was counted."""
    from preclear.report.results import has_severity

    match fail_on:
        case "error" | "warning" | "info":
            return has_severity(counts, fail_on)
        case _:
            return False


def listed(context: click.Context, parameter: click.Parameter, texts: Sequence[str]) -> tuple[str, ...]:
    """Read a list that may be repeated, each time with commas in it."""
    return tuple(part.strip() for text in texts for part in text.split(",") if part.strip())


def bases(context: click.Context, parameter: click.Parameter, texts: Sequence[str]) -> tuple[str, ...]:
    """Read a list of bases. Raises BadParameter for a word that is none."""
    names = listed(context, parameter, texts)
    from preclear.config.registry import BASES, make_hint

    for name in names:
        if name not in BASES:
            raise click.BadParameter(f"there is no basis `{name}`; {make_hint(name, BASES)}", context, parameter)
    return names


def limits(context: click.Context, parameter: click.Parameter, texts: Sequence[str]) -> dict[str, int]:
    """Read `NAME=N` texts. Raises BadParameter for an unknown name and for a number below 1 or above its cap."""
    from preclear.source import LIMIT_CAPS, LIMIT_NAMES

    read: dict[str, int] = {}
    for setting in listed(context, parameter, texts):
        name, equals, number = setting.partition("=")
        if not equals or not number.isascii() or not number.isdecimal() or int(number[:18]) < 1:
            raise click.BadParameter(f"`{setting}` is no `NAME=N`, with a number from 1", context, parameter)
        if name not in LIMIT_NAMES:
            from preclear.config.registry import make_hint

            raise click.BadParameter(f"there is no limit `{name}`; {make_hint(name, LIMIT_NAMES)}", context, parameter)
        read[name] = int(number[:18])
        if read[name] > LIMIT_CAPS.get(name, read[name]):
            raise click.BadParameter(
                f"`{setting}` is too high; expected {LIMIT_CAPS[name]:,} at most", context, parameter
            )
    return read
