"""The command line: one file a command, each loaded when it is called."""

from __future__ import annotations

import gc
from importlib import import_module
from typing import TYPE_CHECKING

import click

from preclear import __version__
from preclear.cli.exit_code import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

COMMANDS = {
    "check": "Check OpenAPI documents.",
    "plan": "Show what the import creates from a document.",
    "adapt": "Make an importable document out of one that isn't.",
    "rules": "List all rules.",
    "explain": "Explain a rule.",
    "config": "Show the effective settings and where they come from.",
    "baseline": "Record current findings, so that only new ones are reported.",
    "bundle": "Bundle a multi-file document into a single file.",
    "upload": "Check a document, import it, and map the answer to its lines.",
    "map": "Map an import's answer to the lines of a document.",
    "connectors": "List connectors.",
    "versions": "List the versions of a connector.",
    "emulate": "Run a local import endpoint for tests and trials.",
}
"""Each command with its line in the help. The module of the same name defines it as `command`."""


def _make_text_option(names: list[str], make_text: Callable[[click.Context], str], help: str) -> click.Option:
    """Make an option that writes a text instead of running the command. click's own can't handle a full disk."""

    def write_text(context: click.Context, parameter: click.Parameter, value: object) -> None:
        if value and not context.resilient_parsing:
            from preclear.cli.terminal.output import write_lines

            write_lines([make_text(context)])
            context.exit()

    return click.Option(names, is_flag=True, is_eager=True, expose_value=False, callback=write_text, help=help)


_HELP = _make_text_option(["-h", "--help"], click.Context.get_help, "Show this message and exit.")
_VERSION = _make_text_option(["-V", "--version"], lambda _: f"preclear {__version__}", "Show the version and exit.")
_COMMANDS_WITH_PATHS = ("check", "plan", "adapt", "config", "baseline", "bundle", "upload", "map")


class _Commands(click.Group):
    """A group that lists its commands without loading them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"preclear.cli.{cmd_name}").command
        if not isinstance(command, click.Command):
            return None
        if _HELP not in command.params:
            command.params.append(_HELP)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from preclear.cli.terminal.file_names import protect_file_names, require_current_folder

        name, command, rest = super().resolve_command(ctx, args)
        if name in _COMMANDS_WITH_PATHS:
            require_current_folder()
        return name, command, protect_file_names(rest)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=_Commands,
    invoke_without_command=True,
    params=[_VERSION, _HELP],
    epilog="Exit codes: 0 no findings, 1 findings, 2 something could not be checked; upload: 3 not sent, 4 unknown.",
)
@click.pass_context
def commands(context: click.Context) -> None:
    """Preclearance for OpenAPI documents.

    Checks OpenAPI documents before you import them into the Versori platform. It shows what the import creates and
    reports what the import can't represent, with line numbers. Only `upload`, `connectors`, `versions` and
    `plan --against connector:…` use the network.
    """
    if context.invoked_subcommand is None:
        from preclear.cli.terminal.output import print_error_lines

        print_error_lines([context.get_help()])
        context.exit(ExitCode.UNCHECKED)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with `arguments`, those of the process by default; return the exit code."""
    is_process = arguments is None  # the process ends with this run
    try:
        code = commands.main(arguments, prog_name="preclear", standalone_mode=False, obj=is_process)
        return code if isinstance(code, int) else ExitCode.OK
    except (click.Abort, KeyboardInterrupt):
        return ExitCode.INTERRUPTED
    except Exception as error:
        from preclear.cli.terminal.messages import print_error

        print_error(error)
        return ExitCode.UNCHECKED
    finally:
        if is_process:
            gc.freeze()  # a final collection would be wasted time
