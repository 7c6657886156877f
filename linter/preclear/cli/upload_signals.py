"""The signals of an upload's process: each is noted, so that one outcome and one exit code come of it."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from preclear.platform import Interruption

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")  # the last one is not on every system


@contextmanager
def record_signals(*, is_process: bool) -> Generator[Interruption]:
    """Note SIGINT, SIGTERM and SIGHUP.

    With `is_process`, the process ends with the upload: they are noted until it is gone, so that none changes its exit
    code. A SIGHUP that is ignored, as `nohup` has it, stays ignored.
    """
    interruption = Interruption()
    if threading.current_thread() is not threading.main_thread():
        yield interruption
        return
    numbers = [number for number in signal.Signals if number.name in _NAMES]
    previous_handlers = {number: signal.getsignal(number) for number in numbers}
    for number, handler in previous_handlers.items():
        if handler is not signal.SIG_IGN or number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, interruption.handle)
    try:
        yield interruption
    finally:
        interruption.hold()
        if is_process:
            _ignore(numbers)
        for number, handler in previous_handlers.items() if not is_process else ():
            signal.signal(number, handler)


def _ignore(numbers: Iterable[signal.Signals]) -> None:
    """Ignore signals for good: as it ends, Python gives those with a handler back to the system, which ends it at once.

    They are blocked first, so that none is still waiting for its handler.
    """
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, numbers)
    for number in numbers:
        signal.signal(number, signal.SIG_IGN)
