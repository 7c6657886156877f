"""The output of a check, and the exit code that follows from it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from preclear.report import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.cli.options.report_choice import ReportChoice
    from preclear.project import CheckResults

_EXIT_CODES = {
    None: ExitCode.OK,
    "findings": ExitCode.FINDINGS,
    "unchecked": ExitCode.UNCHECKED,
    "nothing": ExitCode.UNCHECKED,
}


def exit_code(results: CheckResults) -> ExitCode:
    """Return the exit code of a check with these results."""
    return _EXIT_CODES[results.failure]


def write_results(
    results: CheckResults,
    reports: ReportChoice,
    color: str,
    *,
    show_all: bool,
    is_adapted: bool = False,
    is_stdout_taken: bool = False,
) -> ExitCode:
    """Write all reports, and notes to standard error; return the exit code of the check.

    It's 2 if a report can't be written. If the results have fixes, they are reported first. With `is_adapted`, the
    documents were adapted, so nothing says that they can be. With `is_stdout_taken`, what goes to standard output
    otherwise goes to standard error.
    """
    from preclear.cli.terminal.output import write_error_pieces, write_pieces

    code = exit_code(results)
    write = write_error_pieces if is_stdout_taken else write_pieces
    is_text = reports.output_format in ("full", "concise")
    if is_text:
        lines = _format_lines(
            results, reports.output_format, color, show_all=show_all, is_adapted=is_adapted, is_error=is_stdout_taken
        )
        write(f"{line}\n" for line in lines)
    if reports.files or not is_text:
        from preclear.report import make_finding_report, stream_report

        report = make_finding_report(results, code, Path.cwd())
        if not is_text:
            write(stream_report(reports.output_format, report))
        if reports.output_format == "github":
            from preclear.cli.terminal.step_summary import append_step_summary

            append_step_summary(report, os.environ)
        if reports.files:
            from preclear.cli.report_files import write_report_files

            code = code if write_report_files(reports.files, report, results.real_files) else ExitCode.UNCHECKED
    if results.notes:
        from preclear.cli.terminal.messages import print_notes

        print_notes(results.notes)
    return code


def _format_lines(
    results: CheckResults, output_format: str, color: str, *, show_all: bool, is_adapted: bool, is_error: bool
) -> Iterator[str]:
    """Yield the lines for people. `is_error` says that they go to standard error."""
    from preclear.cli.terminal.display import style_for

    style = style_for(color, is_error=is_error)
    if results.fixes is not None:
        from preclear.report import format_fixes

        yield from format_fixes(results.fixes, style)
    if output_format == "concise":
        from preclear.report import format_concise

        yield from format_concise(results.results, style) if results.results.files else ()
        return
    from preclear.report import format_adapt_hint, format_full

    yield from format_full(results.results, style, show_all=show_all) if results.results.files else ()
    if not is_adapted:
        yield from format_adapt_hint(results.results)
