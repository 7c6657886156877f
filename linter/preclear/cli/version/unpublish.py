"""`preclear version unpublish`: a published version becomes a draft again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.command import Command
from preclear.cli.options.change import EPILOG, change_options, connector_option

if TYPE_CHECKING:
    from preclear.cli.options.change import ChangeOptions


_EXAMPLES = (("preclear version unpublish 1.3.0 --connector Pets", "make it a draft again"),)


@click.command("unpublish", cls=Command, examples=_EXAMPLES, epilog=EPILOG)
@click.argument("name", metavar="NAME")
@connector_option
@change_options
def command(name: str, connector: str, change: ChangeOptions) -> int:
    """Make a published version a draft again.

    The platform refuses this for a version that something uses. If NAME is a draft already, nothing is sent.
    """
    from preclear.cli.change_command import run_change
    from preclear.platform import prepare_withdrawal

    return run_change(
        "version unpublish",
        change,
        lambda client: prepare_withdrawal(client, connector, name, is_dry_run=change.is_dry_run),
    )
