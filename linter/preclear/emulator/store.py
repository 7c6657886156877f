"""The connectors in memory, with their versions and connections."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from preclear.emulator.http.errors import ApiError, JsonObject, invalid_request_error, not_found_error
from preclear.emulator.importer.values import RESERVED_VERSION_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from preclear.emulator.importer.importer import ImportResult
    from preclear.emulator.ulids import UlidGenerator
    from preclear.source import Json

T = TypeVar("T")
MAX_CONNECTORS = 100
MAX_ITEMS = 1_000  # versions, and connections, of one connector
MAX_STORED_BYTES = 20_000_000
"""The limit for everything in the store, measured as JSON."""

_VERSION_BYTES = 250
"""The size of a version without its name, at most."""


@dataclass(slots=True, kw_only=True)
class StoredConnector:
    """A connector. Versions and connections are in order of creation, each as an answer has it."""

    id: str
    organisation_id: str
    fields: JsonObject
    created_at: str
    updated_at: str
    update_number: int
    versions: list[JsonObject] = field(default_factory=list[JsonObject])
    connections: list[JsonObject] = field(default_factory=list[JsonObject])
    size: int = 0
    """The size of everything in bytes, as JSON."""

    @property
    def body(self) -> JsonObject:
        """The connector as answers have it (HTTPConnector)."""
        return {
            "id": self.id,
            "organisationId": self.organisation_id,
            "public": False,
            "protocol": "http",
            **self.fields,
            "connections": [*self.connections],
            "versions": [*self.versions],
            "createdAt": self.created_at,
            "updatedAt": self.updated_at,
        }

    def version(self, name: str) -> JsonObject:
        """Return the version called `name`, which can be `latest` or `default`. Raises ApiError if there is none."""
        flag_key = {"latest": "isLatest", "default": "isDefault"}.get(name)
        for version in self.versions:
            if version["name"] == name or (flag_key is not None and version[flag_key]):
                return version
        raise not_found_error(f"version `{name[:100]}`")


class ConnectorStore:
    """The connectors of all organisations. The oldest ones are dropped to stay within the limits."""

    def __init__(self, ulid_generator: UlidGenerator, limit: int = MAX_STORED_BYTES) -> None:
        self._ulid_generator = ulid_generator
        self._connectors: dict[str, StoredConnector] = {}
        self._update_count = 0
        self._limit = limit
        self._size = 0

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

    def add(self, connector_id: str, organisation_id: str, imported: ImportResult) -> StoredConnector:
        """Add a connector with its first version. Its configs are stored without their validation messages."""
        now = current_time()
        connector = StoredConnector(
            id=connector_id,
            organisation_id=organisation_id,
            fields={**imported.connector},
            created_at=now,
            updated_at=now,
            update_number=0,
        )
        configs = connector.fields["authSchemeConfigs"]
        connector.fields["authSchemeConfigs"] = [
            {key: value for key, value in config.items() if key != "validationMessages"}
            for config in (configs if isinstance(configs, list) else ())
            if isinstance(config, dict)
        ]
        size = json_size(connector.fields) + _VERSION_BYTES + json_size(imported.version_name)
        if size > self._limit:
            raise self._full_error()
        while len(self._connectors) >= MAX_CONNECTORS or self._size + size > self._limit:
            self._size -= self._connectors.pop(next(iter(self._connectors))).size
        self._connectors[connector_id] = connector
        self.add_version(connector, imported.version_name)
        self.reserve(connector, json_size(connector.fields))
        return connector

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

    def check_version(self, connector: StoredConnector, name: str, path: str = "version") -> None:
        """Raise ApiError if `name` isn't a valid new version name; `path` is its field in the request."""
        if not name.strip():
            raise invalid_request_error((path, "is blank"))
        if name.strip() in RESERVED_VERSION_NAMES:
            raise invalid_request_error((path, f"`{name.strip()}` is a reserved name"))
        if any(version["name"] == name for version in connector.versions):
            raise invalid_request_error((path, f"`{name[:100]}` already exists"))
        if len(connector.versions) >= MAX_ITEMS:
            raise invalid_request_error(
                (path, f"the connector already has {MAX_ITEMS:,} versions, the emulator's limit")
            )

    def add_version(self, connector: StoredConnector, name: str) -> JsonObject:
        """Add a draft, which becomes the latest version. The first one is the default. Raises ApiError (507)."""
        self.reserve(connector, _VERSION_BYTES + json_size(name))
        now = current_time()
        for version in connector.versions:
            version["isLatest"] = False
        new_version: JsonObject = {
            "id": self._ulid_generator.generate(),
            "name": name,
            "isLatest": True,
            "isDefault": not connector.versions,
            "createdAt": now,
            "updatedAt": now,
            "publishedAt": None,
        }
        connector.versions.append(new_version)
        self.touch(connector)
        return new_version

    def touch(self, connector: StoredConnector) -> None:
        """Mark a connector as updated now."""
        self._update_count += 1
        connector.update_number, connector.updated_at = self._update_count, current_time()


def json_size(value: Json) -> int:
    """Return the size of a value as JSON, in bytes."""
    return len(json.dumps(value, separators=(",", ":")))


def current_time() -> str:
    """Return the current time as an RFC 3339 date-time."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def make_page(
    items: Sequence[T], get_id: Callable[[T], Json], query: JsonObject, key: str, render: Callable[[T], Json]
) -> JsonObject:
    """Return a page of `items` under `key` (PageInfo) for the query parameters `first`, `after` and `before`.

    A cursor is the id of an item: `next` is the id of the page's last item, `prev` that of its first. Raises ApiError.
    """
    page_size = _parse_page_size(query.get("first"))
    ids = [get_id(item) for item in items]
    start, end = 0, len(items)
    for name in ("after", "before"):
        cursor = query.get(name)
        if cursor is not None and cursor not in ids:
            raise invalid_request_error((name, "isn't a cursor of this list"))
    if query.get("after") is not None:
        start = ids.index(query["after"]) + 1
    if query.get("before") is not None:
        end = ids.index(query["before"])
        start = max(start, end - page_size)
    end = min(end, start + page_size)
    page_info: JsonObject = {"totalCount": len(items)}
    if start < end < len(items):
        page_info["next"] = ids[end - 1]
    if 0 < start < end:
        page_info["prev"] = ids[start]
    return {**page_info, key: [render(item) for item in items[start:end]]}


def _parse_page_size(value: Json) -> int:
    if value is None:
        return 20
    if not isinstance(value, str) or not (value.isascii() and value.isdecimal() and len(value) < 5):
        raise invalid_request_error(("first", "expected a whole number from 1 to 1000"))
    if not 1 <= int(value) <= 1000:
        raise invalid_request_error(("first", "expected a whole number from 1 to 1000"))
    return int(value)
