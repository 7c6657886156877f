"""`preclear versions`: the versions of a connector. It also settles the outcome of an unknown upload."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.command import Command
from preclear.cli.options.common import color, output_format
from preclear.cli.options.connection import LOOKUP_EPILOG, connection_options, print_lookup

if TYPE_CHECKING:
    from preclear.platform import ConnectionOptions, Credentials


_EXAMPLES = (
    ("preclear versions Pets", "by name"),
    ("preclear versions Pets --output-format json", "for a program"),
)


@click.command("versions", cls=Command, examples=_EXAMPLES, epilog=LOOKUP_EPILOG)
@click.argument("connector", metavar="CONNECTOR")
@click.option("--id", "is_id", is_flag=True, help="Treat CONNECTOR as an id, whatever it looks like.")
@output_format("table", "json")
@color
@connection_options
def command(connector: str, is_id: bool, output_format: str, color: str, connection: ConnectionOptions) -> int:
    """List the versions of a connector, most recently changed first.

    CONNECTOR is an id or a name.
    """

    def write_list(credentials: Credentials) -> str:
        from preclear.cli.terminal.display import style_for
        from preclear.report import format_versions_json, format_versions_table

        lookups = connection.make_lookup(credentials)
        connector_id = connector if is_id else lookups.find_connector(connector).id
        versions = lookups.list_versions(connector_id)
        if output_format == "json":
            return format_versions_json(connector_id, versions)
        return format_versions_table(versions, style_for(color))

    return print_lookup("versions", connection, write_list)
