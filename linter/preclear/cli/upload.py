"""`preclear upload`: check, bundle, send once, and report the outcome."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from preclear.cli.options.adapt import adapt_options
from preclear.cli.options.check import check_options, show_options
from preclear.cli.options.common import color, output_format, stdin_filename
from preclear.cli.options.connection import connection_options

if TYPE_CHECKING:
    from preclear.platform import ConnectionOptions, UploadMethod
    from preclear.project import CheckOptions

EPILOG = (
    "Exit codes: 0 accepted, 1 rejected or accepted with findings, 2 invalid usage or unreadable input, 3 not sent, "
    "4 unknown: the document may have arrived, and isn't sent again."
)


@click.command("upload", epilog=EPILOG)
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...")
@click.option("--connector", metavar="CONNECTOR", help="Connector to create a version of, by id or name.")
@click.option("--version", metavar="NAME", help="Name of the new version; not `default` or `latest`.")
@click.option("--new", is_flag=True, help="Create a new connector.")
@click.option("--from-url", metavar="URL", help="Let the server fetch the document from this URL.")
@click.option(
    "--via",
    type=click.Choice(("multipart", "upload-url")),
    default="multipart",
    show_default=True,
    help="Send the document in the request, or first to the platform's storage through a signed URL.",
)
@click.option("--force", is_flag=True, help="Send the document even if the check finds errors.")
@click.option(
    "--dry-run",
    is_flag=True,
    help="Print the request and the plan. Nothing is sent or looked up. With `[[connectors]]`, the plan is looked up.",
)
@click.option("--no-lookup", is_flag=True, help="Don't check whether the version exists. CONNECTOR must be an id.")
@click.option("--verify", is_flag=True, help="If the outcome is unknown, look it up for up to 20 seconds.")
@click.option("--changed-since", metavar="REV", help="Upload only documents that differ from this git revision.")
@click.option(
    "--journal",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="What may have been sent, for the next run.  [default: .preclear-upload.jsonl beside the config]",
)
@output_format("full", "concise", "json")
@connection_options
@show_options
@check_options
@adapt_options
@color
@stdin_filename
def command(
    documents: tuple[str, ...],
    connector: str | None,
    version: str | None,
    new: bool,
    from_url: str | None,
    via: UploadMethod,
    force: bool,
    dry_run: bool,
    no_lookup: bool,
    verify: bool,
    changed_since: str | None,
    journal: Path | None,
    output_format: str,
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
    from preclear.cli.options.typed_arguments import typed_document_arguments
    from preclear.cli.terminal.signals import record_signals
    from preclear.cli.upload_bindings import find_bindings
    from preclear.cli.upload_check import DocumentCheck
    from preclear.cli.upload_output import TerminalObserver, write_report
    from preclear.cli.upload_run import upload_run
    from preclear.platform import RunOptions, Uploader, UploadOptions

    if output_format == "json":
        options = options.for_programs()
    run_options = RunOptions(force=force, dry_run=dry_run, changed_since=changed_since, journal=journal)
    bound = find_bindings(documents, options, run_options)
    if bound is not None:
        return upload_run(*bound, run_options, connection, output_format, color)
    (document,) = documents
    if document == "-" and connection.token_source is not None:
        raise click.UsageError("standard input can have the token (`--token-stdin`) or the document (`-`), not both")
    upload_options = UploadOptions(
        connector=connector,
        version=version,
        new=new,
        from_url=from_url,
        via=via,
        force=force,
        dry_run=dry_run,
        lookup=not no_lookup,
        verify=verify,
        document_arguments=typed_document_arguments(click.get_current_context()),
    )
    check = DocumentCheck(document, options, stdin_filename, version)
    is_process = click.get_current_context().find_root().obj is True
    with record_signals(is_process=is_process) as interruption:
        result = Uploader(upload_options, connection, TerminalObserver(), interruption).run(check)
        if check.option_error is not None:
            raise check.option_error
        write_report(result, output_format, color, show_all=options.findings == "all")
        return result.exit_code
