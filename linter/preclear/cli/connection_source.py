"""The connection file of a command, and the document whose security schemes it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from preclear.cli.options.change import ChangeOptions
    from preclear.platform import (
        CheckedDocument,
        ConnectionOptions,
        ConnectionSource,
        PlatformClient,
        PreparedChange,
    )
    from preclear.project import CheckOptions


def load_source(
    file: Path, document: str | None, options: CheckOptions, connection: ConnectionOptions, *, reads_secrets: bool
) -> ConnectionSource | None:
    """Read a connection file and its document. Print why one can't be used, and return None. No secret is read.

    Raises UsageError if two of file, document and token would be read from standard input.
    """
    from preclear.cli.terminal.messages import print_config_error
    from preclear.config import ConfigError
    from preclear.platform import ConnectionSource, read_connection_file
    from preclear.project import STDIN

    try:
        connection_file = read_connection_file(file, file.as_posix())
    except ConfigError as error:
        print_config_error(error)
        return None
    readers = [
        *(["DOCUMENT"] if document == STDIN else []),
        *(["the token"] if connection.token_source is not None else []),
        *(["a secret (`fd: 0`)"] if reads_secrets and connection_file.reads_stdin else []),
    ]
    if len(readers) > 1:
        raise click.UsageError(f"{' and '.join(readers)} can't both be read from standard input")
    if document is None:
        return ConnectionSource(connection_file)
    checked_document = _check_document(document, options)
    return None if checked_document is None else ConnectionSource(connection_file, checked_document)


def run_with_file(command: str, options: ChangeOptions, prepare: Callable[[PlatformClient], PreparedChange]) -> int:
    """Run a change whose connection file can still turn out to be unusable, once the connector is known."""
    from preclear.cli.change_command import run_change
    from preclear.cli.terminal.messages import print_config_error
    from preclear.config import ConfigError
    from preclear.platform import InvalidOptionError

    def prepare_or_print(client: PlatformClient) -> PreparedChange:
        try:
            return prepare(client)
        except ConfigError as error:
            print_config_error(error)
            raise InvalidOptionError("the connection file can't be used") from None

    return run_change(command, options, prepare_or_print, requires_token=True)


def _check_document(document: str, options: CheckOptions) -> CheckedDocument | None:
    """Check the document, and print why it can't be used. Its own findings don't matter here."""
    from preclear.cli.checker import check_or_print, make_checker
    from preclear.cli.terminal.messages import print_fatal
    from preclear.cli.terminal.output import print_error_lines, print_note
    from preclear.config import ConfigError
    from preclear.platform import CheckedDocument
    from preclear.project import make_input, pause_garbage_collector
    from preclear.report import format_concise_line
    from preclear.rule import PackError

    with pause_garbage_collector():
        try:
            checker = make_checker(options._replace(findings="all"))
        except (PackError, ConfigError) as error:
            print_fatal(error)
            return None
        file = check_or_print(checker, make_input(document))
        if file is None:
            return None
        checked = CheckedDocument.from_file(file, checker.resolver.selection(file.settings))
    if checked.check_result.connector is None:
        print_error_lines(map(format_concise_line, checked.check_result.findings))
        print_note("the document could not be read")
        return None
    return checked
