"""What an upload writes: progress on standard error, then the report on standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.cli.terminal.display import style_for
from preclear.cli.terminal.messages import print_failure
from preclear.cli.terminal.output import print_error_lines, print_note, try_write
from preclear.cli.terminal.progress import Progress, ProgressDisplay
from preclear.platform import UploadObserver, build_destination, build_lookup_command, build_report
from preclear.report import escape, format_closing, format_outcome, format_receipt, format_upload

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.cli.options.report_choice import ReportTarget
    from preclear.platform import UploadResult


class TerminalObserver(ProgressDisplay, UploadObserver):
    """Writes the events of an upload to standard error, without the token."""

    def report_storing(self, result: UploadResult) -> None:
        bundle, host = result.bundle, result.storage_host
        if bundle is None or host is None:
            return
        self._progress = Progress(f"storing {len(bundle.data):,} bytes at {host}")
        receipt = f"storing {len(bundle.data):,} bytes at {host}, sha256 {bundle.sha256}; the import follows"
        print_note(result.redact(escape(receipt)))

    def report_sending(self, result: UploadResult) -> None:
        self._progress, receipt = describe_sending(result)
        print_note(result.redact(receipt))

    def report_lookup(self, result: UploadResult) -> None:
        print_note("the outcome is unknown: looking it up")

    def report_failure(self, result: UploadResult, error: Exception) -> None:
        message = result.redact(f"internal error while uploading: {type(error).__name__}: {error}")[:300]
        print_note(result.redact(escape(message)))


def describe_sending(result: UploadResult) -> tuple[Progress | None, str]:
    """Return the progress of what is about to be sent, and a line about it."""
    destination, request, bundle, started = build_destination(result), result.request, result.bundle, result.started
    if destination is None or request is None or bundle is None or started is None:
        return None, "sending"
    progress = Progress(f"sending {len(request.body):,} bytes to {destination.host}")
    return progress, format_receipt(destination, bundle, result.options.from_url, started)


def write_report(result: UploadResult, output_format: str, color: str, *, show_all: bool) -> None:
    """Write the report. If writing it fails, the outcome is still written.

    If standard output can't be written, the outcome goes to standard error. The exit code doesn't change.
    """
    outcome = result.outcome
    try:
        report = build_report(result)
        if output_format == "json":
            from preclear.report import stream_upload_json

            text = "".join(stream_upload_json(report))
        else:
            lines = format_upload(report, style_for(color), concise=output_format == "concise", show_all=show_all)
            text = "".join(f"{line}\n" for line in lines)
    except Exception as error:
        print_failure(error, "while reporting")
        text = f"{format_outcome(outcome.name, outcome.reason)}\n"
    if not try_write(result.redact(text)):
        lines = format_closing(outcome.name, outcome.reason, build_lookup_command(result))
        print_error_lines(result.redact(line) for line in lines)


def write_upload_reports(targets: Iterable[ReportTarget], result: UploadResult) -> None:
    """Write the findings of the check and of the import to files, without the token. The exit code doesn't change."""
    from preclear.cli.report_files import write_import_reports

    try:
        results = build_report(result).results
        if results is None:
            print_note("no report is written: nothing was checked")
            return
        write_import_reports(targets, results, result.check_result, result.exit_code, result.redact)
    except Exception as error:
        print_failure(error, "while reporting")
