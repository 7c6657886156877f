"""Standard output and standard error: encodings, closed pipes, colour."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable


_BATCH_SIZE = 1_000  # lines that are written together


def write_lines(lines: Iterable[str]) -> None:
    """Write lines to standard output."""
    remaining = iter(lines)
    batches = iter(lambda: [*islice(remaining, _BATCH_SIZE)], [])
    write_pieces("".join(f"{line}\n" for line in batch) for batch in batches)


def write(text: str) -> None:
    """Write to standard output, as `write_pieces` does."""
    write_pieces((text,))


def write_pieces(pieces: Iterable[str]) -> None:
    """Write to standard output. Characters that its encoding lacks are escaped; a closed pipe is not an error.

    Nothing is written if it is closed. Raises ClickException if it can't be written.
    """
    output: TextIO | None = sys.stdout
    if output is None:
        return
    try:
        _write(output, pieces)
    except OSError as error:
        redirect_to_null(output)
        from click import ClickException

        raise ClickException(f"standard output can't be written: {error.strerror or error}") from error


def try_write(text: str) -> bool:
    """Write to standard output. Return False if it is closed, full, or a closed pipe."""
    output: TextIO | None = sys.stdout
    if output is None:
        return False
    try:
        return _write(output, (text,))
    except (OSError, ValueError):
        redirect_to_null(output)
        return False


def write_error_pieces(pieces: Iterable[str]) -> None:
    """Write to standard error. Nothing happens if it is closed, full or missing."""
    for piece in pieces:
        _write_error(piece)


def print_note(text: str) -> None:
    """Write a note, a line outside of the report, to standard error."""
    _write_error(f"preclear: {text}\n")


def print_error_lines(lines: Iterable[str]) -> None:
    """Write lines to standard error without a prefix."""
    _write_error("".join(f"{line}\n" for line in lines))


def _write_error(text: str) -> None:
    """Write to standard error. Nothing happens if it is closed, full or missing."""
    error: TextIO | None = sys.stderr
    if error is None:
        return
    try:
        _write(error, (text,))
    except (OSError, ValueError):
        redirect_to_null(error)


def _write(stream: TextIO, pieces: Iterable[str]) -> bool:
    """Write to a stream. Return False for a closed pipe. Raises OSError, and ValueError if the stream is closed."""
    wrapper: object = stream
    if isinstance(wrapper, io.TextIOWrapper):
        wrapper.reconfigure(errors="backslashreplace")
    try:
        for piece in pieces:
            stream.write(piece)
        stream.flush()
    except BrokenPipeError:
        redirect_to_null(stream)
        return False
    return True


def redirect_to_null(stream: TextIO) -> None:
    """Redirect a stream that can't be written to the null device, unless it is closed.

    Python flushes the buffer again at exit. If that failed, the exit code would be 120.
    """
    with suppress(OSError, ValueError):
        number, null = stream.fileno(), os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, number)
        os.close(null)
