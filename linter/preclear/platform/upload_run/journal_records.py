"""The records of a journal, and what they leave open."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, NamedTuple


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


class OpenIntent(NamedTuple):
    """An intent that isn't done. `outcome` is None if the run ended before it was known.

    `known_ids` are the connectors that existed before it. After `accepted`, `connector_id` and `version` are what was
    created.
    """

    intent: Intent
    known_ids: frozenset[str]
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
        self.next_number = 1

    @property
    def is_open(self) -> bool:
        """Whether anything may be on its way, or isn't done."""
        return bool(self.open_intents or self.open_connections)

    def add(self, record: dict[str, Any]) -> None:
        """Add a record. Raises KeyError, TypeError or ValueError for one that no journal has."""
        match record["type"]:
            case "known":
                self.known_ids.update(map(_check_text, record["ids"]))
            case "intent":
                intent = _read_intent(record)
                self.next_number = max(self.next_number, intent.number + 1)
                known_ids = self.known_ids | self.created_ids if intent.connector_id is None else set[str]()
                self.open_intents[intent.number] = OpenIntent(intent, frozenset(known_ids))
            case "outcome":
                self._add_outcome(record)
            case "connection":
                self.open_connections[_read_key(record)] = float(record["end"])
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
    for name in ("time", "timeout"):
        values[name] = float(values[name])
    if type(values["number"]) is not int:
        raise TypeError
    return Intent(**values)


def _read_key(record: dict[str, Any]) -> tuple[str, str]:
    return _check_text(record["connectorId"]), _check_text(record["name"])


def _check_text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
