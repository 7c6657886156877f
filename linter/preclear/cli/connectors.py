"""`preclear connectors`: the connectors of an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.options.common import color, option, output_format
from preclear.cli.options.connection import connection_options, print_lookup

if TYPE_CHECKING:
    from preclear.platform import ConnectionOptions, Credentials


@click.command("connectors")
@option("--name", metavar="TEXT", help="List only connectors whose name contains TEXT, ignoring case.")
@output_format("table", "json")
@color
@connection_options
def command(name: str | None, output_format: str, color: str, connection: ConnectionOptions) -> int:
    """List the HTTP connectors of an organisation, newest first."""

    def write_list(credentials: Credentials) -> str:
        from preclear.cli.terminal.display import style_for
        from preclear.report import format_connectors_json, format_connectors_table

        connectors = connection.make_lookup(credentials).list_connectors(name)
        if output_format == "json":
            return format_connectors_json(connectors)
        return format_connectors_table(connectors, style_for(color))

    return print_lookup("connectors", connection, write_list)
