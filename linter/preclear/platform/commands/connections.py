"""Connections of a connector: create from a file, update from a file, delete."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from preclear.config import ConfigError
from preclear.platform.changes import delete_connection
from preclear.platform.commands.connection_answer import describe_connection, describe_deletion
from preclear.platform.commands.connection_fields import list_field_changes
from preclear.platform.commands.model import PreparedChange
from preclear.platform.commands.targets import find_target_connector
from preclear.platform.connection_files.find import find_connection, require_free_name
from preclear.platform.connection_files.prepare import prepare_creation, prepare_update
from preclear.platform.connection_files.secret_reader import read_secrets
from preclear.platform.credentials import is_ulid, sort_secrets
from preclear.platform.lookups import LookupFailure
from preclear.platform.option_errors import InvalidOptionError

if TYPE_CHECKING:
    from collections.abc import Generator

    from preclear.connector import Connector
    from preclear.platform.checked_document import CheckedDocument
    from preclear.platform.connection_files.model import ConnectionFile
    from preclear.platform.connection_files.prepare import PreparedCreation
    from preclear.platform.connection_files.secret_reader import ConnectionSecrets
    from preclear.platform.platform_client import PlatformClient

CONNECTION_PLACEHOLDER = "CONNECTION-ID"
"""Stands in a dry run for the id of a connection that would be looked up by its name."""


class ConnectionSource(NamedTuple):
    """A connection file, and the document whose security schemes it names; None for the platform's own names."""

    file: ConnectionFile
    document: CheckedDocument | None = None

    @property
    def document_connector(self) -> Connector | None:
        """What the import makes of the document."""
        return None if self.document is None else self.document.check_result.connector


def prepare_connection_creation(client: PlatformClient, connector: str, source: ConnectionSource) -> PreparedChange:
    """Prepare the connection of a file. The connector and its connections are looked up, in a dry run too.

    Every secret is read once. Raises ConfigError, InvalidOptionError, and LookupFailure, also if the name is taken.
    """
    file = source.file
    secrets = read_secrets(file, client.options.environment, client.credentials.token)
    with _hide_in_errors(secrets):
        target = find_target_connector(client, connector)
        require_free_name(client.lookup, target.id, file.name)
        prepared = _build_creation(client, target.id, source, secrets)
    return PreparedChange(
        requests=(prepared.change,),
        lookup_arguments=_lookup_arguments(target.id),
        lookup_hint=f"if there is a connection `{file.name}`, it was created; if there is none, run the command again",
        notes=(*target.notes, *prepared.notes),
        describe_answer=lambda outcome: describe_connection(outcome, file, source.document),
    )


def prepare_missing_connection(
    client: PlatformClient, connector_id: str, source: ConnectionSource
) -> PreparedCreation | None:
    """Build the request that creates the connection of a file; None if the connector has a connection of its name.

    No secret is read if nothing has to be created. Raises ConfigError, InvalidOptionError and LookupFailure.
    """
    if any(record.name == source.file.name for record in client.lookup.list_connections(connector_id)):
        return None
    secrets = read_secrets(source.file, client.options.environment, client.credentials.token)
    with _hide_in_errors(secrets):
        return _build_creation(client, connector_id, source, secrets)


def prepare_connection_update(
    client: PlatformClient, connector: str, connection: str, source: ConnectionSource
) -> PreparedChange:
    """Prepare the update of a connection as its file says. All of it is read first, in a dry run too.

    No secret is read. Raises ConfigError, InvalidOptionError, and LookupFailure, also if the new name is taken.
    """
    file = source.file
    target = find_target_connector(client, connector)
    record = client.lookup.get_connection(target.id, find_connection(client.lookup, target.id, connection))
    if record.name != file.name:
        require_free_name(client.lookup, target.id, file.name)
    prepared = prepare_update(
        file, client.credentials, client.lookup.get_connector(target.id), record, source.document_connector
    )
    fields = list_field_changes(record.value, prepared.body)
    return PreparedChange(
        requests=(prepared.change,) if fields else (),
        unchanged_reason=f"connection `{file.name}` is already as {file.path} says",
        lookup_arguments=_lookup_arguments(target.id),
        lookup_hint="the connection is as the file says, or run the command again",
        fields=fields,
        notes=(*target.notes, *prepared.notes),
        describe_answer=lambda outcome: describe_connection(outcome, file, source.document),
    )


def prepare_connection_deletion(
    client: PlatformClient, connector: str, connection: str, *, force: bool = False, is_dry_run: bool = False
) -> PreparedChange:
    """Prepare the deletion of a connection; with `force` also of one that is in use. A dry run looks nothing up.

    Raises InvalidOptionError, and LookupFailure unless exactly one connection has the name.
    """
    target = find_target_connector(client, connector, is_dry_run=is_dry_run)
    notes = target.notes
    connection_id, label = connection, f"`{connection}`"
    if is_dry_run and not is_ulid(connection):
        connection_id = CONNECTION_PLACEHOLDER
        placeholder = f"{CONNECTION_PLACEHOLDER} is a placeholder for the id of `{connection}`"
        notes = (*notes, f"{placeholder}, which is looked up first")
    elif not is_dry_run:
        connection_id = find_connection(client.lookup, target.id, connection)
        label = f"`{client.lookup.get_connection(target.id, connection_id).name}` ({connection_id})"
    return PreparedChange(
        requests=(delete_connection(client.credentials, target.id, connection_id, force=force),),
        lookup_arguments=_lookup_arguments(target.id),
        lookup_hint=f"if there is no connection `{connection}`, it was deleted; if there is, run the command again",
        notes=notes,
        question=f"Delete connection {label} of connector `{connector}`? This can't be undone.",
        describe_answer=lambda outcome: describe_deletion(outcome, force=force),
    )


def _build_creation(
    client: PlatformClient, connector_id: str, source: ConnectionSource, secrets: ConnectionSecrets
) -> PreparedCreation:
    connector = client.lookup.get_connector(connector_id)
    return prepare_creation(source.file, secrets, client.credentials, connector, source.document_connector)


@contextmanager
def _hide_in_errors(secrets: ConnectionSecrets) -> Generator[None]:
    """Raise an internal error without the secrets: until the request is prepared, nobody else knows them."""
    try:
        yield
    except (ConfigError, InvalidOptionError, LookupFailure):
        raise
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
        for secret in sort_secrets(secrets.all):
            text = secret.redact_response(text)
        raise RuntimeError(text) from None


def _lookup_arguments(connector_id: str) -> tuple[str, ...]:
    """Return the arguments of the command that lists the connections."""
    return ("connection", "list", "--connector", connector_id, *(() if is_ulid(connector_id) else ("--id",)))
