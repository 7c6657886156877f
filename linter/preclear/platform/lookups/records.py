"""Resources as look-ups return them: the fields that commands use, and the object as the platform sent it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.source import non_empty_text

if TYPE_CHECKING:
    from preclear.source import Json


class LookupFailure(Exception):
    """A lookup failed; the message says why. `status` is the HTTP status; None without an answer."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class ConnectorRecord(NamedTuple):
    """A connector: its id and name as sent, and the object (Connector)."""

    id: str
    name: str
    value: dict[str, Json]


class ConnectionRecord(NamedTuple):
    """A connection: its id and name as sent, and the object (ConnectionSummary or Connection)."""

    id: str
    name: str
    value: dict[str, Json]


class ConnectorVersion(NamedTuple):
    """A version of a connector as the server sent it (ConnectorVersion); timestamps are strings, or None.

    `published_at` is None for a draft. `messages` are those of the version, as sent; `value` is the whole object.
    """

    id: str
    name: str
    description: str
    is_latest: bool
    is_default: bool
    created_at: str | None
    updated_at: str | None
    published_at: str | None
    messages: tuple[dict[str, Json], ...]
    value: dict[str, Json]


def read_connector(value: dict[str, Json]) -> ConnectorRecord:
    """Read a connector; an id or name that is no text is empty."""
    return ConnectorRecord(non_empty_text(value.get("id")) or "", non_empty_text(value.get("name")) or "", value)


def read_connection(value: dict[str, Json]) -> ConnectionRecord:
    """Read a connection; an id or name that is no text is empty."""
    return ConnectionRecord(non_empty_text(value.get("id")) or "", non_empty_text(value.get("name")) or "", value)


def read_version(value: dict[str, Json]) -> ConnectorVersion:
    """Read a version; fields of a wrong type are read as absent."""
    messages = value.get("messages")
    return ConnectorVersion(
        non_empty_text(value.get("id")) or "",
        non_empty_text(value.get("name")) or "",
        non_empty_text(value.get("description")) or "",
        value.get("isLatest") is True,
        value.get("isDefault") is True,
        non_empty_text(value.get("createdAt")),
        non_empty_text(value.get("updatedAt")),
        non_empty_text(value.get("publishedAt")),
        tuple(message for message in messages if isinstance(message, dict)) if isinstance(messages, list) else (),
        value,
    )
