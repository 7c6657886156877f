"""`preclear version publish`: a draft becomes a published version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.command import Command
from preclear.cli.options.change import EPILOG, change_options, connector_option

if TYPE_CHECKING:
    from preclear.cli.options.change import ChangeOptions


_EXAMPLES = (("preclear version publish 1.3.0 --connector Pets", "publish a draft"),)


@click.command("publish", cls=Command, examples=_EXAMPLES, epilog=EPILOG)
@click.argument("name", metavar="NAME")
@connector_option
@change_options
def command(name: str, connector: str, change: ChangeOptions) -> int:
    """Publish a draft version.

    The platform validates it first. A published version can't be changed. If NAME is published already, nothing is
    sent.
    """
    from preclear.cli.change_command import run_change
    from preclear.platform import prepare_publication

    return run_change(
        "version publish",
        change,
        lambda client: prepare_publication(client, connector, name, is_dry_run=change.is_dry_run),
    )
