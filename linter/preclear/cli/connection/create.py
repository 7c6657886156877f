"""`preclear connection create`: a connection from a file, with secrets from the environment."""

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


_EXAMPLES = (
    ("preclear connection create pets.yaml --connector Pets", "create one"),
    ("preclear connection create pets.yaml --connector Pets --dry-run", "show what would be sent, without secrets"),
)


@click.command("create", cls=Command, examples=_EXAMPLES, epilog=EPILOG)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@connector_option
@document_option
@change_options
@reading_options
def command(file: Path, connector: str, document: str | None, change: ChangeOptions, options: CheckOptions) -> int:
    """Create a connection from a file, and report what the platform says about its credentials.

    FILE has the connection's `name`, `variables` and `credentials`. It names the environment variables and file
    descriptors that secrets are read from, and has no secret itself. A dry run looks up the connector, too.
    """
    from preclear.cli.connection_source import load_source, run_with_file
    from preclear.platform import prepare_connection_creation
    from preclear.report import ExitCode

    source = load_source(file, document, options, change.connection, reads_secrets=True)
    if source is None:
        return ExitCode.UNCHECKED
    return run_with_file(
        "connection create", change, lambda client: prepare_connection_creation(client, connector, source)
    )
