"""A run over many documents: everything is checked and planned first, then uploaded one after the other."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from preclear.config import format_path
from preclear.platform.lookups import LookupFailure
from preclear.platform.option_errors import InvalidOptionError
from preclear.platform.platform_client import PlatformClient
from preclear.platform.upload_run.binding_check import BindingChecker
from preclear.platform.upload_run.connections import settle_connections
from preclear.platform.upload_run.execution import Execution
from preclear.platform.upload_run.interruption import RunInterruption
from preclear.platform.upload_run.inventory import Inventory
from preclear.platform.upload_run.journal import Journal, JournalError, load_journal
from preclear.platform.upload_run.model import PlannedUpload, RunResult
from preclear.platform.upload_run.observer import RunObserver
from preclear.platform.upload_run.planner import Planner
from preclear.platform.upload_run.settlement import Settlement, Settler
from preclear.report import ExitCode
from preclear.source import GitError, find_changed_files

if TYPE_CHECKING:
    from preclear.platform.connection import ConnectionOptions
    from preclear.platform.credentials import Credentials
    from preclear.platform.upload_run.bindings import SelectedBindings
    from preclear.platform.upload_run.journal_records import JournalRecords
    from preclear.platform.upload_run.model import CheckedBinding, RunOptions
    from preclear.project import FileChecker


class UploadRun:
    """A run on its way. `result` has what is known of it at any moment."""

    def __init__(
        self,
        options: RunOptions,
        connection: ConnectionOptions,
        checker: FileChecker,
        observer: RunObserver | None = None,
        interruption: RunInterruption | None = None,
    ) -> None:
        self.result: RunResult = RunResult(is_dry_run=options.dry_run)
        self._options = options
        self._connection = connection
        self._observer = observer or RunObserver()
        self._interruption = interruption or RunInterruption()
        self._checker = BindingChecker(checker, datetime.now(UTC), force=options.force)
        self._credentials: Credentials | None = None

    def run(self, selected: SelectedBindings) -> RunResult:
        """Plan all bindings, and unless it is a dry run, upload them. Nothing is raised, not even by Ctrl-C."""
        result = self.result
        try:
            self._run(selected)
        except (InvalidOptionError, GitError) as error:
            result.problem, result.problem_code = str(error), ExitCode.UNCHECKED
        except (JournalError, LookupFailure) as error:
            result.problem, result.problem_code = str(error), ExitCode.NOT_SENT
        except KeyboardInterrupt:
            result.problem, result.problem_code = "interrupted", ExitCode.NOT_SENT
        return result

    def redact(self, text: str) -> str:
        """Return `text` without the token."""
        return text if self._credentials is None else self._credentials.redact(text)

    def _run(self, selected: SelectedBindings) -> None:
        credentials = self._credentials = self._connection.load_credentials()
        self.result.host, self.result.organisation = credentials.address.host, credentials.organisation
        checked = self._check(selected)
        skipped = self._find_unchanged(checked, selected)
        journal = self._options.journal or selected.default_journal
        if self._options.dry_run:
            self._plan(credentials, checked, skipped, load_journal(journal))
            return
        with Journal(journal) as opened:
            try:
                self._execute(credentials, checked, skipped, opened)
            finally:
                if opened.records.is_open:
                    self.result.journal = format_path(str(journal))

    def _check(self, selected: SelectedBindings) -> list[CheckedBinding]:
        return [self._checker.check(binding)[0] for binding in selected.bindings]

    def _find_unchanged(self, checked: list[CheckedBinding], selected: SelectedBindings) -> set[int]:
        """Return the indexes of bindings whose files, and whose config, don't differ from the revision.

        Documents that could not be checked count as changed: their files aren't known. Raises GitError.
        """
        revision = self._options.changed_since
        if revision is None:
            return set()
        folder = selected.config.folder
        config = str((folder / selected.config.display_path.rpartition("/")[2]).resolve())
        files = frozenset({config}).union(*(entry.files for entry in checked))
        changed = find_changed_files(folder, files, revision)
        if config in changed:
            return set()
        return {
            index
            for index, entry in enumerate(checked)
            if entry.files and not entry.is_unusable and not entry.files & changed
        }

    def _plan(
        self, credentials: Credentials, checked: list[CheckedBinding], skipped: set[int], records: JournalRecords
    ) -> tuple[Inventory, Settler, list[int]]:
        """Plan all bindings. Return also the numbers of intents of which nothing arrived."""
        inventory = Inventory(lambda: self._connection.make_lookup(credentials))
        document = ""
        settler = Settler(
            records,
            credentials,
            self._connection,
            waits=not self._options.dry_run,
            report_waiting=lambda seconds: self._observer.report_waiting(document, seconds),
        )
        settlements: list[Settlement] = []
        for entry in checked:
            document = entry.binding.document
            settlements.append(settler.settle(entry.binding))
        planner = Planner(inventory)
        for index, (entry, settlement) in enumerate(zip(checked, settlements, strict=True)):
            if index in skipped and settlement == Settlement():
                reason = f"no file has changed since `{self._options.changed_since}`"
                self.result.entries.append(PlannedUpload(checked=entry, action="skipped", reason=reason))
            else:
                self.result.entries.append(planner.plan(entry, settlement))
        self._note_other_intents(records, checked)
        self._observer.report_plan(self.result)
        return inventory, settler, [number for settlement in settlements for number in settlement.lost]

    def _note_other_intents(self, records: JournalRecords, checked: list[CheckedBinding]) -> None:
        """Note what the journal has besides the bindings of this run: it stays open."""
        credentials = self._credentials
        if credentials is None:
            return
        known = {
            (credentials.address.url, credentials.organisation, entry.binding.document, entry.binding.connector)
            for entry in checked
        }
        for open_intent in records.open_intents.values():
            intent = open_intent.intent
            if (intent.url, intent.organisation, intent.document, intent.connector) not in known:
                place = f"organisation {intent.organisation} at {intent.url}"
                self.result.notes.append(
                    f"the journal has an unfinished upload of {intent.document} to `{intent.connector}` in {place}, "
                    "which is no part of this run"
                )

    def _execute(
        self, credentials: Credentials, checked: list[CheckedBinding], skipped: set[int], journal: Journal
    ) -> None:
        inventory, settler, lost = self._plan(credentials, checked, skipped, journal.records)
        settle_connections(journal, inventory, self._connection.timeout, self._observer.report_waiting)
        self._interruption.defer()
        for number in lost:
            journal.add_outcome(number, "not sent")
        if any(entry.action == "create connector" for entry in self.result.entries):
            journal.add_known(inventory.connector_ids)
        Execution(
            checker=self._checker,
            connection=self._connection,
            make_client=lambda: PlatformClient(credentials, self._connection, self._interruption),
            journal=journal,
            settler=settler,
            observer=self._observer,
            interruption=self._interruption,
            options=self._options,
        ).run(self.result.entries)


def upload_bindings(
    selected: SelectedBindings,
    options: RunOptions,
    connection: ConnectionOptions,
    checker: FileChecker,
    *,
    observer: RunObserver | None = None,
    interruption: RunInterruption | None = None,
) -> RunResult:
    """Upload the documents of bindings, each at most once. Nothing is raised and nothing printed."""
    return UploadRun(options, connection, checker, observer, interruption).run(selected)
