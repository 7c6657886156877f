"""The connection to the client: messages in, one after the other, until the client ends it or is gone."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from typing import TYPE_CHECKING, BinaryIO

from preclear.language_server.transport.messages import read_messages

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

MAX_WAITING_MESSAGES = 100
"""How many messages are read before the first of them is handled. After that, the client has to wait."""

WATCH_SECONDS = 2.0
"""How often the server looks whether the client's process is there."""


class Connection:
    """Reads messages in a thread of its own, because a read from a pipe can't be ended.

    All methods are called in the thread of the event loop.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._messages: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._free_slots = threading.Semaphore(MAX_WAITING_MESSAGES)
        self._watch: asyncio.Task[None] | None = None

    async def messages(self) -> AsyncGenerator[bytes]:
        """Yield the JSON texts of the messages until the client has closed the stream, or is gone."""
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._read, args=(loop,), name="reader", daemon=True).start()
        while (data := await self._messages.get()) is not None:
            self._free_slots.release()
            yield data

    def end(self) -> None:
        """End the connection after the messages that have been read: the client is gone."""
        self._messages.put_nowait(None)

    def watch_process(self, process_id: int | None) -> None:
        """End the connection when the client's process is gone: another process may keep the stream open."""
        if self._watch is None and process_id is not None and is_running(process_id):
            self._watch = asyncio.get_running_loop().create_task(self._end_after(process_id))

    async def _end_after(self, process_id: int) -> None:
        while is_running(process_id):
            await asyncio.sleep(WATCH_SECONDS)
        self.end()

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        """Read messages in the thread. After the end of the loop, which is a RuntimeError, nobody needs them."""
        try:
            try:
                for data in read_messages(self._stream):
                    self._free_slots.acquire()
                    loop.call_soon_threadsafe(self._messages.put_nowait, data)
            finally:
                loop.call_soon_threadsafe(self.end)
        except (OSError, RuntimeError):
            return


def is_running(process_id: int) -> bool:
    """Whether there is a process with this id here: a client may be on another machine, or outside of a container.

    On Windows, the answer is no: there, this signal would end the process.
    """
    if sys.platform == "win32" or process_id <= 0:
        return False
    try:
        os.kill(process_id, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True
