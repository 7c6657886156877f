"""The records of a journal, and what they leave open."""

from __future__ import annotations

import json
from collections.abc import Set
from dataclasses import asdict, dataclass, fields
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_TIMEOUT = 3600.0
"""The longest `--timeout`, in seconds: a journal that says more is none that preclear wrote."""

_MAX_TIME = 253_402_300_799.0  # the end of the year 9999, which is the last that dates have


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A document that is about to be sent.

    `number` identifies it in the journal. `url` and `organisation` are where it goes, `document` and `connector` are
    those of the binding. `connector_id` and `version` are None for a new connector, whose name is `title`. `time` is in
    seconds since the epoch; `timeout` is how long an answer was awaited, in seconds.
    """

    number: int
    url: str
    organisation: str
    document: str
    connector: str
    connector_id: str | None
    version: str | None
    title: str
    sha256: str
    time: float
    timeout: float

    def to_json(self) -> dict[str, Any]:
        """Return the record of a journal."""
        return asdict(self)


class KnownIds(Set[str]):
    """The first `count` of the ids in `order`, which can grow: many intents share one list."""

    __slots__ = ("_count", "_order")

    def __init__(self, order: Mapping[str, int], count: int) -> None:
        self._order = order
        self._count = count

    def __contains__(self, item: object) -> bool:
        return isinstance(item, str) and self._order.get(item, self._count) < self._count

    def __iter__(self) -> Iterator[str]:
        return islice(self._order, self._count)

    def __len__(self) -> int:
        return self._count


class OpenIntent(NamedTuple):
    """An intent that isn't done. `outcome` is None if the run ended before it was known.

    `known_ids` are the connectors that existed before it. After `accepted`, `connector_id` and `version` are what was
    created.
    """

    intent: Intent
    known_ids: KnownIds
    outcome: str | None = None
    connector_id: str | None = None
    version: str | None = None


class JournalRecords:
    """What the records say: connectors that are known, those that runs created, and what is open, by number.

    `open_connections` are those that may be on their way, by the id of their connector and their name, with the time
    until which the server may be at it.
    """

    def __init__(self) -> None:
        self.known_ids: set[str] = set()
        self.created_ids: set[str] = set()
        self.open_intents: dict[int, OpenIntent] = {}
        self.open_connections: dict[tuple[str, str], float] = {}
        self.next_number: int = 1
        self._order: dict[str, int] = {}  # known and created ids, with their positions

    @property
    def is_open(self) -> bool:
        """Whether anything may be on its way, or isn't done."""
        return bool(self.open_intents or self.open_connections)

    def add(self, record: dict[str, Any]) -> None:
        """Add a record. Raises KeyError, TypeError or ValueError for one that no journal has."""
        match record["type"]:
            case "known":
                for id in map(_check_text, record["ids"]):
                    self.known_ids.add(id)
                    self._order.setdefault(id, len(self._order))
            case "intent":
                intent = _read_intent(record)
                self.next_number = max(self.next_number, intent.number + 1)
                known_ids = KnownIds(self._order, len(self._order) if intent.connector_id is None else 0)
                self.open_intents[intent.number] = OpenIntent(intent, known_ids)
            case "outcome":
                self._add_outcome(record)
            case "connection":
                self.open_connections[_read_key(record)] = _read_seconds(record["end"], _MAX_TIME)
            case "connection-outcome":
                if _check_text(record["outcome"]) != "unknown":
                    self.open_connections.pop(_read_key(record), None)
            case "done":
                self.open_intents.pop(record["number"], None)
            case _:
                raise ValueError("unknown type")

    def _add_outcome(self, record: dict[str, Any]) -> None:
        number, outcome = record["number"], _check_text(record["outcome"])
        if outcome not in ("accepted", "unknown"):
            self.open_intents.pop(number, None)
            return
        connector_id = None if record["connectorId"] is None else _check_text(record["connectorId"])
        version = None if record["version"] is None else _check_text(record["version"])
        if connector_id is not None:
            self.created_ids.add(connector_id)
            self._order.setdefault(connector_id, len(self._order))
        self.open_intents[number] = self.open_intents[number]._replace(
            outcome=outcome, connector_id=connector_id, version=version
        )


def read_records(data: bytes) -> JournalRecords:
    """Read the lines of a journal after the first. Raises ValueError, which names the line, for anything else."""
    records = JournalRecords()
    for number, line in enumerate(data.splitlines(), 2):
        try:
            records.add(json.loads(line))
        except (ValueError, KeyError, TypeError, RecursionError):
            raise ValueError(f"line {number:,} is no record") from None
    return records


def _read_intent(record: dict[str, Any]) -> Intent:
    values = {field.name: record[field.name] for field in fields(Intent)}
    for name in ("url", "organisation", "document", "connector", "title", "sha256"):
        _check_text(values[name])
    for name in ("connector_id", "version"):
        if values[name] is not None:
            _check_text(values[name])
    values["time"] = _read_seconds(values["time"], _MAX_TIME)
    values["timeout"] = _read_seconds(values["timeout"], MAX_TIMEOUT)
    if type(values["number"]) is not int:
        raise TypeError
    return Intent(**values)


def _read_seconds(value: Any, maximum: float) -> float:
    """Read a number of seconds. Raises TypeError, and ValueError for one that nothing may wait for."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    if not 0 <= value <= maximum:  # `NaN`, too
        raise ValueError
    return float(value)


def _read_key(record: dict[str, Any]) -> tuple[str, str]:
    return _check_text(record["connectorId"]), _check_text(record["name"])


def _check_text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
