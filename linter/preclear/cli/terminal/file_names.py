"""Paths on the command line: names of files that look like options, and the folder that paths start in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

END = "--"


def require_current_folder() -> None:
    """Raise ClickException if the current folder, where relative paths start, doesn't exist."""
    try:
        Path.cwd()
    except OSError as error:
        from click import ClickException

        raise ClickException(f"the current folder can't be used: {error.strerror}") from None


def protect_file_names(arguments: Sequence[str]) -> list[str]:
    """Prefix `./` to each argument that looks like an option but is the file of a document.

    A hook passes on whatever names a repository has. There are no options after `--`. A note names the arguments that
    are read as files.
    """
    paths: list[str] = []
    for number, argument in enumerate(arguments):
        if argument == END:
            return [*paths, *arguments[number:]]
        if argument.startswith("-") and os.path.lexists(argument) and _is_document(argument):
            _print_note(argument)
            argument = f"./{argument}"
        paths.append(argument)
    return paths


def is_path_like(argument: str) -> bool:
    """Whether an argument is the path of something that exists, or looks like a path; or standard input."""
    return (
        argument == "-" or "/" in argument or os.sep in argument or _is_document(argument) or os.path.lexists(argument)
    )


def _is_document(name: str) -> bool:
    from preclear.project import SUFFIXES

    return name.lower().endswith(SUFFIXES)


def _print_note(argument: str) -> None:
    from preclear.cli.terminal.output import print_note
    from preclear.report import escape

    shown = escape(argument)
    print_note(f"`{shown}` is the name of a file and is read as a PATH, not as an option; write `--` before file names")
