"""Standard input: where a document, an answer or a token can come from."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from preclear.source import Document, Limits
    from preclear.source.files.read import ReadFailure

SHOWN = "<stdin>"
"""What standard input is called where `--stdin-filename` gives it no name."""


def read_stdin(most: int) -> bytes | ReadFailure:
    """Read standard input to its end, but no more than `most` bytes; give why not, where it can't be read."""
    stream: TextIO | None = sys.stdin  # None where it is closed
    if stream is None:
        return _refusal("standard input is closed")
    try:
        return stream.buffer.read(most)
    except OSError as error:
        return _refusal(f"standard input can't be read: {(error.strerror or str(error)).lower()}")


def read_token() -> str:
    """Read the one line that is the token from standard input, without its line end; empty where there is none."""
    data = read_stdin(10_000)  # no token is as long
    text = data.decode("latin-1") if isinstance(data, bytes) else ""
    return text[:-2] if text.endswith("\r\n") else text.removesuffix("\n")


def load_stdin(filename: str | None, limits: Limits) -> Document:
    """Load the document that standard input has; its references start at `filename`, where that is given."""
    from preclear.source import load_bytes
    from preclear.source.document import Document

    shown = SHOWN if filename is None else Path(filename).as_posix()
    file = None if filename is None else Path(filename).absolute()
    data = read_stdin(limits.file_bytes + 1)
    if isinstance(data, bytes):
        return load_bytes(data, shown, limits, file)
    document = Document(shown, file, b"")
    data.report(document)
    return document


def _refusal(message: str) -> ReadFailure:
    from preclear.source.files.read import ReadFailure

    return ReadFailure(message, "give the document on standard input, or name a file")
