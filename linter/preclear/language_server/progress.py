"""Progress of a check that takes long, which editors show in their status line."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Protocol

from lsprotocol import types
from pygls.exceptions import JsonRpcException

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

PROGRESS_DELAY = 1.0
"""Seconds after which a check that is running is shown."""

REPORT_INTERVAL = 0.2
"""Seconds between two looks at what is checked."""


class ProgressClient(Protocol):
    """What sends progress to the client."""

    async def create_async(self, token: str) -> object: ...
    def begin(self, token: str, value: types.WorkDoneProgressBegin) -> object: ...
    def report(self, token: str, value: types.WorkDoneProgressReport) -> object: ...
    def end(self, token: str, value: types.WorkDoneProgressEnd) -> object: ...


class CheckProgress:
    """Shows which document is checked, in checks that take long."""

    def __init__(self, client: ProgressClient) -> None:
        self._client = client
        self._message = ""
        self._count = 0

    def set_document(self, number: int, total: int, path: str) -> None:
        """Set the document that is checked, as `ReportProgress` has it. It's called in the worker's thread."""
        self._message = path if total == 1 else f"{number:,}/{total:,} {path}"

    @contextlib.asynccontextmanager
    async def show(self) -> AsyncGenerator[None]:
        """Show the progress of the check within the context, as soon as that takes long."""
        self._message = ""
        task = asyncio.create_task(self._show())
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, JsonRpcException):  # the client may refuse to show it
                await task

    async def _show(self) -> None:
        await asyncio.sleep(PROGRESS_DELAY)
        self._count += 1
        token = f"preclear-check-{self._count}"
        await self._client.create_async(token)
        message = self._message
        self._client.begin(token, types.WorkDoneProgressBegin("preclear", message=message))
        try:
            while True:
                await asyncio.sleep(REPORT_INTERVAL)
                if message != self._message:
                    message = self._message
                    self._client.report(token, types.WorkDoneProgressReport(message=message))
        finally:
            self._client.end(token, types.WorkDoneProgressEnd())
