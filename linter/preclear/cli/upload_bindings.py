"""Which documents `preclear upload` takes from a config: those that `[[connectors]]` binds to connectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.report import ExitCode

if TYPE_CHECKING:
    from preclear.platform import RunOptions, SelectedBindings
    from preclear.project import CheckOptions, FileChecker

_OF_ONE_DOCUMENT = ("connector", "version", "new", "from_url", "no_lookup", "stdin_filename")
"""The parameters that only the upload of one document has."""


def find_bindings(
    documents: tuple[str, ...], options: CheckOptions, run_options: RunOptions
) -> tuple[FileChecker, SelectedBindings] | None:
    """Return the bindings to upload; None if `documents` are one that is uploaded as the options say.

    Raises UsageError for options that don't go together, and ClickException if there are no bindings.
    """
    from preclear.config import ConfigError
    from preclear.platform import InvalidOptionError, select_bindings
    from preclear.project import FileChecker
    from preclear.rule import PackError

    context = click.get_current_context()
    of_one = [f"--{name.replace('_', '-')}" for name in _OF_ONE_DOCUMENT if context.params.get(name)]
    is_of_many = len(documents) != 1 or run_options.changed_since is not None or run_options.journal is not None
    if not is_of_many and (of_one or documents[0] == "-"):
        return None
    if of_one:
        raise click.UsageError(f"`{of_one[0]}` is for one document, without those of `[[connectors]]`", context)
    try:
        checker = FileChecker(options)
        return checker, select_bindings(checker.resolver, documents)
    except InvalidOptionError as error:
        if not is_of_many:
            return None
        raise click.ClickException(str(error)) from None
    except (ConfigError, PackError) as error:
        from preclear.cli.terminal.messages import print_fatal

        print_fatal(error)
        raise click.exceptions.Exit(ExitCode.UNCHECKED) from None
