"""A flag that ends a command: looked at before anything is sent, and while an answer is awaited."""

from __future__ import annotations


class Interruption:
    """Whether a signal, or another thread, asked the command to end.

    The first signal also raises KeyboardInterrupt, while that can do no harm: not when a request may be on its way, nor
    when the outcome is known. An exception can be lost, in a destructor for one; the flag can't.
    """

    def __init__(self) -> None:
        self.is_set: bool = False
        self._raises = True

    def hold(self) -> None:
        """Only note signals from now on."""
        self._raises = False

    def release(self) -> None:
        """Raise KeyboardInterrupt for the next signal, if it is the first."""
        self._raises = True

    def handle(self, number: int, frame: object) -> None:
        """Handle a signal: a handler for `signal.signal`."""
        is_first, self.is_set = not self.is_set, True
        if is_first and self._raises:
            raise KeyboardInterrupt
