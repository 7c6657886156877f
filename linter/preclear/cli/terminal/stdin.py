"""Standard input of the process: where a document, an answer or a token can come from."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, BinaryIO, TextIO

from preclear.project import read_stdin_stream

if TYPE_CHECKING:
    from preclear.source.files.read import ReadFailure


def open_stdin() -> BinaryIO | None:
    """The bytes of standard input; None where it is closed."""
    stream: TextIO | None = sys.stdin
    return None if stream is None else stream.buffer


def read_stdin(max_bytes: int) -> bytes | ReadFailure:
    """Read standard input to its end, but no more than `max_bytes` bytes, or say why it can't be read."""
    return read_stdin_stream(open_stdin(), max_bytes)


def read_token() -> str:
    """Read the token, one line, from standard input without its line end; empty if there is none."""
    data = read_stdin(10_000)  # no token is as long
    text = data.decode("latin-1") if isinstance(data, bytes) else ""
    return text[:-2] if text.endswith("\r\n") else text.removesuffix("\n")
