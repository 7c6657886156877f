"""`preclear version create`: a draft version, empty or a copy of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.command import Command
from preclear.cli.options.change import EPILOG, change_options, connector_option

if TYPE_CHECKING:
    from preclear.cli.options.change import ChangeOptions


_EXAMPLES = (("preclear version create 1.3.0 --connector Pets --from 1.2.0", "copy a version"),)


@click.command("create", cls=Command, examples=_EXAMPLES, epilog=EPILOG)
@click.argument("name", metavar="NAME")
@connector_option
@click.option("--from", "from_version", metavar="VERSION", help="Version to copy.  [default: none, an empty version]")
@click.option("--no-lookup", is_flag=True, help="Don't check whether the version exists. CONNECTOR must be an id.")
@change_options
def command(name: str, connector: str, from_version: str | None, no_lookup: bool, change: ChangeOptions) -> int:
    """Create a draft version of a connector, empty or a copy of another version.

    NAME is any name but `default` and `latest`. The last line is the outcome: accepted, rejected, not sent or unknown.
    """
    from preclear.cli.change_command import run_change
    from preclear.platform import prepare_version_creation

    return run_change(
        "version create",
        change,
        lambda client: prepare_version_creation(
            client,
            connector,
            name,
            from_version=from_version,
            lookup=not no_lookup,
            is_dry_run=change.is_dry_run,
        ),
    )
