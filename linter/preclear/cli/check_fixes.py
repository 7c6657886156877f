"""`preclear check` with `--fix` or `--diff`."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from preclear.cli.check_output import write_results
from preclear.report import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.cli.options.fix import FixChoice
    from preclear.cli.options.report_choice import ReportChoice
    from preclear.edit import Fixes
    from preclear.project import CheckOptions, CheckResults
    from preclear.source import EditLevel


def check_and_fix(
    paths: Sequence[str],
    options: CheckOptions,
    fix: FixChoice,
    reports: ReportChoice,
    color: str,
    stdin: BinaryIO | None,
) -> ExitCode:
    """Check and fix, write the output, and return the exit code. Raises the errors of `Project.check`.

    `stdin` is standard input if it's one of `paths`. If it's fixed, its text goes to standard output, and the report to
    standard error.
    """
    from preclear.cli.terminal.check_progress import CheckProgress
    from preclear.cli.terminal.document_output import write_document
    from preclear.cli.terminal.messages import print_fatal
    from preclear.edit import Fixes
    from preclear.project import STDIN, FixError, fix_paths

    try:
        with CheckProgress() as progress:
            results = fix_paths(
                paths,
                options,
                fix.level,
                is_dry_run=fix.is_diff,
                stdin=stdin,
                report_problem=progress.report_problem,
                report_progress=progress,
            )
    except FixError as error:
        print_fatal(error)
        return ExitCode.UNCHECKED
    fixes = results.fixes or Fixes()
    if fix.is_diff:
        return _write_diff(results, fixes, fix.level)
    if fixes.stdin is not None:
        write_document(fixes.stdin)
    show_all = options.findings == "all"
    return write_results(results, reports, color, show_all=show_all, is_stdout_taken=STDIN in paths)


def _write_diff(results: CheckResults, fixes: Fixes, level: EditLevel) -> ExitCode:
    """Write the changes as a diff to standard output, and a summary to standard error.

    Findings don't matter to the exit code: it's 1 if there is a change, unless something couldn't be checked.
    """
    from preclear.cli.terminal.document_output import write_document
    from preclear.cli.terminal.messages import print_notes
    from preclear.cli.terminal.output import print_error_lines
    from preclear.report import format_diff, format_fixes

    write_document("".join(format_diff(fixes.files)).encode())
    print_error_lines(format_fixes(fixes, verb="Would fix"))
    renames = sum(finding.edit is not None and finding.edit.level == "rename" for finding in results.findings)
    if level == "safe" and renames:
        print_error_lines([f"{renames:,} more fixable with `--unsafe-fixes`."])
    print_notes(results.notes)
    if results.failure in ("unchecked", "nothing"):
        return ExitCode.UNCHECKED
    return ExitCode.FINDINGS if fixes.files else ExitCode.OK
