"""`preclear plan`: the dry run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.asking import EPILOG, checking
from preclear.cli.exit_code import ExitCode
from preclear.cli.options import color, output_format, stdin_filename

if TYPE_CHECKING:
    from preclear.cli.asking import Asked
    from preclear.engine import CheckResult


@click.command("plan", epilog=EPILOG)
@click.argument("document", metavar="DOCUMENT")
@output_format("table", "json")
@checking
@color
@stdin_filename
def command(document: str, output_format: str, asked: Asked, color: str, stdin_filename: str | None) -> int:
    """Show what the import makes of a document.

    Lists the connector, auth scheme configs, actions, triggers and definitions. Each is ok, degraded (a warning says
    what is lost) or blocked (an error stands in its way). DOCUMENT is a file, or `-` for standard input.
    """
    from preclear.cli.checking import Checker, is_unchecked
    from preclear.cli.collector import without_collector
    from preclear.cli.configuring import tell_stop
    from preclear.cli.inputs import named_input
    from preclear.cli.options import fails
    from preclear.cli.output import tell
    from preclear.config import ConfigError
    from preclear.rule import PackError

    with without_collector():
        try:
            # a plan that leaves findings out would call ok what is not
            checker = Checker(asked._replace(every=True), stdin_filename)
        except (PackError, ConfigError) as error:
            tell_stop(error)
            return ExitCode.UNCHECKED
        outcome = checker.check(named_input(document))
        if outcome is None:
            return ExitCode.UNCHECKED
        checked = outcome.checked
        _write(checked, output_format, color)
        if is_unchecked(checked):
            tell("the document could not be checked, or not all of it")
            return ExitCode.UNCHECKED
        if fails(checked.counts, outcome.settings.fail_on):
            return ExitCode.FINDINGS
        return ExitCode.OK if checked.connector is not None else ExitCode.UNCHECKED


def _write(checked: CheckResult, output_format: str, color: str) -> None:
    from preclear.cli.output import style_for, tell, write, write_lines
    from preclear.engine.plan import make_plan
    from preclear.report.results import build_results

    planned, results = make_plan(checked), build_results(checked)
    if output_format == "json":
        from preclear.report.plan_json import format_plan_json

        write(format_plan_json(planned, checked.document.path, results))
    elif planned is not None:
        from preclear.report.plan_table import format_plan_table

        write_lines(format_plan_table(planned, style_for(color)))
    else:
        from preclear.report.full import format_full

        write_lines(format_full(results, style_for(color)))
        tell("there is no plan: an import makes nothing of this document")
