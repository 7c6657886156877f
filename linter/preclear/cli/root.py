"""The root of the command line: all commands with their lines in the help."""

from __future__ import annotations

from preclear import __version__
from preclear.cli.command_group import make_text_option
from preclear.cli.root_group import RootGroup

COMMANDS = {
    "Check and fix": {
        "check": "Check OpenAPI documents, and fix what can be fixed.",
        "baseline": "Record current findings, so that only new ones are reported.",
        "lsp": "Run a language server, which shows findings in an editor.",
    },
    "Plan and adapt": {
        "plan": "Show what the import creates, or what a new document changes.",
        "adapt": "Make an importable document out of one that isn't.",
        "bundle": "Bundle a multi-file document into a single file.",
    },
    "Import": {
        "upload": "Check documents, import them, and map answers to their lines.",
        "map": "Map an import's answer to the lines of a document.",
        "verify": "Compare a document with what the platform has now.",
        "emulate": "Run a local server that imports, for tests and trials.",
    },
    "Connectors on the platform": {
        "connectors": "List connectors.",
        "connector": "Show or update a connector.",
        "versions": "List the versions of a connector.",
        "version": "Create, update, publish, unpublish or delete a version.",
        "connection": "List, create, update or delete connections.",
    },
    "Rules and settings": {
        "rules": "List all rules.",
        "explain": "Explain a rule.",
        "config": "Show the effective settings and where they come from.",
        "completion": "Print a script that completes commands in a shell.",
    },
}
"""The sections of the help, each command with its line. The module of the same name defines it as `command`."""


_VERSION = make_text_option(
    ["-V", "--version"], lambda _: f"preclear {__version__}", "Show preclear's version and exit."
)


commands = RootGroup(
    "preclear",
    package="preclear.cli",
    lines=COMMANDS,
    params=[_VERSION],
    help="""Preclearance for OpenAPI documents.

    Checks OpenAPI documents before you import them into the Versori platform. It shows what the import creates and
    reports what the import can't represent, with line numbers. Only `upload`, `verify`, the commands for connectors,
    versions and connections, and `plan --against connector:…` use the network.
    """,
    epilog="Exit codes: 0 no findings, 1 findings, 2 something could not be checked; commands that change something on"
    " the platform: 3 not sent, 4 unknown.",
)
