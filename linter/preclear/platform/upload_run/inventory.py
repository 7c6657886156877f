"""What the platform has: every connector with its name, its versions and its categories, each looked up once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.platform.credentials import is_ulid

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.platform.lookups import ConnectorRecord, ConnectorVersion, PlatformLookup


class Inventory:
    """Looks up the connectors of an organisation. `make_lookup` begins a look-up with its own time limit.

    Methods raise LookupFailure.
    """

    def __init__(self, make_lookup: Callable[[], PlatformLookup]) -> None:
        self._make_lookup = make_lookup
        self._connectors: list[ConnectorRecord] | None = None
        self._versions: dict[str, list[ConnectorVersion]] = {}
        self._categories: dict[str, set[str]] | None = None

    @property
    def connectors(self) -> list[ConnectorRecord]:
        """All HTTP connectors."""
        if self._connectors is None:
            self._connectors = self._make_lookup().list_connectors()
        return self._connectors

    @property
    def connector_ids(self) -> set[str]:
        """The ids of all HTTP connectors."""
        return {connector.id for connector in self.connectors}

    def find_connectors(self, name_or_id: str) -> list[ConnectorRecord]:
        """Return the connectors that have exactly this name, or this id."""
        if is_ulid(name_or_id):
            return [connector for connector in self.connectors if connector.id.upper() == name_or_id.upper()]
        return [connector for connector in self.connectors if connector.name == name_or_id]

    def find_similar_names(self, name: str) -> list[str]:
        """Return the names of connectors that differ from `name` in case and spaces alone, or by a typing error."""
        from difflib import get_close_matches

        folded_name = _fold(name)
        names = sorted({connector.name for connector in self.connectors if connector.name})
        close = {*get_close_matches(name, names, 3, 0.85)}
        return [known for known in names if _fold(known) == folded_name or known in close][:3]

    def list_versions(self, connector_id: str) -> list[ConnectorVersion]:
        """Return the versions of a connector."""
        if connector_id not in self._versions:
            self._versions[connector_id] = self._make_lookup().list_versions(connector_id)
        return self._versions[connector_id]

    def list_connection_names(self, connector_id: str) -> set[str]:
        """Return the names of the connections of a connector."""
        return {record.name for record in self._make_lookup().list_connections(connector_id)}

    def list_known_categories(self) -> list[str]:
        """Return the names of all categories."""
        return [*self._get_categories()]

    def list_categories(self, connector_id: str) -> set[str]:
        """Return the categories of a connector: those in whose lists it is, as its object doesn't have them."""
        return {name for name, ids in self._get_categories().items() if connector_id in ids}

    def _get_categories(self) -> dict[str, set[str]]:
        if self._categories is None:
            lookup = self._make_lookup()
            self._categories = {
                name: {connector.id for connector in lookup.list_connectors(categories=[name])}
                for name in lookup.list_categories()
            }
        return self._categories


def _fold(name: str) -> str:
    return "".join(name.casefold().split())
