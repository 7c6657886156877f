"""`preclear connection delete`: a connection and its credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.command import Command
from preclear.cli.options.change import EPILOG, connector_option, deletion_options

if TYPE_CHECKING:
    from preclear.cli.options.change import ChangeOptions


_EXAMPLES = (("preclear connection delete Production --connector Pets", "ask, then delete it"),)


@click.command("delete", cls=Command, examples=_EXAMPLES, epilog=EPILOG)
@click.argument("name", metavar="CONNECTION")
@connector_option
@click.option("--force", is_flag=True, help="Also delete a connection that is in use.")
@deletion_options
def command(name: str, connector: str, force: bool, change: ChangeOptions) -> int:
    """Delete a connection.

    CONNECTION is an id or a name. Asks first, unless `--yes` is given. Without a terminal, `--yes` is required.
    """
    from preclear.cli.change_command import run_change
    from preclear.platform import prepare_connection_deletion

    return run_change(
        "connection delete",
        change,
        lambda client: prepare_connection_deletion(client, connector, name, force=force, is_dry_run=change.is_dry_run),
    )
