"""The planned work of a run, one binding after the other: a failure of one never hides another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.platform.upload_run.connections import ConnectionCreator
from preclear.platform.upload_run.differences import CATEGORIES, CONNECTIONS, PUBLISH
from preclear.platform.upload_run.follow_up import FollowUp
from preclear.platform.upload_run.journal import JournalError
from preclear.platform.upload_run.sender import DocumentSender
from preclear.report import ExitCode
from preclear.source import format_count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from preclear.platform.connection import ConnectionOptions
    from preclear.platform.platform_client import PlatformClient
    from preclear.platform.upload_run.binding_check import BindingChecker
    from preclear.platform.upload_run.interruption import RunInterruption
    from preclear.platform.upload_run.journal import Journal
    from preclear.platform.upload_run.model import Arrival, PlannedUpload, RunOptions
    from preclear.platform.upload_run.observer import RunObserver
    from preclear.platform.upload_run.settlement import Settler

_SEVERITY = ("accepted", "rejected", "not sent", "unknown")
_PLANNED_OUTCOMES = {"blocked": "not sent", "impossible": "not sent", "unknown": "unknown"}


class Execution:
    """Carries out a plan."""

    def __init__(
        self,
        *,
        checker: BindingChecker,
        connection: ConnectionOptions,
        make_client: Callable[[], PlatformClient],
        journal: Journal,
        settler: Settler,
        observer: RunObserver,
        interruption: RunInterruption,
        options: RunOptions,
    ) -> None:
        self._checker = checker
        self._make_client = make_client
        self._journal = journal
        self._observer = observer
        self._interruption = interruption
        self._sender = DocumentSender(checker, connection, journal, settler, observer, interruption, options)
        self._end_reason: str | None = None

    def run(self, entries: Sequence[PlannedUpload]) -> None:
        """Carry out the entries that have work. Each gets its outcome."""
        for entry in entries:
            if not entry.has_work:
                continue
            if self._interruption.is_ending:
                self._end_reason = self._end_reason or "interrupted"
            if self._end_reason is not None:
                _set_outcome(entry, "not sent", self._end_reason, ExitCode.NOT_SENT)
            else:
                self._run_guarded(entry)
            self._observer.report_entry(entry)

    def _run_guarded(self, entry: PlannedUpload) -> None:
        try:
            self._run_entry(entry)
        except JournalError as error:
            self._end_reason = str(error)
            if entry.outcome is None:
                _set_outcome(entry, "not sent", str(error), ExitCode.NOT_SENT)
            elif entry.outcome_reason != str(error):
                entry.notes.append(str(error))
                entry.exit_code = max(entry.exit_code, ExitCode.NOT_SENT)
        except Exception as error:
            self._observer.report_failure(error)
            if entry.outcome is None:
                _set_outcome(entry, "not sent", "preclear failed", ExitCode.UNCHECKED)
            entry.exit_code = max(entry.exit_code, ExitCode.UNCHECKED)

    def _run_entry(self, entry: PlannedUpload) -> None:
        follow_up = FollowUp(self._make_client, lambda: self._interruption.is_set)
        entry.step_results = follow_up.results
        binding, connector_id, version = entry.checked.binding, entry.connector_id, entry.version
        for arrival in entry.arrivals:
            self._finish(arrival, entry, follow_up)
        if entry.is_import:
            created = self._sender.send(entry)
            if created is None:
                _add_steps(entry, follow_up)
                return
            self._finish(created, entry, follow_up)
            entry.connector_id, entry.version = connector_id, version = created.connector_id, created.version
            entry.outcome_reason += f"; version `{version}`"
            if version != entry.checked.version:
                wanted = f"the config's `{entry.checked.version}` is for the versions after it"
                entry.notes.append(f"the platform called the first version `{version}`; {wanted}")
        elif entry.action == "update" and connector_id is not None and not entry.arrivals:
            follow_up.update_connector(binding, connector_id)
        if connector_id is not None and (entry.is_import or entry.action == "update"):
            if CATEGORIES in entry.steps:
                follow_up.set_categories(binding, connector_id)
            if CONNECTIONS in entry.steps:
                self._create_connections(entry, connector_id, follow_up)
            if PUBLISH in entry.steps:
                follow_up.publish(connector_id, version)
        _add_steps(entry, follow_up)

    def _create_connections(self, entry: PlannedUpload, connector_id: str, follow_up: FollowUp) -> None:
        checked, document = self._checker.check(entry.checked.binding)
        creator = ConnectionCreator(self._make_client, self._journal)
        for file in checked.connections:
            if not follow_up.is_ending:
                creator.create(file, document, connector_id, follow_up)

    def _finish(self, arrival: Arrival, entry: PlannedUpload, follow_up: FollowUp) -> None:
        """Give the connector its name and fields and the version its digest. Then the intent is done."""
        follow_up.update_connector(entry.checked.binding, arrival.connector_id)
        follow_up.record_digest(arrival)
        if follow_up.is_complete:
            self._journal.add_done(arrival.number)


def _set_outcome(entry: PlannedUpload, outcome: str, reason: str, exit_code: int) -> None:
    entry.outcome, entry.outcome_reason = outcome, reason
    entry.exit_code = max(entry.exit_code, exit_code)


def _add_steps(entry: PlannedUpload, follow_up: FollowUp) -> None:
    """Add the outcomes of the steps: the outcome of an entry is the most serious of all."""
    entry.notes += follow_up.notes
    failed = [step for step in follow_up.results if step.outcome != "accepted"]
    if entry.outcome is None:
        entry.outcome = _PLANNED_OUTCOMES.get(entry.action, "accepted")
        entry.outcome_reason = entry.reason
    count = len(follow_up.results) - len(failed)
    if count:
        entry.outcome_reason += f"; {format_count(count, 'change')}"
    for step in failed:
        if _SEVERITY.index(step.outcome) > _SEVERITY.index(entry.outcome):
            entry.outcome = step.outcome
        entry.outcome_reason += f"; {step.summary}: {step.outcome}"
    entry.exit_code = max(entry.exit_code, follow_up.exit_code)
