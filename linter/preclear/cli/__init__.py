"""The command line: one file a command, each loaded when it is called."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.cli.root import COMMANDS, commands

__all__ = ["COMMANDS", "commands", "main"]

_exports = lazy_exports(__name__, {"root": ("COMMANDS", "commands")})
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports

_COLLECTOR_THRESHOLD = 50_000
"""Number of new objects after which the cyclic garbage collector runs."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with `arguments`, those of the process by default; return the exit code."""
    is_process = arguments is None  # the process ends with this run
    if is_process:
        # What is imported lives until the end: with the default of 700, the collector would traverse it over and over.
        gc.set_threshold(_COLLECTOR_THRESHOLD)
    try:
        from preclear.cli.plain_check import run_plain_check

        code = run_plain_check(sys.argv[1:] if arguments is None else arguments)
        return _run_commands(arguments, is_process=is_process) if code is None else code
    except KeyboardInterrupt:
        from preclear.report import ExitCode

        return ExitCode.INTERRUPTED
    except Exception as error:
        from preclear.cli.terminal.messages import print_error
        from preclear.report import ExitCode

        print_error(error)
        return ExitCode.UNCHECKED
    finally:
        if is_process:
            gc.freeze()  # a final collection would be wasted time


def _run_commands(arguments: Sequence[str] | None, *, is_process: bool) -> int:
    """Run the command line of click."""
    import click

    from preclear.cli.root import commands
    from preclear.report import ExitCode

    if "_PRECLEAR_COMPLETE" in os.environ:
        from preclear.cli.shell_completion.answer import register_shells

        register_shells()
    try:
        code = commands.main(arguments, prog_name="preclear", standalone_mode=False, obj=is_process)
    except click.Abort:
        return ExitCode.INTERRUPTED
    return code if isinstance(code, int) else ExitCode.OK
