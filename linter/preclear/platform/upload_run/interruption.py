"""A flag that ends a run between two documents, and at the second signal also the request that is on its way."""

from __future__ import annotations

from preclear.platform.interruption import Interruption


class RunInterruption(Interruption):
    """The interruption of a run over many documents. Until `defer` is called, it is like that of one document."""

    def __init__(self) -> None:
        super().__init__()
        self.is_ending: bool = False
        self._is_deferred = False

    def defer(self) -> None:
        """From now on, the first signal only ends the run after the document that is on its way."""
        self.hold()
        self._is_deferred = True

    def handle(self, number: int, frame: object) -> None:
        """Handle a signal: a handler for `signal.signal`."""
        if self._is_deferred and not self.is_ending:
            self.is_ending = True
            return
        self.is_ending = True
        super().handle(number, frame)
