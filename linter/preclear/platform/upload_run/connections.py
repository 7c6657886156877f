"""The connections of a binding: read from their files, and created if the connector has none of their names."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from preclear.config import ConfigError, format_path
from preclear.platform.commands.connection_answer import describe_connection
from preclear.platform.commands.connections import ConnectionSource, prepare_missing_connection
from preclear.platform.commands.model import ChangeRefusal
from preclear.platform.connection_files.reader import read_connection_file
from preclear.platform.lookups import LookupFailure
from preclear.platform.option_errors import InvalidOptionError
from preclear.platform.upload_run.settlement import POLL_INTERVAL
from preclear.project import Input, refusal_reason
from preclear.report import ReportedStep
from preclear.source import repository_root

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from preclear.config import ConnectorBinding
    from preclear.platform.checked_document import CheckedDocument
    from preclear.platform.connection_files.model import ConnectionFile
    from preclear.platform.platform_client import PlatformClient
    from preclear.platform.upload_run.follow_up import FollowUp
    from preclear.platform.upload_run.inventory import Inventory
    from preclear.platform.upload_run.journal import Journal


def read_connection_files(binding: ConnectorBinding) -> tuple[ConnectionFile, ...]:
    """Read the connection files of a binding; no secret is read. They must be in its repository.

    Raises InvalidOptionError for one that can't be used.
    """
    files: list[ConnectionFile] = []
    for name in binding.connections:
        path: Path = binding.folder / name
        display_path = format_path(str(path))
        reason = refusal_reason(Input(display_path, path, is_named=True, root=repository_root(binding.folder)))
        if reason is not None:
            raise InvalidOptionError(f"connection file `{name}` may not be read: {reason} ({binding.origin})")
        try:
            files.append(read_connection_file(path, display_path))
        except ConfigError as error:
            raise InvalidOptionError(f"connection file `{name}` can't be used: {error}") from None
    return tuple(files)


def settle_connections(
    journal: Journal, inventory: Inventory, timeout: float, report_waiting: Callable[[str, float], None]
) -> None:
    """Settle the connections that an earlier run may have created: wait until they are there, or won't be.

    At most `timeout` seconds are waited for each. `report_waiting` is called with its name and the seconds. What can't
    be looked up stays open. Raises JournalError.
    """
    for key, end in [*journal.records.open_connections.items()]:
        connector_id, name = key
        with suppress(LookupFailure, InvalidOptionError):
            end = min(end, time.time() + timeout)  # a clock that was set back must not make this endless
            while key in journal.records.open_connections:
                is_over = time.time() >= end
                if name in inventory.list_connection_names(connector_id):
                    journal.add_connection_outcome(key, "accepted")
                elif is_over:
                    journal.add_connection_outcome(key, "not sent")
                else:
                    seconds = max(0.0, end - time.time())
                    report_waiting(f"connection `{name}`", seconds)
                    time.sleep(min(POLL_INTERVAL, seconds))


class ConnectionCreator:
    """Creates the connections that a connector lacks, each at most once.

    What is about to be created is in the journal first. If that may still be on its way from an earlier run, it isn't
    created again.
    """

    def __init__(self, make_client: Callable[[], PlatformClient], journal: Journal) -> None:
        self._make_client = make_client
        self._journal = journal

    def create(
        self, file: ConnectionFile, document: CheckedDocument | None, connector_id: str, follow_up: FollowUp
    ) -> None:
        """Create the connection of a file, if there is none of its name. Raises JournalError."""
        summary = f"create connection `{file.name}` of connector {connector_id}"
        client, key = self._make_client(), (connector_id, file.name)
        try:
            prepared = prepare_missing_connection(client, connector_id, ConnectionSource(file, document))
        except (LookupFailure, InvalidOptionError, ChangeRefusal, ConfigError) as error:
            follow_up.results.append(ReportedStep(summary, "not sent", str(error)))
            return
        if prepared is None:
            if key in self._journal.records.open_connections:
                self._journal.add_connection_outcome(key, "accepted")
            return
        seconds = self._journal.records.open_connections.get(key, 0.0) - time.time()
        if seconds > 0:
            reason = f"an earlier run may have created it, and the server may be at it for {seconds:.0f} more seconds"
            follow_up.results.append(ReportedStep(summary, "unknown", f"{reason}; upload again then"))
            return
        timeout = client.options.timeout
        self._journal.add_connection(key, time.time() + timeout)
        outcome = client.send(prepared.change)
        self._journal.add_connection_outcome(key, outcome.name)
        description = describe_connection(outcome, file, document)
        follow_up.results.append(ReportedStep(summary, outcome.name, outcome.reason))
        follow_up.notes += [*prepared.notes, *description.lines]
        follow_up.has_findings = follow_up.has_findings or description.is_failing
