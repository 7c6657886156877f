"""Connections that exist: found by name or id, and names that are still free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.platform.credentials import is_ulid
from preclear.platform.lookups import LookupFailure
from preclear.source import format_count, truncate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.platform.lookups import ConnectionRecord, PlatformLookup

MAX_LISTED = 5
"""Maximum number of connections in a message."""


def find_connection(lookup: PlatformLookup, connector_id: str, name_or_id: str) -> str:
    """Return the id of the one connection of this name; an id is used as it is.

    Raises LookupFailure unless exactly one connection has exactly this name.
    """
    if is_ulid(name_or_id):
        return name_or_id
    connections = lookup.list_connections(connector_id)
    matches = [connection for connection in connections if connection.name == name_or_id]
    if len(matches) == 1:
        return matches[0].id
    if matches:
        fault = f"{len(matches):,} connections are called `{name_or_id}`"
        raise LookupFailure(f"{fault}; expected the id of one: {_list_ids(matches)}")
    raise LookupFailure(f"no connection is called `{name_or_id}`; {_describe_known(connections)}")


def require_free_name(lookup: PlatformLookup, connector_id: str, name: str) -> None:
    """Raise LookupFailure if the connector already has a connection of this name, which must be unique in it."""
    matches = [connection for connection in lookup.list_connections(connector_id) if connection.name == name]
    if matches:
        raise LookupFailure(f"connection `{name}` exists already ({_list_ids(matches)}); expected another name")


def _list_ids(connections: Sequence[ConnectionRecord]) -> str:
    ids = ", ".join(truncate(connection.id, 80) for connection in connections[:MAX_LISTED])
    return ids + (f" and {len(connections) - MAX_LISTED:,} more" if len(connections) > MAX_LISTED else "")


def _describe_known(connections: Sequence[ConnectionRecord]) -> str:
    if not connections:
        return "the connector has no connections"
    names = ", ".join(f"`{truncate(connection.name, 80)}`" for connection in connections[:MAX_LISTED])
    more = len(connections) - MAX_LISTED
    return f"it has {names}" + (f" and {format_count(more, 'more', 'more')}" if more > 0 else "")
