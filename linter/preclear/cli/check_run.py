"""A run of `preclear check`: documents are checked or fixed, and the reports are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from preclear.report import ExitCode

if TYPE_CHECKING:
    from preclear.cli.options.fix import FixChoice
    from preclear.cli.options.report_choice import ReportChoice
    from preclear.project import CheckOptions


def run_check(
    paths: tuple[str, ...], options: CheckOptions, reports: ReportChoice, color: str, fix: FixChoice | None
) -> int:
    """Check the documents at `paths`, fix them with `fix`, write `reports`, and return the exit code.

    `color` is the value of `--color`. Raises OptionError, before anything is written, for an option that can't be used.
    """
    from preclear.cli.check_output import write_results
    from preclear.cli.terminal.check_progress import CheckProgress
    from preclear.config import ConfigError
    from preclear.engine import BaselineError
    from preclear.project import Project, pause_garbage_collector
    from preclear.rule import PackError

    options = reports.extend_options(options)
    with pause_garbage_collector():
        try:
            if fix is not None:
                from preclear.cli.check_fixes import check_and_fix

                return check_and_fix(paths, options, fix, reports, color, _open_stdin(paths))
            with CheckProgress() as progress:
                stdin = _open_stdin(paths)
                project = Project(
                    options, stdin=stdin, report_problem=progress.report_problem, report_progress=progress
                )
                results = project.check(paths)
        except (PackError, BaselineError, ConfigError) as error:
            from preclear.cli.terminal.messages import print_fatal

            print_fatal(error)
            return ExitCode.UNCHECKED
        is_adapted = bool(options.adapt)
        return write_results(results, reports, color, show_all=options.findings == "all", is_adapted=is_adapted)


def _open_stdin(paths: tuple[str, ...]) -> BinaryIO | None:
    from preclear.project import STDIN

    if STDIN not in paths:
        return None
    from preclear.cli.terminal.stdin import open_stdin

    return open_stdin()
