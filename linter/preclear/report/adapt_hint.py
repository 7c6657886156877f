"""The line after a check that says what an adaptation would settle."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from preclear.project import STDIN, STDIN_DISPLAY_PATH
from preclear.report.rendering.escape import escape
from preclear.source import format_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.project import Results


def format_adapt_hint(results: Results) -> Iterator[str]:
    """Yield `2,301 of 2,320 errors can be adapted: preclear plan --adapt FILE`; nothing if none of them can.

    With several documents, the file is the one that has most of these errors.
    """
    adaptable = results.adaptable
    if adaptable is None:
        return
    errors = results.counts["error"]
    document = STDIN if adaptable.document == STDIN_DISPLAY_PATH else adaptable.document
    command = escape(shlex.join(["preclear", "plan", "--adapt", document]))
    number = f"{adaptable.number:,} of {format_count(errors, 'error')}"
    if adaptable.number == errors:
        number = "The error" if errors == 1 else f"All {format_count(errors, 'error')}"
    files = f" in {adaptable.document_count:,} documents" if adaptable.document_count > 1 else ""
    example = ", for example" if adaptable.document_count > 1 else ""
    yield f"{number}{files} can be adapted{example}: {command}"
