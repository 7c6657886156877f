"""The run of a command that changes something: signals, progress, the question, the report, the exit code."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from preclear.cli.terminal.display import style_for
from preclear.cli.terminal.output import print_error_lines, print_note, try_write, write_error_pieces
from preclear.cli.terminal.progress import Progress, ProgressDisplay
from preclear.platform import ChangeObserver, ChangeRunner, build_change_report
from preclear.report import escape, format_change, format_change_closing, format_change_outcome, format_change_receipt

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.cli.options.change import ChangeOptions
    from preclear.platform import ChangeResult, PlatformClient, PreparedChange


class _TerminalObserver(ProgressDisplay, ChangeObserver):
    """Writes the events of a command to standard error, without the token and other secrets."""

    def report_sending(self, result: ChangeResult) -> None:
        report = build_change_report(result)
        self._progress = Progress(f"sending to {report.host}")
        receipt, *fields = format_change_receipt(report)
        print_note(result.redact(receipt))
        if not result.accepted:  # the fields of all requests are shown before the first
            print_error_lines(result.redact(line) for line in fields)

    def confirm(self, question: str) -> bool:
        write_error_pieces((f"{escape(question)} [y/N] ",))
        return sys.stdin.readline().strip().lower() in ("y", "yes")

    def report_failure(self, result: ChangeResult, error: Exception) -> None:
        _print_failure(result, error, f"in {result.command}")


def run_change(
    command: str,
    options: ChangeOptions,
    prepare: Callable[[PlatformClient], PreparedChange],
    *,
    requires_token: bool | None = None,
) -> int:
    """Run a command that changes something, and print its outcome. Return the exit code.

    `command` is its name (`version create`). `prepare` makes the look-ups, as for `ChangeRunner.run`. Unless
    `requires_token` says otherwise, a dry run needs no token, so `prepare` must make no look-ups in a dry run.
    """
    import click

    from preclear.cli.terminal.signals import record_signals
    from preclear.platform import InvalidOptionError

    def prepare_unless_refused(client: PlatformClient) -> PreparedChange:
        if options.refusal is not None:
            raise InvalidOptionError(options.refusal)
        return prepare(client)

    is_process = click.get_current_context().find_root().obj is True
    with record_signals(is_process=is_process) as interruption:
        runner = ChangeRunner(command, options.connection, _TerminalObserver(), interruption)
        result = runner.run(
            prepare_unless_refused,
            is_dry_run=options.is_dry_run,
            requires_token=not options.is_dry_run if requires_token is None else requires_token,
            is_confirmed=options.is_confirmed,
        )
        _write_report(result, options)
        return result.exit_code


def _write_report(result: ChangeResult, options: ChangeOptions) -> None:
    """Write the report. If it can't be written, the outcome goes to standard error. The exit code doesn't change."""
    report = build_change_report(result)
    try:
        if options.output_format == "json":
            from preclear.report import format_change_json

            text = format_change_json(report)
        else:
            text = "".join(f"{line}\n" for line in format_change(report, style_for(options.color)))
    except Exception as error:
        _print_failure(result, error, "while reporting")
        text = f"{format_change_outcome(report.command, report.outcome, report.reason)}\n"
    if not try_write(result.redact(text)):
        print_error_lines(result.redact(line) for line in format_change_closing(report))


def _print_failure(result: ChangeResult, error: Exception, activity: str) -> None:
    """Print an internal error without the token and other secrets. No cut leaves a part of one."""
    message = result.redact(f"internal error {activity}: {type(error).__name__}: {error}")[:300]
    print_note(result.redact(escape(message)))
