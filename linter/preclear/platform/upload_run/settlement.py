"""What became of documents that an earlier run sent, or was about to send, when it ended."""

from __future__ import annotations

import shlex
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from preclear.platform.lookups import LookupFailure
from preclear.platform.upload_run.description import find_digest
from preclear.platform.upload_run.model import Arrival

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.config import ConnectorBinding
    from preclear.platform.connection import ConnectionOptions
    from preclear.platform.credentials import Credentials
    from preclear.platform.lookups import ConnectorRecord, PlatformLookup
    from preclear.platform.upload_run.journal_records import JournalRecords, OpenIntent

POLL_INTERVAL = 1.0
"""Seconds between look-ups while the server may still be at it."""


class Settlement(NamedTuple):
    """What the journal leaves of a binding.

    `arrivals` are uploads that arrived. `lost` are the numbers of intents of which nothing arrived. `problem` says why
    something can't be decided: then nothing may be sent, and `lookup_command` shows what is there.
    """

    arrivals: tuple[Arrival, ...] = ()
    lost: tuple[int, ...] = ()
    problem: str | None = None
    lookup_command: str = ""


class _UndecidedError(Exception):
    pass


class Settler:
    """Settles the open intents of a journal by look-ups, which change nothing.

    An upload that isn't there is lost only if the time that an answer was awaited has passed: the server may still be
    at it. With `waits`, that time is waited for; `report_waiting` is called with the seconds.
    """

    def __init__(
        self,
        records: JournalRecords,
        credentials: Credentials,
        connection: ConnectionOptions,
        *,
        waits: bool,
        report_waiting: Callable[[float], None],
    ) -> None:
        self._records = records
        self._credentials = credentials
        self._connection = connection
        self._waits = waits
        self._report_waiting = report_waiting

    def find(self, open_intent: OpenIntent) -> Arrival | str:
        """Look once for what an intent created, or return why it isn't known."""
        try:
            return self._find(open_intent) or "it can't be found"
        except (_UndecidedError, LookupFailure) as error:
            return str(error)

    def settle(self, binding: ConnectorBinding) -> Settlement:
        """Settle what is open for a binding at this destination."""
        destination = (self._credentials.address.url, self._credentials.organisation)
        arrivals: list[Arrival] = []
        lost: list[int] = []
        for number, open_intent in sorted(self._records.open_intents.items()):
            intent = open_intent.intent
            if (intent.url, intent.organisation, intent.document, intent.connector) != (
                *destination,
                binding.document,
                binding.connector,
            ):
                continue
            try:
                arrival = self._settle(open_intent)
            except (_UndecidedError, LookupFailure) as error:
                sent = datetime.fromtimestamp(intent.time, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
                problem = f"an earlier run may have sent it at {sent}: {error}"
                return Settlement(tuple(arrivals), tuple(lost), problem, self._build_command(open_intent))
            if arrival is None:
                lost.append(number)
            else:
                arrivals.append(arrival)
        return Settlement(tuple(arrivals), tuple(lost))

    def _settle(self, open_intent: OpenIntent) -> Arrival | None:
        """Return what arrived, None if nothing did. Raises _UndecidedError and LookupFailure."""
        intent = open_intent.intent
        if open_intent.connector_id is not None and open_intent.version is not None:
            return Arrival(intent.number, open_intent.connector_id, open_intent.version, intent.sha256)
        timeout = max(intent.timeout, self._connection.timeout)
        end = min(intent.time, time.time()) + timeout  # a clock that was set back must not make this endless
        while True:
            is_over = time.time() >= end
            arrival = self._find(open_intent)
            if arrival is not None or is_over:
                return arrival
            seconds = max(0.0, end - time.time())
            if not self._waits:
                raise _UndecidedError(f"it isn't there, but the server may be at it for {seconds:.0f} more seconds")
            self._report_waiting(seconds)
            time.sleep(min(POLL_INTERVAL, seconds))

    def _find(self, open_intent: OpenIntent) -> Arrival | None:
        intent, lookup = open_intent.intent, self._connection.make_lookup(self._credentials)
        if intent.connector_id is None:
            return self._find_connector(open_intent, lookup)
        try:
            versions = lookup.list_versions(intent.connector_id)
        except LookupFailure as error:
            if error.status == 404:
                return None
            raise
        for version in versions:
            if version.name == intent.version and find_digest(version.description) in (None, intent.sha256):
                return Arrival(intent.number, intent.connector_id, version.name, intent.sha256)
        return None

    def _find_connector(self, open_intent: OpenIntent, lookup: PlatformLookup) -> Arrival | None:
        """Find a new connector: one that wasn't there before. Its name decides if there are several."""
        intent = open_intent.intent
        candidates = [
            connector
            for connector in lookup.list_connectors()
            if connector.id not in open_intent.known_ids and connector.id not in self._records.created_ids
        ]
        named = [connector for connector in candidates if connector.name in (intent.title, intent.connector)]
        if not candidates:
            return None
        if len(named) != 1:
            raise _UndecidedError(
                f"{_describe_candidates(named or candidates)}; if it isn't one of these, remove the journal"
            )
        versions = lookup.list_versions(named[0].id)
        if len(versions) != 1:
            raise _UndecidedError(f"connector {named[0].id} has {len(versions):,} versions; expected one")
        return Arrival(intent.number, named[0].id, versions[0].name, intent.sha256)

    def _build_command(self, open_intent: OpenIntent) -> str:
        intent = open_intent.intent
        arguments = ["versions", intent.connector_id] if intent.connector_id is not None else ["connectors"]
        return shlex.join(["preclear", *arguments, *self._connection.to_arguments()])


def _describe_candidates(candidates: list[ConnectorRecord]) -> str:
    names = ", ".join(f"`{connector.name}` ({connector.id})" for connector in candidates[:5])
    count = "one connector was" if len(candidates) == 1 else f"{len(candidates):,} connectors were"
    return f"{count} created since: {names}{', …' if len(candidates) > 5 else ''}"
