"""`preclear connection list`: the connections of a connector."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.command import Command
from preclear.cli.options.change import connector_option
from preclear.cli.options.common import color, output_format
from preclear.cli.options.connection import LOOKUP_EPILOG, connection_options, print_lookup

if TYPE_CHECKING:
    from preclear.platform import ConnectionOptions, Credentials


_EXAMPLES = (("preclear connection list --connector Pets", "of a connector, by its name"),)


@click.command("list", cls=Command, examples=_EXAMPLES, epilog=LOOKUP_EPILOG)
@connector_option
@click.option("--id", "is_id", is_flag=True, help="Treat CONNECTOR as an id, whatever it looks like.")
@output_format("table", "json")
@color
@connection_options
def command(connector: str, is_id: bool, output_format: str, color: str, connection: ConnectionOptions) -> int:
    """List the connections of a connector, most recently updated first."""

    def write_list(credentials: Credentials) -> str:
        from preclear.cli.terminal.display import style_for
        from preclear.report import format_connections_json, format_connections_table

        lookup = connection.make_lookup(credentials)
        connector_id = connector if is_id else lookup.find_connector(connector).id
        connections = lookup.list_connections(connector_id)
        if output_format == "json":
            return format_connections_json(connector_id, connections)
        return format_connections_table(connections, style_for(color))

    return print_lookup("connection list", connection, write_list)
