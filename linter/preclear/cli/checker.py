"""The check of one document for a command; it prints why a document can't be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.cli.terminal.stdin import open_stdin
from preclear.project import CheckedFile, FileChecker

if TYPE_CHECKING:
    from preclear.project import CheckOptions, Input


def make_checker(options: CheckOptions, stdin_filename: str | None = None) -> FileChecker:
    """Make a checker that reads standard input, named `stdin_filename`. Raises the errors of FileChecker."""
    return FileChecker(options._replace(stdin_filename=stdin_filename), open_stdin())


def check_or_print(checker: FileChecker, input: Input) -> CheckedFile | None:
    """Check a document. Return None if its config can't be used or preclear fails, which is printed."""
    from preclear.cli.terminal.check_progress import CheckProgress

    with CheckProgress() as progress:
        progress(1, 1, input.display_path)
        file = checker.check(input)
    if isinstance(file, CheckedFile):
        return file
    from preclear.cli.terminal.messages import print_problem

    print_problem(file)
    return None
