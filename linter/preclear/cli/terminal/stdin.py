"""Standard input of the process, which can hold a document, an answer or a token."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, BinaryIO, TextIO

from preclear.project import read_stdin_stream

if TYPE_CHECKING:
    from preclear.source import ReadFailure


def open_stdin() -> BinaryIO | None:
    """Return the binary stream of standard input; None if it is closed."""
    stream: TextIO | None = sys.stdin
    return None if stream is None else stream.buffer


def read_stdin(max_bytes: int) -> bytes | ReadFailure:
    """Read standard input to its end, but at most `max_bytes` bytes. Return the reason if it can't be read."""
    return read_stdin_stream(open_stdin(), max_bytes)


def read_token() -> str:
    """Read a token from standard input: one line, without its line end; empty if there is none."""
    data = read_stdin(10_000)  # no token is this long
    text = data.decode("latin-1") if isinstance(data, bytes) else ""
    return text[:-2] if text.endswith("\r\n") else text.removesuffix("\n")
