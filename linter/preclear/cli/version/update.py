"""`preclear version update`: the description of a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.command import Command
from preclear.cli.options.change import EPILOG, change_options, connector_option

if TYPE_CHECKING:
    from preclear.cli.options.change import ChangeOptions


_EXAMPLES = (("preclear version update 1.3.0 --connector Pets --description 'With refunds'", "set the description"),)


@click.command("update", cls=Command, examples=_EXAMPLES, epilog=EPILOG)
@click.argument("name", metavar="NAME")
@connector_option
@click.option("--description", metavar="TEXT", required=True, help="New description.")
@change_options
def command(name: str, connector: str, description: str, change: ChangeOptions) -> int:
    """Change the description of a version.

    The version is read first, because all of it is sent back. `--dry-run` reads it, too.
    """
    from preclear.cli.change_command import run_change
    from preclear.platform import prepare_version_update

    return run_change(
        "version update",
        change,
        lambda client: prepare_version_update(client, connector, name, description),
        requires_token=True,
    )
