"""Standard output and standard error: any encoding, a reader that goes away, colour where it is enabled."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.report import Style

_BATCH_SIZE = 1_000  # lines that are written together


def style_for(color: str) -> Style:
    """The style that `--color` says, else NO_COLOR, else FORCE_COLOR; else coloured on a terminal."""
    from preclear.report import Style

    if color != "auto":
        return Style(has_colour=color == "always")
    if os.environ.get("NO_COLOR"):
        return Style(has_colour=False)
    if os.environ.get("FORCE_COLOR"):
        return Style(has_colour=True)
    output: TextIO | None = sys.stdout  # None where it is closed
    return Style(has_colour=output is not None and output.isatty() and os.environ.get("TERM") != "dumb")


def write_lines(lines: Iterable[str]) -> None:
    """Write lines to standard output."""
    remaining = iter(lines)
    batches = iter(lambda: [*islice(remaining, _BATCH_SIZE)], [])
    write_pieces("".join(f"{line}\n" for line in batch) for batch in batches)


def write(text: str) -> None:
    """Write to standard output, as `write_pieces` does."""
    write_pieces((text,))


def write_pieces(pieces: Iterable[str]) -> None:
    """Write to standard output. Characters that its encoding lacks are escaped; a reader that went away is no fault.

    Nothing is written where it is closed. Raises ClickException where it can't be written.
    """
    output: TextIO | None = sys.stdout
    if output is None:
        return
    try:
        _write(output, pieces)
    except OSError as error:
        _redirect_to_null(output)
        from click import ClickException

        raise ClickException(f"standard output can't be written: {error.strerror or error}") from error


def try_write(text: str) -> bool:
    """Write to standard output; False where it is closed or full, or nobody reads it."""
    output: TextIO | None = sys.stdout
    if output is None:
        return False
    try:
        return _write(output, (text,))
    except (OSError, ValueError):
        _redirect_to_null(output)
        return False


def print_note(text: str) -> None:
    """Write a line that is no part of the report to standard error."""
    _write_error(f"preclear: {text}\n")


def print_error_lines(lines: Iterable[str]) -> None:
    """Write lines to standard error as they are."""
    _write_error("".join(f"{line}\n" for line in lines))


def _write_error(text: str) -> None:
    """Write to standard error if possible: nothing happens where it is closed, full or missing (None)."""
    error: TextIO | None = sys.stderr
    if error is None:
        return
    try:
        _write(error, (text,))
    except (OSError, ValueError):
        _redirect_to_null(error)


def _write(stream: TextIO, pieces: Iterable[str]) -> bool:
    """Write to a stream; False where nobody reads it any more. Raises OSError and, where it is closed, ValueError."""
    wrapper: object = stream
    if isinstance(wrapper, io.TextIOWrapper):
        wrapper.reconfigure(errors="backslashreplace")
    try:
        for piece in pieces:
            stream.write(piece)
        stream.flush()
    except BrokenPipeError:
        _redirect_to_null(stream)
        return False
    return True


def _redirect_to_null(stream: TextIO) -> None:
    """Redirect a stream that can't be written any more, if it isn't closed, to the null device.

    Its buffer is flushed again when the process ends. If that failed, Python would end with exit code 120.
    """
    with suppress(OSError, ValueError):
        number, null = stream.fileno(), os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, number)
        os.close(null)
