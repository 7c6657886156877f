"""`preclear connection`: the commands about a connector's connections, one file each."""

from __future__ import annotations

from preclear.cli.command_group import CommandGroup

COMMANDS = {
    "list": "List the connections of a connector.",
    "create": "Create a connection from a file.",
    "update": "Update a connection from a file.",
    "delete": "Delete a connection.",
}

command: CommandGroup = CommandGroup(
    "connection",
    package=__name__,
    lines=COMMANDS,
    help="""List or change the connections of a connector.

    A connection has the credentials and variables that a connector is used with.
    """,
)
