"""Signals during an upload: a flag that is looked at before anything is sent, and while an answer is awaited."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")  # the last one is not on every system


class Interruption:
    """Whether a signal asked the upload to end.

    The first one also raises KeyboardInterrupt, while that can do no harm: not when a request may be on its way, nor
    when the outcome is known. An exception can be lost, in a destructor for one; the flag can't.
    """

    def __init__(self) -> None:
        self.is_set = False
        self._raises = True

    def hold(self) -> None:
        """Only note signals from now on."""
        self._raises = False

    def release(self) -> None:
        """Raise KeyboardInterrupt for the next signal, if it is the first."""
        self._raises = True

    def handle(self, number: int, frame: object) -> None:
        """Handle a signal."""
        is_first, self.is_set = not self.is_set, True
        if is_first and self._raises:
            raise KeyboardInterrupt


@contextmanager
def noted_signals(*, to_the_end: bool) -> Generator[Interruption]:
    """Note SIGINT, SIGTERM and SIGHUP; with `to_the_end` until the process is gone, so that none changes its exit code.

    A SIGHUP that is ignored, as `nohup` has it, stays ignored.
    """
    interruption = Interruption()
    if threading.current_thread() is not threading.main_thread():
        yield interruption
        return
    numbers = [number for number in signal.Signals if number.name in _NAMES]
    before = {number: signal.getsignal(number) for number in numbers}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN or number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, interruption.handle)
    try:
        yield interruption
    finally:
        interruption.hold()
        if to_the_end:
            _ignore(numbers)
        for number, handler in before.items() if not to_the_end else ():
            signal.signal(number, handler)


def _ignore(numbers: Iterable[signal.Signals]) -> None:
    """Ignore signals for good: as it ends, Python gives those with a handler back to the system, which ends it at once.

    They are blocked first, so that none is still waiting for its handler.
    """
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, numbers)
    for number in numbers:
        signal.signal(number, signal.SIG_IGN)
