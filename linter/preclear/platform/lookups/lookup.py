"""What exists in one organisation: connectors, versions, their resources, and connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.platform.credentials import encode_name, is_ulid, validate_id
from preclear.platform.lookups.reader import PlatformReader
from preclear.platform.lookups.records import (
    ConnectionRecord,
    ConnectorRecord,
    ConnectorVersion,
    LookupFailure,
    read_connection,
    read_connector,
    read_version,
)
from preclear.platform.option_errors import InvalidOptionError
from preclear.source import truncate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.platform.credentials import Credentials
    from preclear.platform.http import Deadline, HttpConnection
    from preclear.source import Json

MAX_SUGGESTIONS = 5
"""Maximum number of names or ids in a message."""

MAX_NAME_LENGTH = 80
"""Maximum length, in characters, of a server's name or id in a message."""

SCHEMA_MEDIA_TYPE = "application/schema+json"
"""The media type of a definition's schema (GetRawSchema)."""


class PlatformLookup:
    """Look-ups in one organisation, all within one deadline. They change nothing.

    Each raises LookupFailure, and InvalidOptionError for an id or name that can't be part of a URL. Lists have the
    order in which the server returns them, and all pages.
    """

    def __init__(self, credentials: Credentials, connection: HttpConnection, deadline: Deadline) -> None:
        self._credentials = credentials
        self._reader = PlatformReader(credentials, connection, deadline)

    def list_connectors(
        self,
        name: str | None = None,
        *,
        protocol: str | None = "http",
        tags: Sequence[str] = (),
        categories: Sequence[str] = (),
    ) -> list[ConnectorRecord]:
        """Return the connectors (ListConnectors).

        With `name`, those whose names contain it, ignoring case. `tags` are `KEY` or `KEY:VALUE`; a connector has all
        of them. `protocol` is None for connectors of every protocol.
        """
        query = [
            *([("protocol", protocol)] if protocol is not None else []),
            *([("name", name)] if name is not None else []),
            *([("tags", ",".join(tag if ":" in tag else f"{tag}:" for tag in tags))] if tags else []),
            *(("categories", category) for category in categories),
        ]
        url = self._credentials.url("connectors")
        return [read_connector(item) for item in self._reader.list_objects(url, query, "connectors")]

    def get_connector(self, connector_id: str) -> ConnectorRecord:
        """Return one connector (GetConnector)."""
        return read_connector(self._reader.read_object(self._connector_url(connector_id), "a connector", ("id",)))

    def list_versions(self, connector_id: str) -> list[ConnectorVersion]:
        """Return every version of a connector, last changed first (ListConnectorVersions)."""
        url = self._connector_url(connector_id, "versions")
        return [read_version(item) for item in self._reader.list_objects(url, (), "items")]

    def get_version(self, connector_id: str, version_name: str) -> ConnectorVersion:
        """Return one version; `latest` and `default` are names, too (GetConnectorVersion)."""
        url = self._credentials.version_url(connector_id, version_name)
        return read_version(self._reader.read_object(url, "a version", ("id", "name")))

    def list_actions(self, connector_id: str, version_name: str) -> list[dict[str, Json]]:
        """Return the actions of a version (GetActions)."""
        return self._list_resources(connector_id, version_name, "actions")

    def list_triggers(self, connector_id: str, version_name: str) -> list[dict[str, Json]]:
        """Return the triggers of a version (GetTriggers)."""
        return self._list_resources(connector_id, version_name, "triggers")

    def list_definitions(self, connector_id: str, version_name: str) -> list[dict[str, Json]]:
        """Return the definitions of a version, without their schemas (GetDefinitions)."""
        return self._list_resources(connector_id, version_name, "definitions")

    def get_schema(self, connector_id: str, version_name: str, file_name: str) -> Json:
        """Return the schema of a definition (GetRawSchema).

        `file_name` is the last part of the definition's `url`. The request goes to the configured base URL, whatever
        host that `url` names: only that one gets the token.
        """
        names = "/".join(map(encode_name, (version_name, file_name)))
        url = f"{self._credentials.url('schemas', validate_id(connector_id, 'the connector'))}/{names}"
        return self._reader.read(url, SCHEMA_MEDIA_TYPE)

    def list_connections(self, connector_id: str) -> list[ConnectionRecord]:
        """Return the connections of a connector (ListConnectorConnections)."""
        url = self._connector_url(connector_id, "connections")
        return [read_connection(item) for item in self._reader.list_objects(url, (), "items")]

    def get_connection(self, connector_id: str, connection_id: str) -> ConnectionRecord:
        """Return one connection with its credentials, which the server redacts (GetConnection)."""
        url = self._connector_url(connector_id, "connections", validate_id(connection_id, "the connection"))
        return read_connection(self._reader.read_object(url, "a connection", ("id",)))

    def list_categories(self) -> list[str]:
        """Return the names of all categories (ListCategories). They belong to no organisation."""
        value = self._reader.read(f"{self._credentials.address.url}/categories")
        if not isinstance(value, list):
            raise LookupFailure("the lookup failed: its answer is not a list of categories")
        return [item for item in value if isinstance(item, str)]

    def find_connector(self, name_or_id: str) -> ConnectorRecord:
        """Find a connector by its name; an id is used as it is, and the name is then empty.

        Raises LookupFailure unless exactly one has exactly this name.
        """
        if is_ulid(name_or_id):
            return ConnectorRecord(name_or_id, "", {})
        connectors = self.list_connectors(name_or_id)
        exact_matches = [candidate for candidate in connectors if candidate.name == name_or_id]
        if len(exact_matches) == 1:
            try:
                validate_id(exact_matches[0].id, "the connector that was found")
            except InvalidOptionError as error:
                raise LookupFailure(str(error)) from None
            return exact_matches[0]
        if exact_matches:
            ids = ", ".join(_quote(candidate.id) for candidate in exact_matches[:MAX_SUGGESTIONS])
            remainder = (
                f" and {len(exact_matches) - MAX_SUGGESTIONS:,} more" if len(exact_matches) > MAX_SUGGESTIONS else ""
            )
            summary = f"{len(exact_matches):,} connectors are called `{name_or_id}`"
            raise LookupFailure(f"{summary}; expected the id of one: {ids}{remainder}")
        suggestions = _suggest_connectors(name_or_id, connectors) or _suggest_connectors(
            name_or_id, self.list_connectors()
        )
        suggestion_list = ", ".join(
            f"{_quote(candidate.name)} ({truncate(candidate.id, MAX_NAME_LENGTH)})" for candidate in suggestions
        )
        raise LookupFailure(
            f"no connector is called `{name_or_id}`; "
            + (f"similar: {suggestion_list}" if suggestions else "no similar name exists")
        )

    def _connector_url(self, connector_id: str, *parts: str) -> str:
        return self._credentials.url("connectors", validate_id(connector_id, "the connector"), *parts)

    def _list_resources(self, connector_id: str, version_name: str, kind: str) -> list[dict[str, Json]]:
        return self._reader.list_objects(self._credentials.version_url(connector_id, version_name, kind), (), kind)


def parse_connector_id(text: str) -> str:
    """Use `text` as an id, because lookups are disabled. Raises InvalidOptionError if it can't be one."""
    try:
        return validate_id(text, "the connector")
    except InvalidOptionError as error:
        raise InvalidOptionError(f"{error}; to use a name, leave out `--no-lookup`") from None


def _suggest_connectors(name: str, connectors: list[ConnectorRecord]) -> list[ConnectorRecord]:
    """Return connectors with similar names: first the same name in another case, then by common letters."""
    from difflib import get_close_matches

    lower = name.lower()
    names = {connector.name.lower() for connector in connectors if connector.name}
    containing = sorted(known_name for known_name in names if lower in known_name or known_name in lower)
    similar = dict.fromkeys([*get_close_matches(lower, sorted(names), MAX_SUGGESTIONS, 0.6), *containing])
    order = {known_name: rank for rank, known_name in enumerate(similar)}
    candidates = [connector for connector in connectors if connector.name.lower() in order]
    return sorted(candidates, key=lambda connector: order[connector.name.lower()])[:MAX_SUGGESTIONS]


def _quote(text: str) -> str:
    """Return `text` in backticks, cut if it's long."""
    return f"`{truncate(text, MAX_NAME_LENGTH)}`"
