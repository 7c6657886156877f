"""`preclear version`: the commands that change a version of a connector, one file each."""

from __future__ import annotations

from preclear.cli.command_group import CommandGroup

COMMANDS = {
    "create": "Create a draft version, empty or a copy.",
    "update": "Change the description of a version.",
    "publish": "Publish a draft version.",
    "unpublish": "Make a published version a draft again.",
    "delete": "Delete a draft version.",
}

command: CommandGroup = CommandGroup(
    "version",
    package=__name__,
    lines=COMMANDS,
    help="""Change a version of a connector.

    `preclear versions CONNECTOR` lists the versions, and `preclear upload` creates one from a document.
    `preclear --version` shows preclear's own version.
    """,
)
