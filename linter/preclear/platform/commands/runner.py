"""One command that changes something: prepared, confirmed, sent; whatever happens, it ends with an outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from preclear.platform.commands.model import ChangeRefusal, ChangeResult
from preclear.platform.http import RequestOutcome, make_not_sent
from preclear.platform.interruption import Interruption
from preclear.platform.lookups import LookupFailure
from preclear.platform.option_errors import ConnectionSetupError, InvalidOptionError
from preclear.platform.platform_client import PlatformClient

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.platform.commands.model import PreparedChange
    from preclear.platform.connection import ConnectionOptions


class ChangeObserver:
    """Is called on the way of a command. Each method does nothing here: override those that you need."""

    def report_sending(self, result: ChangeResult) -> None:
        """Called right before a request may leave, with everything that is known by then."""

    def show_progress(self, seconds: float) -> None:
        """Called ten times a second while an answer is awaited, with the seconds since the request began."""

    def end_progress(self) -> None:
        """Called when nothing is awaited any more."""

    def confirm(self, question: str) -> bool:
        """Called with a question before something is deleted. Return whether to go on."""
        return True

    def report_failure(self, result: ChangeResult, error: Exception) -> None:
        """Called with a fault of preclear's own. The command ends with an outcome all the same."""


class ChangeRunner:
    """One command on its way. `result` has what is known of it at any moment."""

    def __init__(
        self,
        command: str,
        connection: ConnectionOptions,
        observer: ChangeObserver | None = None,
        interruption: Interruption | None = None,
    ) -> None:
        self.result: ChangeResult = ChangeResult(command=command, connection=connection)
        self._observer = observer or ChangeObserver()
        self._interruption = interruption or Interruption()
        self._is_confirmed = False

    def run(
        self,
        prepare: Callable[[PlatformClient], PreparedChange],
        *,
        is_dry_run: bool = False,
        requires_token: bool = True,
        is_confirmed: bool = False,
    ) -> ChangeResult:
        """Go all the way, to an outcome. Nothing is raised, not even by Ctrl-C, and no signal raises afterwards.

        `prepare` makes the look-ups. It raises InvalidOptionError for options that can't be used, and ChangeRefusal or
        LookupFailure if nothing can be sent. With `is_dry_run`, nothing is sent. A dry run without look-ups doesn't
        require a token. With `is_confirmed`, the observer isn't asked.
        """
        self._is_confirmed = is_confirmed
        try:
            self._run_guarded(prepare, is_dry_run=is_dry_run, requires_token=requires_token)
            self._interruption.hold()
        except KeyboardInterrupt:  # between two steps
            self._abort("interrupted")
        return self.result

    def _run_guarded(
        self, prepare: Callable[[PlatformClient], PreparedChange], *, is_dry_run: bool, requires_token: bool
    ) -> None:
        result = self.result
        try:
            credentials = result.credentials = self.result.connection.load_credentials(requires_token=requires_token)
            client = PlatformClient(credentials, result.connection, self._interruption, self._observer.show_progress)
            prepared = result.prepared = prepare(client)
            result.notes += prepared.notes
            if not prepared.requests:
                result.is_unchanged = True
                result.known_outcome = make_not_sent(prepared.unchanged_reason)
            elif is_dry_run:
                result.is_dry_run = True
                result.known_outcome = make_not_sent("this is a dry run")
            else:
                self._confirm_and_send(client, prepared)
        except InvalidOptionError as error:
            result.is_unusable = not isinstance(error, ConnectionSetupError)
            result.known_outcome = make_not_sent(str(error))
        except (LookupFailure, ChangeRefusal) as error:
            result.known_outcome = make_not_sent(str(error))
        except KeyboardInterrupt:
            self._abort("interrupted")
        except Exception as error:
            self._observer.report_failure(result, error)
            result.is_unusable = result.started is None
            self._abort("preclear failed")

    def _abort(self, reason: str) -> None:
        """Set the outcome of a command that ends on its way; one that is known stays."""
        result = self.result
        if result.known_outcome is not None:
            return
        result.known_outcome = (
            make_not_sent(reason) if result.started is None else RequestOutcome(name="unknown", reason=reason)
        )

    def _confirm_and_send(self, client: PlatformClient, prepared: PreparedChange) -> None:
        result = self.result
        if prepared.question is not None and not self._is_confirmed:
            if not self._observer.confirm(prepared.question):
                result.known_outcome = make_not_sent("it wasn't confirmed")
                return
            # with the whole time limit again, because a person may have needed it
            client = PlatformClient(
                client.credentials, result.connection, self._interruption, self._observer.show_progress
            )
        for request in prepared.requests:
            self._interruption.hold()
            result.current = request
            if self._interruption.is_set:
                result.known_outcome = make_not_sent("interrupted")
                break
            result.started = datetime.now(UTC)
            self._observer.report_sending(result)
            try:
                result.known_outcome = client.send(request)
            finally:
                self._observer.end_progress()
            if prepared.describe_answer is not None and result.known_outcome.answer is not None:
                result.description = prepared.describe_answer(result.known_outcome)
            if result.known_outcome.name != "accepted":
                break
            result.accepted.append(request)
        outcome = result.known_outcome
        if outcome is not None and outcome.name != "accepted" and result.accepted:
            summaries = ", ".join(request.summary for request in result.accepted)
            result.known_outcome = replace(outcome, reason=f"{outcome.reason}; accepted before: {summaries}")
