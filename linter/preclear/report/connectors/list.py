"""The list of an organisation's connectors, as a table and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from preclear.report.credential_data import hide_credential_data
from preclear.report.rendering.style import PLAIN, Style
from preclear.source import text_or_empty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.source import Json


class ListedConnector(Protocol):
    """A connector: its id and name, and the object as the platform sent it."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def value(self) -> dict[str, Json]: ...


def format_connectors_json(connectors: Sequence[ListedConnector]) -> str:
    """Return the connectors as JSON, ending with a newline. Data of credentials is `***`."""
    from preclear.report.json_report import FORMAT_VERSION, dump_json

    values = [hide_credential_data(connector.value) for connector in connectors]
    return dump_json({"version": FORMAT_VERSION, "connectors": values})


def format_connectors_table(connectors: Sequence[ListedConnector], style: Style = PLAIN) -> str:
    """Return the connectors as a table, ending with a newline."""
    from preclear.report.rendering.table import Folding, format_table

    if not connectors:
        return "no connectors\n"
    rows = [
        (
            connector.id,
            connector.name,
            _find_latest_version(connector.value),
            text_or_empty(connector.value.get("baseUrl")),
        )
        for connector in connectors
    ]
    lines = format_table(("ID", "NAME", "LATEST VERSION", "BASE URL"), rows, 120, style, folding=Folding())
    return "".join(f"{line}\n" for line in lines)


def _find_latest_version(connector: dict[str, Json]) -> str:
    versions = connector.get("versions")
    for version in versions if isinstance(versions, list) else ():
        if isinstance(version, dict) and version.get("isLatest") is True:
            return text_or_empty(version.get("name"))
    return ""
