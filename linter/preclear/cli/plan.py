"""`preclear plan`: the dry run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.exit_code import ExitCode
from preclear.cli.options.adapt import adapt_options
from preclear.cli.options.check import EPILOG, check_options
from preclear.cli.options.common import color, output_format, stdin_filename

if TYPE_CHECKING:
    from preclear.project import CheckedFile, CheckOptions


@click.command("plan", epilog=EPILOG)
@click.argument("document", metavar="DOCUMENT")
@output_format("table", "json")
@check_options
@adapt_options
@color
@stdin_filename
def command(document: str, output_format: str, options: CheckOptions, color: str, stdin_filename: str | None) -> int:
    """Show what the import creates from a document.

    Lists the connector, auth scheme configs, actions, triggers and definitions. Each is ok, degraded (a warning says
    what is lost) or blocked (an error prevents it). With `--adapt`, the plan is that of the adapted document. DOCUMENT
    is a file, or `-` for standard input.
    """
    from preclear.cli.checker import check_or_print, make_checker
    from preclear.cli.terminal.output import print_note
    from preclear.config import ConfigError
    from preclear.project import is_failing, is_unchecked, make_input, pause_garbage_collector
    from preclear.rule import PackError

    with pause_garbage_collector():
        try:
            checker = make_checker(options._replace(findings="planned"), stdin_filename)
        except (PackError, ConfigError) as error:
            from preclear.cli.terminal.messages import print_fatal

            print_fatal(error)
            return ExitCode.UNCHECKED
        file = check_or_print(checker, make_input(document))
        if file is None:
            return ExitCode.UNCHECKED
        check_result = file.check_result
        _write_plan(file, output_format, color)
        if is_unchecked(check_result):
            print_note("the document could not be checked completely")
            return ExitCode.UNCHECKED
        if is_failing(check_result.counts, file.settings.fail_on):
            return ExitCode.FINDINGS
        return ExitCode.OK if check_result.connector is not None else ExitCode.UNCHECKED


def _write_plan(file: CheckedFile, output_format: str, color: str) -> None:
    from preclear.cli.terminal.display import style_for
    from preclear.cli.terminal.output import print_note, write_lines, write_pieces
    from preclear.engine import make_plan
    from preclear.project import make_results

    check_result, adaptation = file.check_result, file.adaptation
    plan, results = make_plan(check_result), make_results(check_result, adaptation=adaptation)
    if output_format == "json":
        from preclear.report import stream_plan_json

        write_pieces(stream_plan_json(plan, check_result.document.path, results, adaptation))
    elif plan is not None:
        from preclear.report import format_plan_table

        write_lines(format_plan_table(plan, style_for(color), adaptation=adaptation))
    else:
        from preclear.report import format_full

        write_lines(format_full(results, style_for(color)))
        print_note("there is no plan: the import creates nothing from this document")
