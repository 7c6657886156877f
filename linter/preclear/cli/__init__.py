"""The command line: one file a command, each loaded when it is called."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import click

from preclear import __version__
from preclear.cli.command_group import CommandGroup, make_text_option
from preclear.report import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    "verify": "Compare a document with what the platform has now.",
    "connectors": "List connectors.",
    "connector": "Show or update a connector.",
    "versions": "List the versions of a connector.",
    "version": "Create, publish, unpublish or delete a version of a connector.",
    "connection": "List, create, update or delete the connections of a connector.",
    "emulate": "Run a local import endpoint for tests and trials.",
}
"""Each command with its line in the help. The module of the same name defines it as `command`."""


_VERSION = make_text_option(
    ["-V", "--version"], lambda _: f"preclear {__version__}", "Show preclear's version and exit."
)
_COMMANDS_WITH_PATHS = (
    "check",
    "plan",
    "adapt",
    "config",
    "baseline",
    "bundle",
    "upload",
    "map",
    "verify",
    "connector",
    "connection",
)


class _Commands(CommandGroup):
    """All commands. Their arguments can be names of files that look like options."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from preclear.cli.terminal.file_names import protect_file_names, require_current_folder

        name, command, rest = super().resolve_command(ctx, args)
        if name in _COMMANDS_WITH_PATHS:
            require_current_folder()
        return name, command, protect_file_names(rest)


commands = _Commands(
    "preclear",
    package=__name__,
    lines=COMMANDS,
    params=[_VERSION],
    help="""Preclearance for OpenAPI documents.

    Checks OpenAPI documents before you import them into the Versori platform. It shows what the import creates and
    reports what the import can't represent, with line numbers. Only `upload`, `verify`, the commands for connectors,
    versions and connections, and `plan --against connector:…` use the network.
    """,
    epilog="Exit codes: 0 no findings, 1 findings, 2 something could not be checked; commands that change something on"
    " the platform: 3 not sent, 4 unknown.",
)


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
