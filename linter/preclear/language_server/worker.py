"""The thread in which everything happens that touches documents: they aren't made for several threads."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from queue import SimpleQueue
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

STACK_BYTES = 64 * 1024 * 1024
"""The size of the thread's stack: documents can be nested deeply. Only what is used takes memory."""


class Worker:
    """Runs functions in one thread, one after the other."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="preclear", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        old_size = threading.stack_size(STACK_BYTES)
        try:
            self._thread.start()
        finally:
            threading.stack_size(old_size)

    def close(self, timeout: float) -> None:
        """Let the thread end after the function that it runs; wait for it, but not longer than `timeout` seconds."""
        self._jobs.put(None)
        self._thread.join(timeout)

    async def run(self, function: Callable[[Callable[[], bool]], T]) -> T:
        """Run `function` in the thread, and return its result or raise its exception.

        Its argument says whether nobody waits for the result any more.
        """
        future: Future[T] = Future()
        cancelled = threading.Event()

        def job() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(function(cancelled.is_set))
            except Exception as error:
                future.set_exception(error)

        self._jobs.put(job)
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            cancelled.set()
            raise

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
