"""`preclear connection update`: a connection's name, variables and order of credentials, from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from preclear.cli.command import Command
from preclear.cli.options.change import change_options, connector_option
from preclear.cli.options.check import reading_options
from preclear.cli.options.connection_file import EPILOG, document_option

if TYPE_CHECKING:
    from preclear.cli.options.change import ChangeOptions
    from preclear.project import CheckOptions


_EXAMPLES = (("preclear connection update Production pets.yaml --connector Pets", "by name"),)


@click.command("update", cls=Command, examples=_EXAMPLES, epilog=EPILOG)
@click.argument("name", metavar="CONNECTION")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@connector_option
@document_option
@change_options
@reading_options
def command(
    name: str, file: Path, connector: str, document: str | None, change: ChangeOptions, options: CheckOptions
) -> int:
    """Update a connection from a file: its name, variables, and the order and auth schemes of its credentials.

    CONNECTION is an id or a name. What FILE leaves out stays; `variables` replaces all of them. A credential can't be
    changed, so no secret is read. The connection is read first, in a dry run too.
    """
    from preclear.cli.connection_source import load_source, run_with_file
    from preclear.platform import prepare_connection_update
    from preclear.report import ExitCode

    source = load_source(file, document, options, change.connection, reads_secrets=False)
    if source is None:
        return ExitCode.UNCHECKED
    return run_with_file(
        "connection update", change, lambda client: prepare_connection_update(client, connector, name, source)
    )
