"""When the open files are checked: some time after the last change, or as soon as an answer needs it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

T = TypeVar("T")


class CheckScheduler(Generic[T]):
    """Starts checks. A change makes a check that is running void; only results of the current texts are published.

    `check` checks the texts of now. Its argument says whether the result would be void, in which case it may return
    None. `publish` is called with each result that isn't. All methods are called in the thread of the event loop.
    """

    def __init__(
        self, check: Callable[[Callable[[], bool]], Awaitable[T | None]], publish: Callable[[T], None]
    ) -> None:
        self.revision: int = 0
        """The number of changes."""
        self._checked_revision = 0
        self._check = check
        self._publish = publish
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None

    def add_change(self, delay: float) -> None:
        """Check the texts, which have changed, after `delay` seconds without another change."""
        self.revision += 1
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(delay, self._start)

    def make_void(self) -> None:
        """Make the check that is running void, without another one."""
        self.revision += 1

    async def settle(self) -> None:
        """Wait until the current texts have been checked."""
        while self._checked_revision != self.revision:
            self._start()
            if self._task is not None:
                await asyncio.shield(self._task)

    def _start(self) -> None:
        """Start a check, unless one is running: its end starts the next."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        try:
            revision = -1
            # A change during the check sets a timer, which starts the next one. Without a timer, check again now.
            while revision != self.revision and self._timer is None:
                revision = self.revision
                result = await self._check(self._make_void_test(revision))
                if result is not None and revision == self.revision:
                    self._checked_revision = revision
                    self._publish(result)
        finally:
            self._task = None

    def _make_void_test(self, revision: int) -> Callable[[], bool]:
        return lambda: self.revision != revision
