"""A document on standard output, byte for byte."""

from __future__ import annotations

import sys
from typing import TextIO

from preclear.cli.terminal.output import redirect_to_null, write


def write_document(data: bytes) -> None:
    """Write a document to standard output, byte for byte. On a terminal, control characters are escaped.

    Raises ClickException if it can't be written.
    """
    output: TextIO | None = sys.stdout
    if output is None:
        return
    if output.isatty():
        from preclear.report import escape

        lines = data.decode(errors="replace").split("\n")
        write("\n".join("\t".join(map(escape, line.removesuffix("\r").split("\t"))) for line in lines))
        return
    try:
        output.flush()
        output.buffer.write(data)
        output.buffer.flush()
    except BrokenPipeError:
        redirect_to_null(output)
    except OSError as error:
        redirect_to_null(output)
        from click import ClickException

        raise ClickException(f"standard output can't be written: {error.strerror or error}") from error
