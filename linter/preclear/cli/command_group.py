"""Groups of commands that are loaded when they are called."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from preclear.cli.command import make_option_error, write_sections
from preclear.report import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from click.shell_completion import CompletionItem


def make_text_option(names: list[str], make_text: Callable[[click.Context], str], help: str) -> click.Option:
    """Make an option that writes a text instead of running the command. click's own can't handle a full disk."""

    def write_text(context: click.Context, parameter: click.Parameter, value: object) -> None:
        if value and not context.resilient_parsing:
            from preclear.cli.terminal.output import write_lines

            write_lines([make_text(context)])
            context.exit()

    return click.Option(names, is_flag=True, is_eager=True, expose_value=False, callback=write_text, help=help)


HELP = make_text_option(["-h", "--help"], click.Context.get_help, "Show this message and exit.")


class CommandGroup(click.Group):
    """A group that lists its commands without loading them. Without a command, it prints its help and ends with 2."""

    def __init__(
        self, name: str, *, package: str, lines: Mapping[str, str] | Mapping[str, Mapping[str, str]], **attributes: Any
    ) -> None:
        """`lines` has each command with its line in the help, or that by the titles of sections in the help.

        The module of the command's name in `package` has `command`.
        """
        params = [*attributes.pop("params", ()), HELP]
        super().__init__(name, invoke_without_command=True, callback=print_help, params=params, **attributes)
        self._package = package
        self.sections: dict[str, dict[str, str]] = {}
        """The lines of the commands by title and name, in the order of the help."""
        for title, value in lines.items():
            if isinstance(value, str):
                self.sections.setdefault("Commands", {})[title] = value
            else:
                self.sections[title] = {**value}
        self._lines = {name: line for section in self.sections.values() for name, line in section.items()}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._lines)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._lines:
            return None
        command = import_module(f"{self._package}.{cmd_name}").command
        if not isinstance(command, click.Command):
            return None
        if HELP not in command.params:
            command.params.append(HELP)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            raise make_option_error(error, self.params, ctx) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        is_option = name.startswith("-") and name != "-"
        if name not in self._lines and not ctx.resilient_parsing and not is_option:
            raise click.UsageError(self.describe_unknown(name, ctx), ctx)
        return super().resolve_command(ctx, args)

    def describe_unknown(self, name: str, ctx: click.Context) -> str:
        """Return the message for a name that isn't a command of this group."""
        from preclear.config import make_hint

        return f"there is no command `{name}`; {make_hint(name, self._lines, listing=f'{ctx.command_path} --help')}"

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete commands and options. No command is loaded for its line."""
        from click.shell_completion import CompletionItem

        items = [CompletionItem(name, help=line) for name, line in self._lines.items() if name.startswith(incomplete)]
        return [*items, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_sections(formatter, {title: [*section.items()] for title, section in self.sections.items()})


@click.pass_context
def print_help(context: click.Context) -> None:
    """Print the help to standard error and end with 2, unless a command follows."""
    if context.invoked_subcommand is None:
        from preclear.cli.terminal.output import print_error_lines

        print_error_lines([context.get_help()])
        context.exit(ExitCode.UNCHECKED)
