"""Standard output and standard error: any encoding, a reader that goes away, colour where it is wanted."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import click

    from preclear.report.style import Style

_AT_ONCE = 1_000  # lines that are written together


def style_for(color: str) -> Style:
    """Whether to paint, by `--color`, which beats the environment: NO_COLOR, then FORCE_COLOR; else on a terminal."""
    from preclear.report.style import Style

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
    write_pieces(_joined(lines))


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """Join lines, as many at once as are written together."""
    waiting = iter(lines)
    while taken := [*islice(waiting, _AT_ONCE)]:
        yield "".join(f"{line}\n" for line in taken)


def write(text: str) -> None:
    """Write to standard output, as `write_pieces` does."""
    write_pieces((text,))


def write_pieces(pieces: Iterable[str]) -> None:
    """Write to standard output. What its encoding has no sign for is escaped; a reader that went away is no fault.

    Nothing is written where it is closed. Raises ClickException where it can't take what is written.
    """
    output: TextIO | None = sys.stdout
    if output is None:
        return
    try:
        _write(output, pieces)
    except OSError as error:
        _drop(output)
        from click import ClickException

        raise ClickException(f"standard output can't be written: {error.strerror or error}") from error


def write_if_possible(text: str) -> bool:
    """Write to standard output; False where it is closed or full, or nobody reads it."""
    output: TextIO | None = sys.stdout
    if output is None:
        return False
    try:
        return _write(output, (text,))
    except (OSError, ValueError):
        _drop(output)
        return False


def tell(text: str) -> None:
    """Write a line that is no part of the report to standard error."""
    _tell(f"preclear: {text}\n")


def tell_lines(lines: Iterable[str]) -> None:
    """Write lines to standard error as they are."""
    _tell("".join(f"{line}\n" for line in lines))


def tell_usage(error: click.ClickException) -> None:
    """Tell what is wrong with the command line; what was typed is shown so that it cannot act."""
    from preclear.report.escape import escape

    context = getattr(error, "ctx", None)
    if context is not None:
        tell_lines([context.get_usage(), f"Try `{context.command_path} --help`."])
    tell(escape(error.format_message()))


def tell_failure(error: Exception, doing: str) -> None:
    """Tell of a fault of preclear's own, in one line: what it was, and where in our code."""
    from preclear.report.escape import escape

    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" ({os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno})" if trace else ""  # noqa: PTH119
    what = escape(f"{type(error).__name__}: {error}"[:300])
    tell(f"internal error {doing}: {what}{where}; report this, with the document if you can")


def _tell(text: str) -> None:
    """Write to standard error, where that is possible: one that is closed, full or not there (None) changes nothing."""
    error: TextIO | None = sys.stderr
    if error is None:
        return
    try:
        _write(error, (text,))
    except OSError:
        _drop(error)
    except ValueError:  # it is closed
        pass


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
        _drop(stream)
        return False
    return True


def _drop(stream: TextIO) -> None:
    """Redirect a stream that takes nothing any more to the null device.

    What it still buffers is flushed again when the process ends. If that failed, Python would end with exit code 120.
    """
    with suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
