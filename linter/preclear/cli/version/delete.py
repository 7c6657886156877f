"""`preclear version delete`: a draft, or with `--force` a published version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.command import Command
from preclear.cli.options.change import EPILOG, connector_option, deletion_options

if TYPE_CHECKING:
    from preclear.cli.options.change import ChangeOptions


_EXAMPLES = (
    ("preclear version delete 1.3.0 --connector Pets", "ask, then delete a draft"),
    ("preclear version delete 1.3.0 --connector Pets --yes", "in a script"),
)


@click.command("delete", cls=Command, examples=_EXAMPLES, epilog=EPILOG)
@click.argument("name", metavar="NAME")
@connector_option
@click.option("--force", is_flag=True, help="Also delete a published version, even if something uses it.")
@deletion_options
def command(name: str, connector: str, force: bool, change: ChangeOptions) -> int:
    """Delete a draft version.

    Asks first, unless `--yes` is given. Without a terminal, `--yes` is required. A published version is only deleted
    with `--force`.
    """
    from preclear.cli.change_command import run_change
    from preclear.platform import prepare_version_deletion

    return run_change(
        "version delete",
        change,
        lambda client: prepare_version_deletion(client, connector, name, force=force, is_dry_run=change.is_dry_run),
    )
