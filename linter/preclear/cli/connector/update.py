"""`preclear connector update`: fields, tags and categories of a connector."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.command import Command
from preclear.cli.options.change import EPILOG, change_options
from preclear.cli.options.check import reading_options
from preclear.cli.options.connector_edits import connector_edit_options
from preclear.cli.options.document_fields import document_field_options
from preclear.cli.options.paths import DOCUMENT_PATH

if TYPE_CHECKING:
    from preclear.cli.options.change import ChangeOptions
    from preclear.platform import ConnectorEdits, PlatformClient, PreparedChange
    from preclear.project import CheckOptions


_EXAMPLES = (
    ("preclear connector update Pets --name 'Pet store' --dry-run", "show what would be sent"),
    ("preclear connector update Pets --tag team:orders", "add a tag"),
)


@click.command("update", cls=Command, examples=_EXAMPLES, epilog=EPILOG)
@click.argument("connector", metavar="CONNECTOR")
@click.option("--id", "is_id", is_flag=True, help="Treat CONNECTOR as an id, whatever it looks like.")
@click.option(
    "--from", "document", type=DOCUMENT_PATH, metavar="DOCUMENT", help="Document to take the base URL and links from."
)
@connector_edit_options
@change_options
@reading_options
@document_field_options
def command(
    connector: str,
    is_id: bool,
    document: str | None,
    edits: ConnectorEdits,
    change: ChangeOptions,
    options: CheckOptions,
) -> int:
    """Change the fields, tags or categories of a connector.

    CONNECTOR is an id or a name. The connector is read first, by `--dry-run`, too: the platform unsets every field that
    an update leaves out, so all of them are sent back. The changes are shown before they are sent. If nothing differs,
    nothing is sent.
    """
    from dataclasses import replace

    from preclear.cli.change_command import run_change
    from preclear.platform import ConnectorEdits, prepare_connector_update

    if document is None and replace(edits, variable_handling=None) == ConnectorEdits():
        raise click.UsageError("there is nothing to change; expected an option such as `--base-url` or `--from`")
    if document == "-" and change.connection.token_source is not None:
        raise click.UsageError("standard input can have the token (`--token-stdin`) or the document (`-`), not both")

    def prepare(client: PlatformClient) -> PreparedChange:
        if document is None:
            return prepare_connector_update(client, connector, edits, is_id=is_id)
        from preclear.cli.connector.document import add_document_fields

        document_edits = add_document_fields(edits, document, options)
        return prepare_connector_update(client, connector, document_edits, is_id=is_id)

    return run_change("connector update", change, prepare, requires_token=True)
