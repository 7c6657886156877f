"""A command of preclear: its help has groups of options and examples, and a misspelled option gets a suggestion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from preclear.cli.option_groups import group_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_MAX_NAME_WIDTH = 28  # cells of an option beside what it does

_COUNTERPARTS = {
    "--exit-zero": "--fail-on never",
    "--format": "--output-format",
    "--no-color": "--color never",
}
"""Options of other linters, and what does the same here."""


class Command(click.Command):
    """A command with examples: each is what to type, and what it does."""

    def __init__(self, *arguments: Any, examples: Sequence[tuple[str, str]] = (), **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.examples = examples

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            raise make_option_error(error, self.params, ctx) from None
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # click's parser doesn't set it for an option without its value
            raise

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        groups = {
            title: [record for option in members if (record := option.get_help_record(ctx)) is not None]
            for title, members in group_options(options).items()
        }
        write_sections(formatter, groups)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.examples:
            with formatter.section("Examples"):
                for example, purpose in self.examples:
                    formatter.write_text(f"{purpose[:1].upper()}{purpose[1:]}:")
                    formatter.write(f"{'':>{formatter.current_indent + 2}}{example}\n")
        super().format_epilog(ctx, formatter)


def write_sections(formatter: click.HelpFormatter, sections: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    """Write sections with names and what they are; the explanations of all sections begin in the same column."""
    widest = max(len(name) for section in sections.values() for name, _ in section)
    width = min(widest, _MAX_NAME_WIDTH)
    for title, section in sections.items():
        (name, text), *rest = section
        with formatter.section(title):
            formatter.write_dl([(name.ljust(width), text), *rest], col_max=_MAX_NAME_WIDTH)


def make_option_error(
    error: click.NoSuchOption, parameters: Iterable[click.Parameter], context: click.Context
) -> click.UsageError:
    """Make the error for an unknown option, with a similar one if there is any."""
    from preclear.config import make_hint

    names = [
        name
        for parameter in parameters
        if isinstance(parameter, click.Option) and not parameter.hidden
        for name in (*parameter.opts, *parameter.secondary_opts)
        if name.startswith("--")
    ]
    counterpart = _COUNTERPARTS.get(error.option_name, "")
    if counterpart.partition(" ")[0] in names:
        hint = f"did you mean `{counterpart}`?"
    else:
        hint = make_hint(error.option_name, names, listing=f"{context.command_path} --help")
    return click.UsageError(f"there is no option `{error.option_name}`; {hint}", context)
