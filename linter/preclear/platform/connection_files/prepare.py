"""From a connection file to the request that creates or updates the connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.platform.changes import create_connection, update_connection
from preclear.platform.connection_files.auth_configs import choose_configs
from preclear.platform.connection_files.credential_types import PREFIX
from preclear.platform.connection_files.model import SecretSource
from preclear.platform.connection_files.problems import FileProblems
from preclear.platform.connection_files.request_body import build_create_body, build_update_body

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.connector import Connector
    from preclear.platform.connection_files.auth_configs import CredentialChoice
    from preclear.platform.connection_files.model import ConnectionFile
    from preclear.platform.connection_files.secret_reader import ConnectionSecrets
    from preclear.platform.credentials import Credentials
    from preclear.platform.http import ChangeRequest
    from preclear.platform.lookups import ConnectionRecord, ConnectorRecord
    from preclear.source import Json


class PreparedCreation(NamedTuple):
    """The request that creates a connection. `notes` say what is worth knowing before it's sent."""

    change: ChangeRequest
    notes: tuple[str, ...]


class PreparedUpdate(NamedTuple):
    """The request that updates a connection, and its body, which has no secrets."""

    change: ChangeRequest
    body: dict[str, Json]
    notes: tuple[str, ...]


def prepare_creation(
    file: ConnectionFile,
    secrets: ConnectionSecrets,
    credentials: Credentials,
    connector: ConnectorRecord,
    document_connector: Connector | None = None,
) -> PreparedCreation:
    """Build the request that creates the connection of a file. Raises ConfigError. Nothing is sent.

    `connector` is the connector as the platform has it now. `document_connector` is what the import makes of its
    document, whose names of security schemes the file uses; without one, it uses the platform's.
    """
    problems = FileProblems(file.path)
    if not file.entries:
        expected = "expected `credentials` with `action`, `trigger` or both; `scheme: none` is for an API without any"
        problems.add(file.root, f"the connection has no credentials, {expected}")
    choices = choose_configs(file, connector.value, document_connector, problems)
    problems.raise_any()
    body = build_create_body(file, choices, secrets)
    change = create_connection(credentials, connector.id, body, secrets.all)
    return PreparedCreation(change, tuple(_creation_notes(choices, secrets)))


def prepare_update(
    file: ConnectionFile,
    credentials: Credentials,
    connector: ConnectorRecord,
    connection: ConnectionRecord,
    document_connector: Connector | None = None,
) -> PreparedUpdate:
    """Build the request that updates a connection as its file says. No secret is read or sent.

    `connection` is the connection as the platform has it now; what the file leaves out stays. Raises ConfigError, and
    LookupFailure if the connection isn't as the API describes it.
    """
    problems = FileProblems(file.path)
    choices = choose_configs(file, connector.value, document_connector, problems, requires_values=False)
    problems.raise_any()
    body = build_update_body(file, connection.value, choices, problems)
    problems.raise_any()
    change = update_connection(credentials, connector.id, connection.id, body)
    return PreparedUpdate(change, body, tuple(_update_notes(file)))


def _creation_notes(choices: list[CredentialChoice], secrets: ConnectionSecrets) -> Iterator[str]:
    for choice in choices:
        prefix = None if choice.document_config is None else choice.document_config.prefix
        value = choice.entry.values.get("value")
        if prefix is None or not isinstance(value, SecretSource) or PREFIX.name in choice.entry.values:
            continue
        if not secrets.reveal(value).startswith(f"{prefix} "):
            advice = f"`{PREFIX.name}: {prefix}` in the file adds it"
            yield f"the value for `{choice.entry.scheme}` is sent without `{prefix}` before it; {advice}"


def _update_notes(file: ConnectionFile) -> Iterator[str]:
    if any(entry.values for entry in file.entries):
        advice = "to change it, delete the connection and create it again"
        yield f"an update can't change a credential, so the secrets of {file.path} aren't read; {advice}"
