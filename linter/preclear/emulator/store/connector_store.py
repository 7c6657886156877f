"""The store of all connectors, within bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.emulator.http.errors import ApiError, JsonObject, invalid_request_error, not_found_error
from preclear.emulator.importer.values import RESERVED_VERSION_NAMES
from preclear.emulator.store.connector import StoredConnector
from preclear.emulator.store.version import StoredVersion, current_time, json_size
from preclear.emulator.store.version_content import VersionContent

if TYPE_CHECKING:
    from preclear.emulator.ulids import UlidGenerator
    from preclear.source import Json

MAX_CONNECTORS = 100
MAX_ITEMS = 1_000  # versions, and connections, of one connector
MAX_STORED_BYTES = 20_000_000
"""The limit for all connectors, in bytes: metadata measured as JSON, and resources of versions as they're packed."""


class ConnectorStore:
    """The connectors of all organisations. The oldest ones are dropped to stay within the limits."""

    def __init__(self, ulid_generator: UlidGenerator, limit: int = MAX_STORED_BYTES) -> None:
        self._ulid_generator = ulid_generator
        self._connectors: dict[str, StoredConnector] = {}
        self._update_count = 0
        self._publication_count = 0
        self._limit = limit
        self._size = 0

    @property
    def size(self) -> int:
        """The size of everything in bytes."""
        return self._size

    def get(self, organisation_id: str, connector_id: str) -> StoredConnector:
        """Return the connector with this id. Raises ApiError if there is none."""
        connector = self._connectors.get(connector_id.upper())
        if connector is None or connector.organisation_id != organisation_id:
            raise not_found_error(f"connector `{connector_id[:100]}`")
        return connector

    def list_connectors(self, organisation_id: str) -> list[StoredConnector]:
        """Return all connectors of an organisation, the most recently updated first."""
        connectors = (
            connector for connector in self._connectors.values() if connector.organisation_id == organisation_id
        )
        return sorted(connectors, key=lambda connector: -connector.update_number)

    def add(self, connector_id: str, organisation_id: str, fields: JsonObject, size: int = 0) -> StoredConnector:
        """Add a connector without versions. Its configs are stored without their validation messages.

        `size` is the number of bytes that the caller is about to add to it. Raises ApiError (507) if there is no room.
        """
        now = current_time()
        connector = StoredConnector(
            id=connector_id, organisation_id=organisation_id, fields={**fields}, created_at=now, updated_at=now
        )
        connector.fields["authSchemeConfigs"] = [
            {key: value for key, value in config.items() if key != "validationMessages"} for config in connector.configs
        ]
        own_size = json_size(connector.fields)
        if own_size + size > self._limit:
            raise self._full_error()
        while len(self._connectors) >= MAX_CONNECTORS or self._size + own_size + size > self._limit:
            self.delete(next(iter(self._connectors.values())))
        self._connectors[connector_id] = connector
        self.reserve(connector, own_size)
        self.touch(connector)
        return connector

    def delete(self, connector: StoredConnector) -> None:
        """Delete a connector with everything in it."""
        self._size -= self._connectors.pop(connector.id).size

    def reserve(self, connector: StoredConnector, amount: int) -> None:
        """Reserve `amount` more bytes for `connector`; release them if it's negative.

        Raises ApiError (507) if there is no room.
        """
        if amount > 0 and self._size + amount > self._limit:
            raise self._full_error()
        connector.size += amount
        self._size += amount

    def _full_error(self) -> ApiError:
        message = f"the emulator's {self._limit:,} bytes of storage are full; restart it to empty it"
        return ApiError(507, "insufficient_storage", message)

    def check_version_name(self, connector: StoredConnector, name: str, path: str = "version") -> None:
        """Raise ApiError if `name` isn't a valid new version name; `path` is its field in the request."""
        if not name.strip():
            raise invalid_request_error((path, "is blank"))
        if name.strip() in RESERVED_VERSION_NAMES:
            raise invalid_request_error((path, f"`{name.strip()}` is a reserved name"))
        if any(version.name == name for version in connector.versions):
            raise invalid_request_error((path, f"`{name[:100]}` already exists"))
        if len(connector.versions) >= MAX_ITEMS:
            raise invalid_request_error(
                (path, f"the connector already has {MAX_ITEMS:,} versions, the emulator's limit")
            )

    def make_version(
        self, name: str, content: VersionContent | None = None, messages: list[Json] | None = None
    ) -> StoredVersion:
        """Return a draft that no connector has yet."""
        now = current_time()
        return StoredVersion(
            id=self._ulid_generator.generate(),
            name=name,
            created_at=now,
            updated_at=now,
            messages=messages or [],
            content=content or VersionContent(),
        )

    def add_version(self, connector: StoredConnector, version: StoredVersion) -> StoredVersion:
        """Add a draft. Raises ApiError (507)."""
        self.reserve(connector, version.size)
        connector.versions.append(version)
        self.touch(connector, version)
        return version

    def delete_version(self, connector: StoredConnector, version: StoredVersion) -> None:
        """Delete a version with everything in it."""
        connector.versions.remove(version)
        self.reserve(connector, -version.size)
        self.touch(connector)

    def publish(self, connector: StoredConnector, version: StoredVersion, *, is_published: bool) -> None:
        """Publish a draft, or unpublish a published version."""
        self._publication_count += 1
        version.publication_number = self._publication_count
        version.published_at = current_time() if is_published else None
        self.touch(connector, version)

    def touch(self, connector: StoredConnector, version: StoredVersion | None = None) -> None:
        """Mark a connector, and one of its versions, as updated now."""
        self._update_count += 1
        connector.update_number, connector.updated_at = self._update_count, current_time()
        if version is not None:
            version.update_number, version.updated_at = self._update_count, connector.updated_at
