"""The options that bound what a command reads: the folder of references, and limits."""

from __future__ import annotations

from pathlib import Path

import click

from preclear.cli.options.candidates import complete_limits
from preclear.cli.options.common import option
from preclear.cli.options.values import parse_limits

ROOT_OPTION = option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder that references can't leave.  [default: the document's folder]",
)
LIMIT_OPTION = option(
    "--limit",
    "limits",
    multiple=True,
    metavar="NAME=N",
    callback=parse_limits,
    shell_complete=complete_limits,
    help="Set a reading limit, such as `depth=200`. Can be repeated.",
)
