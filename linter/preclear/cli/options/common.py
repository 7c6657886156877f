"""The options that several commands have."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import click

from preclear.cli.options.report_choice import AUTO
from preclear.report import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    _Choice = click.Choice[str]
else:
    _Choice = click.Choice  # it isn't generic before 8.2

F = TypeVar("F", bound="Callable[..., Any]")

ALL_FORMATS = (AUTO, *FORMATS, "table")
"""The output formats of all commands."""

COLOR = ("auto", "always", "never")


def variable(name: str) -> str:
    """Return the environment variable of an option: PRECLEAR_SOME_NAME for `--some-name`, in every command."""
    return f"PRECLEAR_{name.removeprefix('--').replace('-', '_').upper()}"


def option(name: str, *other_names: str, **attributes: Any) -> Callable[[F], F]:
    """Make an option that its environment variable also sets; `other_names` are further names, as in click."""
    return click.option(name, *other_names, envvar=variable(name), show_envvar=True, **attributes)


class Choice(_Choice):
    """A choice of words. The error for another word suggests a similar one."""

    def get_missing_message(self, *_: Any, **__: Any) -> str:
        return f"Expected one of {', '.join(map(str, self.choices))}"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            from preclear.config import make_hint

            raise click.BadParameter(
                f"there is no value `{value}`; {make_hint(value, self.choices)}", ctx, param
            ) from None


class _FormatOption(click.Option):
    """`--output-format`. A format that only other commands have is ignored in its environment variable."""

    def resolve_envvar_value(self, ctx: click.Context) -> str | None:
        value = super().resolve_envvar_value(ctx)
        is_supported = isinstance(self.type, click.Choice) and value in self.type.choices
        return None if value in ALL_FORMATS and not is_supported else value


class TextLine(click.types.StringParamType):
    """A text that can have spaces, such as the name of a tag. In the environment variable, each line is one."""

    envvar_list_splitter: ClassVar[str | None] = "\n"

    def split_envvar_value(self, rv: str) -> Sequence[str]:
        return [line.strip() for line in rv.splitlines() if line.strip()]


class Seconds(click.FloatRange):
    """A number of seconds within a range; never `nan`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"`{value}` is not a number of seconds", param, ctx)
        return number


def output_format(*formats: str) -> Callable[[F], F]:
    """Add `--output-format`. `formats` are some of ALL_FORMATS; the first is the default."""
    return option(
        "--output-format",
        cls=_FormatOption,
        type=Choice(formats),
        default=formats[0],
        show_default=True,
        **_describe_formats(formats),
    )


def _describe_formats(formats: Sequence[str]) -> dict[str, str]:
    """Return the help of `--output-format`. Click lists the choices where they fit into a line."""
    if len(formats) <= 4:
        return {"help": "Output format."}
    return {"metavar": "FORMAT", "help": f"Output format: {', '.join(formats)}."}


def color(command: F) -> F:
    """Add `--color`."""
    return option(
        "--color",
        type=Choice(COLOR),
        default="auto",
        show_default=True,
        help="Whether to use colour. `auto` depends on the terminal, NO_COLOR and FORCE_COLOR.",
    )(command)


def stdin_filename(command: F) -> F:
    """Add `--stdin-filename`."""
    return option(
        "--stdin-filename", metavar="NAME", help="File name of standard input; relative references start there."
    )(command)
