"""The import of one binding in a run: written to the journal first, sent once, and its outcome written afterwards."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from preclear.platform.option_errors import ConnectionSetupError
from preclear.platform.upload.observer import UploadObserver
from preclear.platform.upload.options import UploadOptions
from preclear.platform.upload.report import build_lookup_command
from preclear.platform.upload.uploader import Uploader
from preclear.platform.upload_run.findings import report_findings
from preclear.platform.upload_run.journal import JournalError
from preclear.platform.upload_run.journal_records import MAX_TIMEOUT, Intent
from preclear.platform.upload_run.model import Arrival
from preclear.report import ExitCode

if TYPE_CHECKING:
    from preclear.platform.checked_document import CheckedDocument
    from preclear.platform.connection import ConnectionOptions
    from preclear.platform.http import RequestOutcome
    from preclear.platform.interruption import Interruption
    from preclear.platform.upload.result import UploadResult
    from preclear.platform.upload_run.binding_check import BindingChecker
    from preclear.platform.upload_run.journal import Journal
    from preclear.platform.upload_run.model import PlannedUpload, RunOptions
    from preclear.platform.upload_run.observer import RunObserver
    from preclear.platform.upload_run.settlement import Settler
    from preclear.source import Json


class DocumentSender:
    """Sends the documents of a run, each at most once."""

    def __init__(
        self,
        checker: BindingChecker,
        connection: ConnectionOptions,
        journal: Journal,
        settler: Settler,
        observer: RunObserver,
        interruption: Interruption,
        options: RunOptions,
    ) -> None:
        self._checker = checker
        self._connection = connection
        self._journal = journal
        self._settler = settler
        self._observer = observer
        self._interruption = interruption
        self._options = options

    def send(self, entry: PlannedUpload) -> Arrival | None:
        """Import the document of an entry, which gets the outcome. Return what was created, if that is known.

        Raises JournalError if the journal can't be written: then either nothing was sent, or the outcome is not in it.
        """
        is_new = entry.action == "create connector"
        options = UploadOptions(
            connector=entry.connector_id,
            version=None if is_new else entry.version,
            new=is_new,
            via=self._options.via,
            force=self._options.force,
            verify=True,
        )
        writer = _IntentWriter(self._journal, entry, self._connection.timeout, self._observer)
        result = Uploader(options, self._connection, writer, self._interruption).run(lambda: self._check(entry))
        outcome = result.outcome
        entry.outcome, entry.outcome_reason, entry.exit_code = outcome.name, outcome.reason, result.exit_code
        entry.lookup_command = build_lookup_command(result)
        entry.notes += result.notes
        if result.document is not None:
            entry.show = result.document.show
        if outcome.name != "not sent":
            entry.findings, entry.omitted_count = report_findings(result.findings if result.mapped else ())
        if writer.error is not None:
            entry.outcome_reason, entry.exit_code = str(writer.error), ExitCode.NOT_SENT
            raise writer.error
        if writer.intent is None:
            return None
        arrival = self._locate(writer.intent, entry, result) if outcome.name == "accepted" else None
        if arrival is not None:
            self._journal.add_outcome(arrival.number, "accepted", arrival.connector_id, arrival.version)
        elif outcome.name != "accepted":
            self._journal.add_outcome(writer.intent.number, "unknown" if _may_arrive(outcome) else outcome.name)
        return arrival

    def _check(self, entry: PlannedUpload) -> CheckedDocument | None:
        """Check the document again, just before it is sent: what was planned is what is sent."""
        checked, document = self._checker.check(entry.checked.binding)
        if document is not None and checked.sha256 != entry.checked.sha256:
            raise ConnectionSetupError("the document has changed since it was planned; upload again")
        if entry.action == "create connector":
            self._refuse_known_name(entry)
        return document

    def _refuse_known_name(self, entry: PlannedUpload) -> None:
        """Raise ConnectionSetupError if someone else has created the connector since it was planned."""
        from preclear.platform.lookups import LookupFailure

        name = entry.checked.binding.connector
        try:
            records = self._connection.make_lookup(self._connection.load_credentials()).list_connectors(name)
        except LookupFailure as error:
            raise ConnectionSetupError(str(error)) from None
        if any(record.name == name for record in records):
            raise ConnectionSetupError(f"connector `{name}` has been created since it was planned; upload again")
        self._journal.add_known(record.id for record in records)

    def _locate(self, intent: Intent, entry: PlannedUpload, result: UploadResult) -> Arrival | None:
        """Return what an accepted import created, from its answer, else from a look-up."""
        answer = None if result.known_outcome is None else result.known_outcome.answer
        connector = answer.get("connector") if isinstance(answer, dict) else None
        connector_id = intent.connector_id or _read_text(connector, "id")
        version = intent.version or _read_only_version(connector)
        if connector_id is not None and version is not None:
            return Arrival(intent.number, connector_id, version, intent.sha256)
        found = self._settler.find(self._journal.records.open_intents[intent.number])
        if isinstance(found, Arrival):
            return found
        entry.notes.append(f"what was created can't be found: {found}; the next upload looks again")
        entry.exit_code = max(entry.exit_code, ExitCode.NOT_SENT)  # the steps that follow
        return None


class _IntentWriter(UploadObserver):
    """Writes the intent before anything may leave. If it can't be written, nothing is sent."""

    def __init__(self, journal: Journal, entry: PlannedUpload, timeout: float, observer: RunObserver) -> None:
        self.intent: Intent | None = None
        self.error: JournalError | None = None
        self._journal = journal
        self._entry = entry
        self._timeout = timeout
        self._observer = observer

    def report_sending(self, result: UploadResult) -> None:
        credentials, target, bundle = result.credentials, result.target, result.bundle
        binding = self._entry.checked.binding
        if credentials is None or target is None or bundle is None:
            raise JournalError("it isn't known what would be sent")
        intent = Intent(
            number=self._journal.records.next_number,
            url=credentials.address.url,
            organisation=credentials.organisation,
            document=binding.document,
            connector=binding.connector,
            connector_id=target.connector_id,
            version=target.version_name,
            title=result.title,
            sha256=bundle.sha256,
            time=time.time(),
            timeout=min(self._timeout, MAX_TIMEOUT),
        )
        self._journal.add_intent(intent)
        self.intent = intent
        self._observer.report_sending(result)

    def show_progress(self, seconds: float) -> None:
        self._observer.show_progress(seconds)

    def end_progress(self) -> None:
        self._observer.end_progress()

    def report_failure(self, result: UploadResult, error: Exception) -> None:
        if isinstance(error, JournalError):
            self.error = error
        else:
            self._observer.report_failure(error)


def _may_arrive(outcome: RequestOutcome) -> bool:
    """Whether the server may still create something: only a complete refusal rules that out, no look-up does."""
    is_refusal = outcome.status is not None and 300 <= outcome.status < 500 and outcome.status != 408
    return outcome.name == "unknown" or (outcome.name == "rejected" and not is_refusal)


def _read_text(value: Json, key: str) -> str | None:
    text = value.get(key) if isinstance(value, dict) else None
    return text if isinstance(text, str) and text else None


def _read_only_version(connector: Json) -> str | None:
    versions = connector.get("versions") if isinstance(connector, dict) else None
    if not isinstance(versions, list) or len(versions) != 1:
        return None
    return _read_text(versions[0], "name")
