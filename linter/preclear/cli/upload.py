"""`preclear upload`: check, bundle, send once, and report the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.command import Command
from preclear.cli.options.adapt import adapt_options
from preclear.cli.options.check import check_options, show_options
from preclear.cli.options.common import color, output_format, stdin_filename
from preclear.cli.options.connection import connection_options
from preclear.cli.options.paths import DOCUMENT_PATH
from preclear.cli.options.report import report_files_option
from preclear.cli.options.upload import upload_options

if TYPE_CHECKING:
    from preclear.cli.options.report_choice import ReportTarget
    from preclear.platform import ConnectionOptions, RunOptions, UploadOptions
    from preclear.project import CheckOptions

EPILOG = (
    "Exit codes: 0 accepted, 1 rejected or accepted with findings, 2 invalid usage or unreadable input, 3 not sent, "
    "4 unknown: the document may have arrived, and isn't sent again."
)


_EXAMPLES = (
    ("preclear upload openapi.yaml --new --dry-run", "show what would be sent"),
    ("preclear upload openapi.yaml --new", "create a connector"),
    ("preclear upload openapi.yaml --connector Pets --version 1.2.0", "create a version"),
    ("preclear upload", "all documents that the config binds"),
)


@click.command("upload", cls=Command, examples=_EXAMPLES, epilog=EPILOG)
@click.argument("documents", nargs=-1, type=DOCUMENT_PATH, metavar="[DOCUMENT]...")
@upload_options
@output_format("full", "concise", "json")
@report_files_option
@connection_options
@show_options
@check_options
@adapt_options
@color
@stdin_filename
def command(
    documents: tuple[str, ...],
    upload: UploadOptions,
    run: RunOptions,
    output_format: str,
    reports: tuple[ReportTarget, ...],
    connection: ConnectionOptions,
    options: CheckOptions,
    color: str,
    stdin_filename: str | None,
) -> int:
    """Check a document, import it, and map the answer to its lines.

    DOCUMENT is a file, or `-` for standard input. A multi-file document is bundled first; with `--adapt`, the document
    is adapted first. It is sent only once. The last line is the outcome: accepted, rejected, not sent or unknown.

    Documents that `[[connectors]]` in a config binds to connectors need no `--connector`, `--version` or `--new`.
    Several of them are planned first, then uploaded one after the other. Without DOCUMENT, all of them are.
    """
    from preclear.cli.terminal.signals import record_signals
    from preclear.cli.upload_bindings import find_bindings
    from preclear.cli.upload_check import DocumentCheck
    from preclear.cli.upload_output import TerminalObserver, write_report, write_upload_reports
    from preclear.cli.upload_run import upload_run
    from preclear.platform import Uploader

    if output_format == "json":
        options = options.for_programs()
    bound = find_bindings(documents, options, run)
    if bound is not None:
        if reports:
            raise click.UsageError("`--report` is for the upload of one document; expected `--output-format json`")
        return upload_run(*bound, run, connection, output_format, color)
    (document,) = documents
    if document == "-" and connection.token_source is not None:
        raise click.UsageError("standard input can have the token (`--token-stdin`) or the document (`-`), not both")
    check = DocumentCheck(document, options, stdin_filename, upload.version)
    is_process = click.get_current_context().find_root().obj is True
    with record_signals(is_process=is_process) as interruption:
        result = Uploader(upload, connection, TerminalObserver(), interruption).run(check)
        if check.option_error is not None:
            raise check.option_error
        write_report(result, output_format, color, show_all=options.findings == "all")
        if reports:
            write_upload_reports(reports, result)
        return result.exit_code
