"""`preclear verify`: compare a document with what the platform has now. It also settles an unknown upload."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.command import Command
from preclear.cli.options.adapt import adapt_options
from preclear.cli.options.check import check_options, show_options
from preclear.cli.options.common import color, option, output_format, stdin_filename
from preclear.cli.options.connection import connection_options
from preclear.cli.options.paths import DOCUMENT_PATH
from preclear.report import ExitCode

if TYPE_CHECKING:
    from preclear.platform import CheckedDocument, ConnectionOptions, Credentials, VerifyResult
    from preclear.project import CheckOptions

EPILOG = (
    "Exit codes: 0 the platform has what the document says, 1 it has something else or no such version, 2 invalid "
    "usage, unreadable input, or not everything could be compared. With `--fail-on never`, 0 also for differences."
)


_EXAMPLES = (
    ("preclear verify openapi.yaml --connector Pets", "the newest version"),
    ("preclear verify openapi.yaml --connector Pets --version 1.2.0", "a version by its name"),
)


@click.command("verify", cls=Command, examples=_EXAMPLES, epilog=EPILOG)
@click.argument("document", type=DOCUMENT_PATH, metavar="DOCUMENT")
@click.option("--connector", required=True, metavar="CONNECTOR", help="Connector to read, by id or name.")
@click.option(
    "--version",
    metavar="NAME",
    help="Version to read, by name, or `latest` or `default`.  [default: the newest, draft or published]",
)
@click.option("--id", "is_id", is_flag=True, help="Treat CONNECTOR as an id, whatever it looks like.")
@option("--no-schemas", is_flag=True, help="Don't read the schemas of definitions, each of which takes a request.")
@output_format("full", "concise", "json")
@connection_options
@show_options
@check_options
@adapt_options
@color
@stdin_filename
def command(
    document: str,
    connector: str,
    version: str | None,
    is_id: bool,
    no_schemas: bool,
    output_format: str,
    connection: ConnectionOptions,
    options: CheckOptions,
    color: str,
    stdin_filename: str | None,
) -> int:
    """Compare a document with a version of a connector on the platform, field by field.

    DOCUMENT is a file, or `-` for standard input. Use the options that it was uploaded with, such as `--adapt`. Only
    GET requests are sent. The last line says what was compared, and what isn't known.
    """
    from preclear.cli.terminal.output import print_note
    from preclear.cli.verify_output import TerminalProgress, print_unusable_document, write_report
    from preclear.platform import InvalidOptionError, LookupFailure, VerifyOptions, verify_document
    from preclear.report import escape

    if document == "-" and connection.token_source is not None:
        raise click.UsageError("standard input can have the token (`--token-stdin`) or the document (`-`), not both")
    verify_options = VerifyOptions(connector=connector, version=version, is_id=is_id, schemas=not no_schemas)
    credentials: Credentials | None = None
    try:
        credentials = connection.load_credentials()
        checked = _check(document, options, stdin_filename)
        if checked is None or checked.check_result.connector is None:
            print_unusable_document(checked)
            return ExitCode.UNCHECKED
        with TerminalProgress() as progress:
            result = verify_document(checked, verify_options, connection.make_lookup(credentials), progress)
    except (InvalidOptionError, LookupFailure) as error:
        message = escape(f"verify: {error}")
        print_note(message if credentials is None else credentials.redact(message))
        return ExitCode.UNCHECKED
    exit_code = _exit_code(result)
    write_report(result, credentials, exit_code, output_format, color, show_all=options.findings == "all")
    return exit_code


def _check(document: str, options: CheckOptions, stdin_filename: str | None) -> CheckedDocument | None:
    """Check the document. Raises InvalidOptionError, and OptionError for an option that can't be used."""
    from preclear.cli.upload_check import DocumentCheck
    from preclear.platform import InvalidOptionError

    check = DocumentCheck(document, options._replace(findings="all"), stdin_filename, None)
    try:
        return check()
    except InvalidOptionError:
        if check.option_error is not None:
            raise check.option_error from None
        raise


def _exit_code(result: VerifyResult) -> ExitCode:
    if result.is_failing:
        return ExitCode.FINDINGS
    is_complete = result.is_complete and not result.document.is_incomplete
    return ExitCode.OK if is_complete else ExitCode.UNCHECKED
