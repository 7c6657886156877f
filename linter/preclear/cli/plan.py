"""`preclear plan`: the dry run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.options.check import EPILOG, check_options
from preclear.cli.exit_code import ExitCode
from preclear.cli.options.common import color, output_format, stdin_filename

if TYPE_CHECKING:
    from preclear.engine import CheckResult
    from preclear.project import CheckOptions


@click.command("plan", epilog=EPILOG)
@click.argument("document", metavar="DOCUMENT")
@output_format("table", "json")
@check_options
@color
@stdin_filename
def command(document: str, output_format: str, options: CheckOptions, color: str, stdin_filename: str | None) -> int:
    """Show what the import makes of a document.

    Lists the connector, auth scheme configs, actions, triggers and definitions. Each is ok, degraded (a warning says
    what is lost) or blocked (an error stands in its way). DOCUMENT is a file, or `-` for standard input.
    """
    from preclear.cli.checker import check_or_print, make_checker
    from preclear.cli.terminal.output import print_note
    from preclear.config import ConfigError
    from preclear.project.checker import is_unchecked, paused_collector
    from preclear.project.inputs import document_input
    from preclear.project.results import reaches
    from preclear.rule import PackError

    with paused_collector():
        try:
            checker = make_checker(options._replace(findings="planned"), stdin_filename)
        except (PackError, ConfigError) as error:
            from preclear.cli.terminal.messages import print_fatal

            print_fatal(error)
            return ExitCode.UNCHECKED
        file = check_or_print(checker, document_input(document))
        if file is None:
            return ExitCode.UNCHECKED
        checked = file.checked
        _write(checked, output_format, color)
        if is_unchecked(checked):
            print_note("the document could not be checked, or not all of it")
            return ExitCode.UNCHECKED
        if reaches(checked.counts, file.settings.fail_on):
            return ExitCode.FINDINGS
        return ExitCode.OK if checked.connector is not None else ExitCode.UNCHECKED


def _write(checked: CheckResult, output_format: str, color: str) -> None:
    from preclear.cli.terminal.output import print_note, style_for, write_lines, write_pieces
    from preclear.engine.plan import make_plan
    from preclear.project.results import results_of

    planned, results = make_plan(checked), results_of(checked)
    if output_format == "json":
        from preclear.report.plan_json import plan_pieces

        write_pieces(plan_pieces(planned, checked.document.path, results))
    elif planned is not None:
        from preclear.report.plan_table import format_plan_table

        write_lines(format_plan_table(planned, style_for(color)))
    else:
        from preclear.report.full import format_full

        write_lines(format_full(results, style_for(color)))
        print_note("there is no plan: an import makes nothing of this document")
