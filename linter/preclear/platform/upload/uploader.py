"""One upload: checked, bundled, looked up, sent; whatever happens, it ends with an outcome."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from preclear.platform.http import make_not_sent
from preclear.platform.interruption import Interruption
from preclear.platform.option_errors import ConnectionSetupError, InvalidOptionError
from preclear.platform.upload.observer import UploadObserver
from preclear.platform.upload.result import UploadResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.bundle import Bundle
    from preclear.engine import CheckResult
    from preclear.platform.checked_document import CheckedDocument
    from preclear.platform.connection import ConnectionOptions
    from preclear.platform.credentials import Credentials
    from preclear.platform.http import Deadline, DocumentUrl, ImportTarget, Request, RequestSession
    from preclear.platform.upload.options import UploadOptions

MIN_MAPPING_SECONDS = 2.0  # seconds, even where the answer came at the last moment


class Uploader:
    """One upload on its way. `result` has what is known of it at any moment."""

    def __init__(
        self,
        options: UploadOptions,
        connection: ConnectionOptions,
        observer: UploadObserver | None = None,
        interruption: Interruption | None = None,
    ) -> None:
        self.result: UploadResult = UploadResult(options=options, connection=connection)
        self._options = options
        self._connection = connection
        self._observer = observer or UploadObserver()
        self._interruption = interruption or Interruption()
        self._session: RequestSession | None = None
        self._deadline: Deadline | None = None
        self._existing_ids: set[str] | None = None

    def run(self, check: Callable[[], CheckedDocument | None]) -> UploadResult:
        """Go all the way, to an outcome. Nothing is raised, not even by Ctrl-C, and no signal raises afterwards.

        `check` is called once credentials and options are tried. It gives the checked document, None where there is
        none, and raises InvalidOptionError for what keeps it from checking.
        """
        try:
            self._run_guarded(check)
            self._interruption.hold()
        except KeyboardInterrupt:  # between two steps
            if self.result.known_outcome is None:
                self._abort()
        return self.result

    def _run_guarded(self, check: Callable[[], CheckedDocument | None]) -> None:
        result = self.result
        try:
            self._run(check)
        except InvalidOptionError as error:
            result.is_unusable = not isinstance(error, ConnectionSetupError)
            result.known_outcome = make_not_sent(str(error))
        except KeyboardInterrupt:
            self._abort()
        except Exception as error:
            self._observer.report_failure(result, error)
            result.is_unusable = self._session is None
            self._abort()

    def _run(self, check: Callable[[], CheckedDocument | None]) -> None:
        from preclear.platform.http import make_target, parse_document_url
        from preclear.platform.upload.prepare import find_target, make_request, plan_storage, refuse_document

        options, result = self._options, self.result
        credentials = result.credentials = self._connection.load_credentials(requires_token=not options.dry_run)
        target = result.target = make_target(options.connector, options.version, is_new=options.new)
        if options.from_url is not None:
            if options.via != "multipart":
                raise InvalidOptionError(f"`--via {options.via}` sends the document; expected no `--from-url` with it")
            parse_document_url(options.from_url, "yaml")
        document = result.document = check()
        refusal = refuse_document(document, options)
        if refusal is not None:
            result.known_outcome, result.is_unusable = refusal
        bundle = self._bundle(document) if document is not None and refusal is None else None
        if document is None or bundle is None:
            return
        if not options.dry_run:
            target, self._existing_ids, result.known_outcome = find_target(result, credentials, target)
            if result.known_outcome is not None:
                return
            result.target = target
        document_url = None
        if options.via == "upload-url":
            document_url = plan_storage(result, credentials, bundle) if options.dry_run else self._store(bundle)
            if document_url is None:
                return
        credentials = result.credentials  # they now have the secrets of the storage
        request = result.request = make_request(result, credentials, target, bundle, document_url)
        if options.dry_run:
            result.is_dry_run, result.known_outcome = True, make_not_sent("this is a dry run")
            return
        self._send(credentials, request)
        self._map_answer(document, bundle)
        self._settle_outcome(credentials, document, bundle)

    def _abort(self) -> None:
        """Set the outcome of an upload that was interrupted, or that failed on its way; one that is known stays."""
        result = self.result
        result.is_aborted = True
        if result.known_outcome is None:
            result.known_outcome = make_not_sent("interrupted") if self._session is None else self._session.interrupt()

    def _bundle(self, document: CheckedDocument) -> Bundle | None:
        from preclear.bundle import BundleError, bundle

        if document.check_result.connector is None:
            return None
        try:
            self.result.bundle = bundle(document.check_result.connector.api, document.limits)
        except BundleError as error:
            self.result.known_outcome = make_not_sent(f"its files can't be made one document: {error}")
        return self.result.bundle

    def _store(self, bundle: Bundle) -> DocumentUrl | None:
        """Send the document to the platform's storage. Return its URL there; None if the import can't be sent."""
        from preclear.platform.http import Deadline, DocumentData
        from preclear.platform.upload.storage import StorageError, fetch_signed_url, put_document

        result, credentials = self.result, self.result.credentials
        if credentials is None:
            return None
        document = DocumentData(bundle.data, bundle.format)
        connection = self._connection.make_connection(self._observer.show_progress)
        deadline = self._deadline = Deadline(self._connection.timeout)
        try:
            signed_url = fetch_signed_url(
                credentials, connection, deadline, document, insecure_loopback=self._connection.insecure_loopback
            )
            result.credentials = credentials.with_secrets(signed_url.secrets)
            result.storage_host, result.document_url = signed_url.address.host, signed_url.document_url.url
            self._interruption.hold()
            self._observer.report_storing(result)
            put_document(signed_url, document, credentials, connection, deadline, lambda: self._interruption.is_set)
        except StorageError as error:
            result.known_outcome = make_not_sent(str(error))
            return None
        finally:
            self._observer.end_progress()
        return signed_url.document_url

    def _send(self, credentials: Credentials, request: Request) -> None:
        from preclear.platform.http import Deadline, RequestSession

        self._interruption.hold()
        if self._interruption.is_set:
            self._abort()
            return
        deadline = self._deadline = self._deadline or Deadline(self._connection.timeout)
        self.result.started = datetime.now(UTC)
        self._observer.report_sending(self.result)
        connection = self._connection.make_connection(self._observer.show_progress)
        self._session = RequestSession(request, credentials, connection, deadline, lambda: self._interruption.is_set)
        try:
            self.result.known_outcome = self._session.run()
        finally:
            self._observer.end_progress()

    def _settle_outcome(self, credentials: Credentials, document: CheckedDocument, bundle: Bundle) -> None:
        """Look up an unknown outcome, and read what was created."""
        from preclear.platform.settle_outcome import LOOKUP_TIMEOUT, settle_outcome

        result = self.result
        outcome, target = result.known_outcome, result.target
        should_verify = self._options.verify and not self._interruption.is_set
        if outcome is None or target is None or outcome.name != "unknown" or not should_verify:
            return
        self._observer.report_lookup(result)
        try:
            self._interruption.release()
            lookups = self._connection.make_lookup(credentials, LOOKUP_TIMEOUT)
            result.known_outcome = settle_outcome(outcome, target, lookups, self._existing_ids, result.title)
            if result.known_outcome.name == "accepted":
                self._read_back(credentials, document, target, bundle)
        except KeyboardInterrupt:
            result.notes.append("interrupted while looking what is there")
        finally:
            self._interruption.hold()

    def _read_back(
        self, credentials: Credentials, document: CheckedDocument, target: ImportTarget, bundle: Bundle
    ) -> None:
        """Compare what the platform has now with the plan: the answer that has it was lost."""
        from preclear.mapping import unlisted_lines
        from preclear.platform.lookups import LookupFailure
        from preclear.platform.settle_outcome import LOOKUP_TIMEOUT
        from preclear.platform.upload.read_back import read_back

        result = self.result
        lookup = self._connection.make_lookup(credentials, LOOKUP_TIMEOUT)
        try:
            result.mapped, failure = read_back(document, target, lookup, self._existing_ids, result.title, bundle)
            result.notes += unlisted_lines(result.mapped)
        except LookupFailure as error:
            failure = str(error)
        if failure is not None:
            from preclear.platform.upload.report import build_verify_command

            command = build_verify_command(result)
            result.notes.append(f"not everything that was created could be read: {failure}; to compare it: {command}")

    def _map_answer(self, document: CheckedDocument, bundle: Bundle) -> None:
        from preclear.mapping import map_answer, read_answer, unlisted_lines
        from preclear.platform.http import Deadline
        from preclear.platform.sent_document import load_sent_document

        result = self.result
        outcome = result.known_outcome
        if outcome is None or outcome.answer is None:
            return
        answer = read_answer(outcome.answer, outcome.status)
        map_deadline = Deadline(
            max(MIN_MAPPING_SECONDS, self._deadline.remaining if self._deadline is not None else 0.0)
        )
        limits = document.limits
        sent = load_sent_document(bundle, limits)
        result.mapped = map_answer(
            document.check_result,
            answer,
            sent.source_map if sent is not None else None,
            sent.document if sent is not None else None,
            document.selection,
            lambda: not map_deadline.remaining,
            limits,
            is_new_version=result.target is not None and result.target.connector_id is not None,
        )
        result.notes += unlisted_lines(result.mapped)


def upload_document(
    document: CheckResult | CheckedDocument,
    options: UploadOptions,
    connection: ConnectionOptions,
    *,
    observer: UploadObserver | None = None,
    interruption: Interruption | None = None,
) -> UploadResult:
    """Upload a document that was checked, once, and map the server's answer to it.

    Nothing is raised and nothing printed: the result's outcome says what became of it. `observer` is called on the
    way. `interruption` ends it: install its `handle` as the handler of signals.
    """
    from preclear.platform.checked_document import CheckedDocument

    checked = document if isinstance(document, CheckedDocument) else CheckedDocument(check_result=document)
    return Uploader(options, connection, observer, interruption).run(lambda: checked)
