"""The list of a connector's connections, as a table and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.rendering.style import PLAIN, Style
from preclear.source import text_or_empty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.report.connections.model import ListedConnection

_TIMES = ("createdAt", "updatedAt")


def format_connections_json(connector_id: str, connections: Sequence[ListedConnection]) -> str:
    """Return the connections as JSON, ending with a newline."""
    from preclear.report.credential_data import hide_credential_data
    from preclear.report.json_report import FORMAT_VERSION, dump_json

    return dump_json(
        {
            "version": FORMAT_VERSION,
            "connector": connector_id,
            "connections": [hide_credential_data(connection.value) for connection in connections],
        }
    )


def format_connections_table(connections: Sequence[ListedConnection], style: Style = PLAIN) -> str:
    """Return the connections as a table, ending with a newline."""
    from preclear.report.rendering.table import Folding, format_table

    if not connections:
        return "no connections\n"
    rows = [
        (connection.id, connection.name, *(text_or_empty(connection.value.get(key)) for key in _TIMES))
        for connection in connections
    ]
    lines = format_table(("ID", "NAME", "CREATED", "UPDATED"), rows, 120, style, folding=Folding(is_last_plain=False))
    return "".join(f"{line}\n" for line in lines)
