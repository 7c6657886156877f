"""`preclear upload` of many documents: those that a config binds to connectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.terminal.display import style_for
from preclear.cli.terminal.messages import print_escaped
from preclear.cli.terminal.output import print_error_lines, print_note, try_write
from preclear.cli.terminal.progress import ProgressDisplay
from preclear.platform import RunInterruption, RunObserver, UploadRun, build_run_entry, build_run_report
from preclear.report import format_run_closing, format_run_entry, format_run_json, format_run_plan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.platform import (
        ConnectionOptions,
        PlannedUpload,
        RunOptions,
        RunResult,
        SelectedBindings,
        UploadResult,
    )
    from preclear.project import FileChecker
    from preclear.report import Style


def upload_run(
    checker: FileChecker,
    selected: SelectedBindings,
    options: RunOptions,
    connection: ConnectionOptions,
    output_format: str,
    color: str,
) -> int:
    """Upload the documents of bindings, and write the plan and every outcome. Return the exit code."""
    from preclear.cli.terminal.signals import handle_signals

    style = style_for(color)
    is_process = click.get_current_context().find_root().obj is True
    interruption = RunInterruption()
    with handle_signals(interruption, is_process=is_process):
        observer = _TerminalObserver(connection, output_format, style)
        run = UploadRun(options, connection, checker, observer, interruption)
        observer.run = run
        result = run.run(selected)
        report = build_run_report(result, connection)
        if output_format == "json":
            text = format_run_json(report)
        else:
            text = "".join(f"{line}\n" for line in format_run_closing(report, style))
        if not try_write(run.redact(text)):
            print_error_lines(run.redact(line) for line in format_run_closing(report))
        return report.exit_code


class _TerminalObserver(ProgressDisplay, RunObserver):
    """Writes the plan and outcomes to standard output, and what happens meanwhile to standard error."""

    def __init__(self, connection: ConnectionOptions, output_format: str, style: Style) -> None:
        self.run: UploadRun | None = None
        self._connection = connection
        self._is_text = output_format != "json"
        self._style = style

    def report_waiting(self, subject: str, seconds: float) -> None:
        print_escaped(f"the server may still be at {subject} of an earlier run: waiting for up to {seconds:.0f} s")

    def report_plan(self, result: RunResult) -> None:
        if self._is_text:
            self._write(format_run_plan(build_run_report(result, self._connection), self._style))

    def report_sending(self, result: UploadResult) -> None:
        from preclear.cli.upload_output import describe_sending

        self._progress, receipt = describe_sending(result)
        print_note(result.redact(receipt))

    def report_entry(self, entry: PlannedUpload) -> None:
        if self._is_text:
            self._write(format_run_entry(build_run_entry(entry, self._connection), self._style))

    def report_failure(self, error: Exception) -> None:
        message = f"internal error while uploading: {type(error).__name__}: {error}"
        print_escaped((message if self.run is None else self.run.redact(message))[:300])

    def _write(self, lines: Iterable[str]) -> None:
        """Write lines; an output that is gone must not end the run."""
        text = "".join(f"{line}\n" for line in lines)
        try_write(text if self.run is None else self.run.redact(text))
