"""The frames of the protocol's messages: a header with the length of the JSON text that follows."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_MESSAGE_BYTES = 256 * 1024 * 1024
"""Maximum size of a message. In JSON, a text of the largest file can have six bytes for each of its own."""

_MAX_LINE_BYTES = 8 * 1024
_CHUNK_BYTES = 1024 * 1024
_LENGTH = re.compile(rb"content-length[ \t]*:[ \t]*([0-9]{1,18})[ \t]*\r?\n\Z", re.IGNORECASE)

_logger = logging.getLogger(__name__)


def read_messages(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the JSON text of each message until the stream ends.

    A header without a valid length is logged and skipped with all that follows it, up to the next header. So is a
    message that the end of the stream cuts off. Raises OSError if the stream can't be read.
    """
    length: int | None = None
    while line := stream.readline(_MAX_LINE_BYTES):
        match = _LENGTH.search(line)  # skipped text can be before it on the line: JSON doesn't end with a line end
        if match is not None:
            length = int(match[1])
        if line.strip():
            continue
        if length is None or length > MAX_MESSAGE_BYTES:
            _logger.warning("skipped a header without a Content-Length of at most %d", MAX_MESSAGE_BYTES)
        elif (data := _read(stream, length)) is not None:
            yield data
        length = None


def _read(stream: BinaryIO, length: int) -> bytes | None:
    """Read `length` bytes in pieces, which takes no memory for bytes that never arrive; None if they don't."""
    data = bytearray()
    while len(data) < length:
        chunk = stream.read(min(length - len(data), _CHUNK_BYTES))
        if not chunk:
            _logger.warning("skipped a message that ends after %d of %d bytes", len(data), length)
            return None
        data += chunk
    return bytes(data)


class MessageWriter:
    """Writes to the client. `report_loss` is called when the client is gone; all later messages are dropped."""

    def __init__(self, stream: BinaryIO, report_loss: Callable[[], None]) -> None:
        self._stream = stream
        self._report_loss = report_loss
        self._is_lost = False

    def write(self, data: bytes) -> None:
        """Write a message with its header."""
        if self._is_lost:
            return
        try:
            self._stream.write(data)
            self._stream.flush()
        except (OSError, ValueError):
            self._is_lost = True
            self._report_loss()

    def close(self) -> None:
        """Close the stream."""
        self._stream.close()
