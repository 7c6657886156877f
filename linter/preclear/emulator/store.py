"""What was made so far, in memory: connectors with their versions and connections."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from preclear.emulator.problem import Object, Problem, invalid, not_found

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from preclear.emulator.importing import Imported
    from preclear.emulator.ulids import Ulids
    from preclear.source import Json

T = TypeVar("T")
MOST_CONNECTORS = 100
MOST_PARTS = 1_000  # versions of a connector; connections of one
STORED_BYTES = 20_000_000
"""Everything that is kept, as the JSON of answers."""

_VERSION_BYTES = 250
"""A version without its name, at most."""


@dataclass(slots=True, kw_only=True)
class Kept:
    """A connector. Versions and connections are in the order of their making, each as an answer has it."""

    id: str
    organisation: str
    fields: Object
    created: str
    updated: str
    stamp: int
    versions: list[Object] = field(default_factory=list[Object])
    connections: list[Object] = field(default_factory=list[Object])
    size: int = 0
    """The bytes of all this, as JSON."""

    @property
    def shown(self) -> Object:
        """The connector as an answer has it (HTTPConnector)."""
        return {
            "id": self.id,
            "organisationId": self.organisation,
            "public": False,
            "protocol": "http",
            **self.fields,
            "connections": [*self.connections],
            "versions": [*self.versions],
            "createdAt": self.created,
            "updatedAt": self.updated,
        }

    def version(self, name: str) -> Object:
        """The version called `name`, which can be `latest` or `default`. Raises Problem where there is none."""
        mark = {"latest": "isLatest", "default": "isDefault"}.get(name)
        for each in self.versions:
            if each["name"] == name or (mark is not None and each[mark]):
                return each
        raise not_found(f"version `{name[:100]}`")


class Store:
    """The connectors of all organisations; of too many, or too large ones, the oldest is dropped."""

    def __init__(self, ulids: Ulids, limit: int = STORED_BYTES) -> None:
        self._ulids = ulids
        self._kept: dict[str, Kept] = {}
        self._stamp = 0
        self._limit = limit
        self._size = 0

    def get(self, organisation: str, id: str) -> Kept:
        """The connector with this id. Raises Problem where there is none."""
        kept = self._kept.get(id.upper())
        if kept is None or kept.organisation != organisation:
            raise not_found(f"connector `{id[:100]}`")
        return kept

    def listed(self, organisation: str) -> list[Kept]:
        """All connectors of an organisation, the most recently updated first."""
        ours = (kept for kept in self._kept.values() if kept.organisation == organisation)
        return sorted(ours, key=lambda kept: -kept.stamp)

    def add(self, id: str, organisation: str, imported: Imported) -> Kept:
        """Keep a new connector with its first version. Configs are kept without the messages of their validation."""
        now = time_now()
        kept = Kept(id=id, organisation=organisation, fields={**imported.connector}, created=now, updated=now, stamp=0)
        configs = kept.fields["authSchemeConfigs"]
        kept.fields["authSchemeConfigs"] = [
            {key: value for key, value in config.items() if key != "validationMessages"}
            for config in (configs if isinstance(configs, list) else ())
            if isinstance(config, dict)
        ]
        size = size_of(kept.fields) + _VERSION_BYTES + size_of(imported.version)
        if size > self._limit:
            raise self._full()
        while len(self._kept) >= MOST_CONNECTORS or self._size + size > self._limit:
            self._size -= self._kept.pop(next(iter(self._kept))).size
        self._kept[id] = kept
        self.add_version(kept, imported.version)
        self.grow(kept, size_of(kept.fields))
        return kept

    def grow(self, kept: Kept, amount: int) -> None:
        """Note that `kept` takes so many bytes more, before it does. Raises Problem (507) where there is no room."""
        if amount > 0 and self._size + amount > self._limit:
            raise self._full()
        kept.size += amount
        self._size += amount

    def _full(self) -> Problem:
        message = f"the emulator keeps {self._limit:,} bytes at most; start it again to empty it"
        return Problem(507, "insufficient_storage", message)

    def check_version(self, kept: Kept, name: str, at: str = "version") -> None:
        """Raise the Problem of a version's name that can't be one, or is one already; `at` is where it was sent."""
        from preclear.emulator.importing import RESERVED

        if not name.strip():
            raise invalid((at, "is blank"))
        if name.strip() in RESERVED:
            raise invalid((at, f"`{name.strip()}` is a reserved name"))
        if any(each["name"] == name for each in kept.versions):
            raise invalid((at, f"`{name[:100]}` exists already"))
        if len(kept.versions) >= MOST_PARTS:
            raise invalid((at, f"the connector has {MOST_PARTS:,} versions, and no more are kept"))

    def add_version(self, kept: Kept, name: str) -> Object:
        """Add a draft, which is the latest version then; the first is the default one. Raises Problem (507)."""
        self.grow(kept, _VERSION_BYTES + size_of(name))
        now = time_now()
        for each in kept.versions:
            each["isLatest"] = False
        made: Object = {
            "id": self._ulids.make(),
            "name": name,
            "isLatest": True,
            "isDefault": not kept.versions,
            "createdAt": now,
            "updatedAt": now,
            "publishedAt": None,
        }
        kept.versions.append(made)
        self.touch(kept)
        return made

    def touch(self, kept: Kept) -> None:
        """Note that a connector was updated."""
        self._stamp += 1
        kept.stamp, kept.updated = self._stamp, time_now()


def size_of(value: Json) -> int:
    """The bytes of a value as JSON."""
    return len(json.dumps(value, separators=(",", ":")))


def time_now() -> str:
    """The time, as a date-time of RFC 3339."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def page(items: Sequence[T], id_of: Callable[[T], Json], asked: Object, key: str, show: Callable[[T], Json]) -> Object:
    """A page of `items` under `key` (PageInfo), as the query parameters first, after and before ask for it.

    A cursor is the id of an item: `next` that of the last one shown, `prev` that of the first. Raises Problem.
    """
    first = _first(asked.get("first"))
    ids = [id_of(item) for item in items]
    start, end = 0, len(items)
    for name in ("after", "before"):
        cursor = asked.get(name)
        if cursor is not None and cursor not in ids:
            raise invalid((name, "is no cursor of this list"))
    if asked.get("after") is not None:
        start = ids.index(asked["after"]) + 1
    if asked.get("before") is not None:
        end = ids.index(asked["before"])
        start = max(start, end - first)
    end = min(end, start + first)
    found: Object = {"totalCount": len(items)}
    if start < end < len(items):
        found["next"] = ids[end - 1]
    if 0 < start < end:
        found["prev"] = ids[start]
    return {**found, key: [show(item) for item in items[start:end]]}


def _first(asked: Json) -> int:
    if asked is None:
        return 20
    if not isinstance(asked, str) or not (asked.isascii() and asked.isdecimal() and len(asked) < 5):
        raise invalid(("first", "expected a whole number from 1 to 1000"))
    if not 1 <= int(asked) <= 1000:
        raise invalid(("first", "expected a whole number from 1 to 1000"))
    return int(asked)
