"""`preclear connector`: the commands about one connector, one file each."""

from __future__ import annotations

from preclear.cli.command_group import CommandGroup

COMMANDS = {
    "show": "Show a connector with its versions and connections.",
    "update": "Change the fields, tags or categories of a connector.",
}

command: CommandGroup = CommandGroup(
    "connector",
    package=__name__,
    lines=COMMANDS,
    help="""Show or update a connector.

    `preclear connectors` lists connectors, and `preclear upload --new` creates one from a document.
    """,
)
