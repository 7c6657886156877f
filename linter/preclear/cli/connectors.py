"""`preclear connectors`: what is there to make a version of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.options.connection import connection_options, print_list
from preclear.cli.options.common import color, option, output_format

if TYPE_CHECKING:
    from preclear.platform.connection import ConnectionOptions
    from preclear.platform.credentials import Credentials


@click.command("connectors")
@option("--name", metavar="TEXT", help="Only those whose name contains this, in any case.")
@output_format("table", "json")
@color
@connection_options
def command(name: str | None, output_format: str, color: str, connection: ConnectionOptions) -> int:
    """List the HTTP connectors of an organisation, newest first."""

    def write_list(access: Credentials) -> str:
        from preclear.cli.terminal.output import style_for
        from preclear.report.connector_list import connectors_json, connectors_table

        connectors = connection.lookups(access).list_connectors(name)
        if output_format == "json":
            return connectors_json(connectors)
        return connectors_table(connectors, style_for(color))

    return print_list("connectors", connection, write_list)
