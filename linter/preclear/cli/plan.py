"""`preclear plan`: the dry run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.command import Command
from preclear.cli.options.adapt import adapt_options
from preclear.cli.options.against import comparing_options
from preclear.cli.options.check import EPILOG
from preclear.cli.options.common import color, output_format, stdin_filename
from preclear.cli.options.connection import connection_options
from preclear.cli.options.paths import DOCUMENT_PATH
from preclear.report import ExitCode

if TYPE_CHECKING:
    from preclear.platform import ConnectionOptions
    from preclear.project import CheckedFile, CheckOptions
    from preclear.report import PlanComparison


_EXAMPLES = (
    ("preclear plan openapi.yaml", "what the import creates"),
    ("preclear plan --adapt openapi.yaml", "after an adaptation"),
    ("preclear plan --against git:main openapi.yaml", "what a branch changes"),
)


@click.command("plan", cls=Command, examples=_EXAMPLES, epilog=EPILOG)
@click.argument("document", type=DOCUMENT_PATH, metavar="DOCUMENT")
@output_format("table", "json")
@comparing_options
@adapt_options
@connection_options
@color
@stdin_filename
def command(
    document: str,
    output_format: str,
    options: CheckOptions,
    against: str | None,
    fail_on_breaking: bool,
    connection: ConnectionOptions,
    color: str,
    stdin_filename: str | None,
) -> int:
    """Show what the import creates from a document.

    Lists the connector, auth scheme configs, actions, triggers and definitions. Each is ok, degraded (a warning says
    what is lost) or blocked (an error prevents it). With `--adapt`, the plan is that of the adapted document. With
    `--against`, it shows instead what changes and what breaks those who use the connector. DOCUMENT is a file, or `-`
    for standard input.
    """
    from preclear.cli.checker import check_or_print, make_checker
    from preclear.cli.plan_against import UncomparedError, compare_with, parse_against
    from preclear.cli.terminal.messages import print_escaped, print_fatal
    from preclear.cli.terminal.output import print_note
    from preclear.config import ConfigError
    from preclear.project import is_failing, is_unchecked, make_input, pause_garbage_collector
    from preclear.rule import PackError

    old = None if against is None else parse_against(against)
    if document == "-" and connection.token_source is not None:
        raise click.UsageError("standard input can have the token (`--token-stdin`) or the document (`-`), not both")
    with pause_garbage_collector():
        try:
            checker = make_checker(options._replace(findings="planned"), stdin_filename)
        except (PackError, ConfigError) as error:
            print_fatal(error)
            return ExitCode.UNCHECKED
        file = check_or_print(checker, make_input(document))
        if file is None:
            return ExitCode.UNCHECKED
        try:
            comparison = None if old is None else compare_with(old, checker, file, connection)
        except UncomparedError as error:
            print_escaped(f"`{against}` can't be compared: {error}")
            return ExitCode.UNCHECKED
        _write_plan(file, comparison, output_format, color)
        check_result = file.check_result
        if is_unchecked(check_result) or (comparison is not None and not comparison.changes.is_complete):
            print_note("the document could not be checked completely")
            return ExitCode.UNCHECKED
        if check_result.connector is None and fail_on_breaking:
            return ExitCode.UNCHECKED
        is_breaking = comparison is not None and comparison.changes.breaking_count > 0
        if is_failing(check_result.counts, file.settings.fail_on) or (fail_on_breaking and is_breaking):
            return ExitCode.FINDINGS
        return ExitCode.OK if check_result.connector is not None else ExitCode.UNCHECKED


def _write_plan(file: CheckedFile, comparison: PlanComparison | None, output_format: str, color: str) -> None:
    from preclear.cli.terminal.display import style_for
    from preclear.cli.terminal.output import print_note, write_lines, write_pieces
    from preclear.engine import make_plan
    from preclear.project import make_results

    check_result, adaptation = file.check_result, file.adaptation
    plan, results = make_plan(check_result), make_results(check_result, adaptation=adaptation)
    if output_format == "json":
        from preclear.report import stream_plan_json

        write_pieces(stream_plan_json(plan, check_result.document.path, results, adaptation, comparison))
    elif plan is not None and comparison is not None:
        from preclear.report import format_plan_changes, format_plan_summary

        write_lines([*format_plan_changes(comparison, style_for(color)), format_plan_summary(plan)])
    elif plan is not None:
        from preclear.report import format_plan_table

        write_lines(format_plan_table(plan, style_for(color), adaptation=adaptation))
    else:
        from preclear.report import format_full

        write_lines(format_full(results, style_for(color)))
        print_note("there is no plan: the import creates nothing from this document")
