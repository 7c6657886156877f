"""`preclear lsp`: findings in an editor while a document is edited."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

import click

from preclear.cli.command import Command
from preclear.cli.extras import load_server
from preclear.cli.options.check import CHECK_OPTIONS, EPILOG, add_options
from preclear.cli.options.common import option
from preclear.report import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.project import CheckOptions


def _server_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of every command that checks, except `--fail-on`: a server doesn't fail."""
    return add_options(command, CHECK_OPTIONS[1:])


_EXAMPLES = (
    ("preclear lsp", "what an editor starts"),
    ("preclear lsp --ignore basis:practice", "without rules that are only good practice"),
)
_EXIT_CODES = "Exit codes: 0 ended by the editor, 1 lost the editor, 2 not started."


@click.command("lsp", cls=Command, examples=_EXAMPLES, epilog=f"{EPILOG} {_EXIT_CODES}")
@_server_options
@option(
    "--baseline",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Baseline file; its findings aren't reported.  [default: .preclear-baseline.json next to the config, else next"
    " to .git, else in the editor's folder]",
)
@option("--stdio", is_flag=True, help="Use standard input and output. That's the default: editors add this option.")
def command(options: CheckOptions, baseline: Path | None, stdio: bool) -> int:
    """Run a language server, which an editor starts.

    It speaks the Language Server Protocol on standard input and output. It reports what `preclear check` would report
    for the files that are open in the editor, if they were saved.
    """
    from preclear.cli.terminal.output import print_note
    from preclear.project import SettingsResolver
    from preclear.rule import PackError, discover_rules

    server = load_server("preclear.language_server", ("lsprotocol", "pygls"))
    if server is None:
        print_note("the language server needs pygls: install `preclear[lsp]`")
        return ExitCode.UNCHECKED
    try:
        rules = discover_rules()
    except PackError as error:
        print_note(str(error))
        return ExitCode.UNCHECKED
    SettingsResolver(options._replace(config=None), rules)  # raises for a selector that selects nothing
    options = options._replace(
        baseline=_make_absolute(baseline), config=_make_absolute(options.config), root=_make_absolute(options.root)
    )
    streams = _take_streams()
    if streams is None:
        print_note("the language server needs standard input and output, which an editor connects")
        return ExitCode.UNCHECKED
    exit_code: int = server.serve(options, *streams)
    return exit_code


def _make_absolute(path: Path | None) -> Path | None:
    """Return the path in the current folder: the server moves to the editor's."""
    return None if path is None else path.absolute()


def _take_streams() -> tuple[BinaryIO, BinaryIO] | None:
    """Return standard input and output as streams of the protocol's; None if one of them is closed.

    Whatever else is printed goes to standard error. Python closes its own standard input at the end, which would have
    to wait for a thread that still reads.
    """
    stdin: TextIO | None = sys.stdin  # Python has no streams for closed descriptors
    stdout: TextIO | None = sys.stdout
    if stdin is None or stdout is None:
        return None
    stdout.flush()
    streams = os.fdopen(os.dup(stdin.fileno()), "rb"), os.fdopen(os.dup(stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), stdout.fileno())
    return streams
