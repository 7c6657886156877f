"""The signals of a process that sends something. They are recorded, so that it ends with one outcome and exit code."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from preclear.platform import Interruption

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")  # SIGHUP doesn't exist on every system


@contextmanager
def record_signals(*, is_process: bool) -> Generator[Interruption]:
    """Record SIGINT, SIGTERM and SIGHUP, as `handle_signals` does."""
    interruption = Interruption()
    with handle_signals(interruption, is_process=is_process):
        yield interruption


@contextmanager
def handle_signals(interruption: Interruption, *, is_process: bool) -> Generator[None]:
    """Let `interruption` handle SIGINT, SIGTERM and SIGHUP.

    With `is_process`, the process ends with the command, and they are ignored until it is gone, so that none changes
    its exit code. A SIGHUP that is already ignored, as with `nohup`, stays ignored.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [number for number in signal.Signals if number.name in _NAMES]
    previous_handlers = {number: signal.getsignal(number) for number in numbers}
    for number, handler in previous_handlers.items():
        if handler is not signal.SIG_IGN or number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, interruption.handle)
    try:
        yield
    finally:
        interruption.hold()
        if is_process:
            _ignore(numbers)
        for number, handler in previous_handlers.items() if not is_process else ():
            signal.signal(number, handler)


def _ignore(numbers: Iterable[signal.Signals]) -> None:
    """Ignore signals for good. At its end, Python restores the default action of handled signals, which kill it.

    They are blocked first, so that none is still pending for its handler.
    """
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, numbers)
    for number in numbers:
        signal.signal(number, signal.SIG_IGN)
