"""Names of files that look like options: a hook passes on whatever a repository calls its files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from preclear.cli.inputs import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence

END = "--"


def paths_for_files(arguments: Sequence[str]) -> list[str]:
    """Give the arguments of a command with `./` before each that looks like an option and is a document's file.

    Behind `--` there are no options. An option that has the name of a file there is told of: it isn't read as one.
    """
    read: list[str] = []
    for number, argument in enumerate(arguments):
        if argument == END:
            return [*read, *arguments[number:]]
        if argument.startswith("-") and argument.lower().endswith(SUFFIXES) and os.path.lexists(argument):
            _report(argument)
            argument = f"./{argument}"
        read.append(argument)
    return read


def _report(argument: str) -> None:
    from preclear.cli.output import tell
    from preclear.report.escape import escape

    shown = escape(argument)
    tell(f"`{shown}` is the name of a file and is read as a PATH, not as an option; write `--` before file names")
