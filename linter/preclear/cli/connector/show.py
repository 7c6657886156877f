"""`preclear connector show`: everything that the platform has about a connector."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.command import Command
from preclear.cli.options.common import color, output_format
from preclear.cli.options.connection import LOOKUP_EPILOG, connection_options, print_lookup

if TYPE_CHECKING:
    from preclear.platform import ConnectionOptions, Credentials


_EXAMPLES = (("preclear connector show Pets", "by name"),)


@click.command("show", cls=Command, examples=_EXAMPLES, epilog=LOOKUP_EPILOG)
@click.argument("connector", metavar="CONNECTOR")
@click.option("--id", "is_id", is_flag=True, help="Treat CONNECTOR as an id, whatever it looks like.")
@output_format("table", "json")
@color
@connection_options
def command(connector: str, is_id: bool, output_format: str, color: str, connection: ConnectionOptions) -> int:
    """Show a connector: its fields, tags, variables, auth scheme configs, versions and connections.

    CONNECTOR is an id or a name. The platform doesn't say which categories a connector has.
    """

    def write_connector(credentials: Credentials) -> str:
        from preclear.cli.terminal.display import style_for
        from preclear.report import format_connector, format_connector_json

        lookup = connection.make_lookup(credentials)
        value = lookup.get_connector(connector if is_id else lookup.find_connector(connector).id).value
        if output_format == "json":
            return format_connector_json(value)
        return "".join(f"{line}\n" for line in format_connector(value, style_for(color)))

    return print_lookup("connector show", connection, write_connector)
