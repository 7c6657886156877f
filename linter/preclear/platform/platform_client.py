"""The client of one organisation: look-ups, and requests that change something, each sent once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.platform.http import Deadline, RequestSession, make_not_sent
from preclear.platform.interruption import Interruption
from preclear.platform.option_errors import ConnectionSetupError

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.platform.connection import ConnectionOptions
    from preclear.platform.credentials import Credentials
    from preclear.platform.http import ChangeRequest, RequestOutcome
    from preclear.platform.lookups import PlatformLookup


class PlatformClient:
    """Requests to one organisation. All of them together end within the timeout of `options`.

    `interruption` ends a request that is waiting for its answer. `on_progress` is called meanwhile, with the seconds
    since the request began.
    """

    def __init__(
        self,
        credentials: Credentials,
        options: ConnectionOptions,
        interruption: Interruption | None = None,
        on_progress: Callable[[float], None] | None = None,
    ) -> None:
        from preclear.platform.lookups import PlatformLookup

        self.credentials = credentials
        self.options = options
        self._interruption = interruption or Interruption()
        self._connection = options.make_connection(on_progress)
        self._deadline = Deadline(options.timeout)
        self.lookup: PlatformLookup = PlatformLookup(credentials, self._connection, self._deadline)

    def send(self, change: ChangeRequest) -> RequestOutcome:
        """Send a request once, and return what became of it. Raises nothing, not even for Ctrl-C.

        It's sent again, at most twice, only if nothing of it was sent, or for a 429 with a short `Retry-After`.
        """
        session = RequestSession(
            change.request,
            self.credentials.with_secrets(change.secrets),
            self._connection,
            self._deadline,
            lambda: self._interruption.is_set,
            change.expected,
        )
        try:
            self._interruption.hold()
            return make_not_sent("interrupted") if self._interruption.is_set else session.run()
        except ConnectionSetupError as error:
            return make_not_sent(str(error))
        except KeyboardInterrupt:
            return session.interrupt()
