"""What was made so far, in memory: connectors with their versions and connections."""

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
MAX_ITEMS = 1_000  # versions of a connector; connections of one
MAX_STORED_BYTES = 20_000_000
"""Everything that is kept, as the JSON of answers."""

_VERSION_BYTES = 250
"""A version without its name, at most."""


@dataclass(slots=True, kw_only=True)
class StoredConnector:
    """A connector. Versions and connections are in the order of their making, each as an answer has it."""

    id: str
    organisation_id: str
    fields: JsonObject
    created_at: str
    updated_at: str
    update_number: int
    versions: list[JsonObject] = field(default_factory=list[JsonObject])
    connections: list[JsonObject] = field(default_factory=list[JsonObject])
    size: int = 0
    """The bytes of all this, as JSON."""

    @property
    def body(self) -> JsonObject:
        """The connector as an answer has it (HTTPConnector)."""
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
        """The version called `name`, which can be `latest` or `default`. Raises Problem where there is none."""
        flag_key = {"latest": "isLatest", "default": "isDefault"}.get(name)
        for version in self.versions:
            if version["name"] == name or (flag_key is not None and version[flag_key]):
                return version
        raise not_found_error(f"version `{name[:100]}`")


class ConnectorStore:
    """The connectors of all organisations; of too many, or too large ones, the oldest is dropped."""

    def __init__(self, ulid_generator: UlidGenerator, limit: int = MAX_STORED_BYTES) -> None:
        self._ulid_generator = ulid_generator
        self._connectors: dict[str, StoredConnector] = {}
        self._update_count = 0
        self._limit = limit
        self._size = 0

    def get(self, organisation_id: str, connector_id: str) -> StoredConnector:
        """The connector with this id. Raises Problem where there is none."""
        connector = self._connectors.get(connector_id.upper())
        if connector is None or connector.organisation_id != organisation_id:
            raise not_found_error(f"connector `{connector_id[:100]}`")
        return connector

    def list_connectors(self, organisation_id: str) -> list[StoredConnector]:
        """All connectors of an organisation, the most recently updated first."""
        connectors = (
            connector for connector in self._connectors.values() if connector.organisation_id == organisation_id
        )
        return sorted(connectors, key=lambda connector: -connector.update_number)

    def add(self, connector_id: str, organisation_id: str, imported: ImportResult) -> StoredConnector:
        """Keep a new connector with its first version. Configs are kept without the messages of their validation."""
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
        """Note that `connector` takes so many bytes more, before it does.

        Raises Problem (507) where there is no room.
        """
        if amount > 0 and self._size + amount > self._limit:
            raise self._full_error()
        connector.size += amount
        self._size += amount

    def _full_error(self) -> ApiError:
        message = f"the emulator keeps {self._limit:,} bytes at most; start it again to empty it"
        return ApiError(507, "insufficient_storage", message)

    def check_version(self, connector: StoredConnector, name: str, path: str = "version") -> None:
        """Raise the Problem of a version's name that can't be one, or is one already; `path` is where it was sent."""
        if not name.strip():
            raise invalid_request_error((path, "is blank"))
        if name.strip() in RESERVED_VERSION_NAMES:
            raise invalid_request_error((path, f"`{name.strip()}` is a reserved name"))
        if any(version["name"] == name for version in connector.versions):
            raise invalid_request_error((path, f"`{name[:100]}` exists already"))
        if len(connector.versions) >= MAX_ITEMS:
            raise invalid_request_error((path, f"the connector has {MAX_ITEMS:,} versions, and no more are kept"))

    def add_version(self, connector: StoredConnector, name: str) -> JsonObject:
        """Add a draft, which is the latest version then; the first is the default one. Raises Problem (507)."""
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
        """Note that a connector was updated."""
        self._update_count += 1
        connector.update_number, connector.updated_at = self._update_count, current_time()


def json_size(value: Json) -> int:
    """The bytes of a value as JSON."""
    return len(json.dumps(value, separators=(",", ":")))


def current_time() -> str:
    """The time, as a date-time of RFC 3339."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def make_page(
    items: Sequence[T], get_id: Callable[[T], Json], query: JsonObject, key: str, render: Callable[[T], Json]
) -> JsonObject:
    """A page of `items` under `key` (PageInfo), as the query parameters first, after and before ask for it.

    A cursor is the id of an item: `next` that of the last one shown, `prev` that of the first. Raises Problem.
    """
    page_size = _parse_page_size(query.get("first"))
    ids = [get_id(item) for item in items]
    start, end = 0, len(items)
    for name in ("after", "before"):
        cursor = query.get(name)
        if cursor is not None and cursor not in ids:
            raise invalid_request_error((name, "is no cursor of this list"))
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
