"""`preclear plan`: the dry run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.exit_code import ExitCode
from preclear.cli.options import checking, color, output_format

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.engine import Checked
    from preclear.source import Limits

ALL = 1_000_000_000
"""Findings of one rule in one file: a plan that leaves some out would call ok what is not."""


@click.command("plan", epilog="Every option can also be set by an environment variable, PRECLEAR_PLAN_<OPTION>.")
@click.argument("document", metavar="DOCUMENT")
@output_format("table", "json")
@checking
@color
@click.option(
    "--stdin-filename",
    metavar="NAME",
    show_envvar=True,
    help="What standard input is called, and where its references start.",
)
def command(
    document: str,
    output_format: str,
    fail_on: str,
    root: Path | None,
    limits: Limits,
    color: str,
    stdin_filename: str | None,
) -> int:
    """Show what the import makes of a document.

    The connector, auth scheme configs, actions, triggers and definitions, each with what becomes of it: ok, degraded (a
    warning says what is lost) or blocked (an error stands in its way). DOCUMENT is a file, or `-` for standard input.
    """
    from pathlib import Path

    from preclear.cli.checking import Checker, is_unchecked, without_collector
    from preclear.cli.inputs import STDIN, Input
    from preclear.cli.options import fails
    from preclear.cli.output import tell
    from preclear.report.results import of_one
    from preclear.rule import PackError

    given = (
        Input("<stdin>", None, True) if document == STDIN else Input(Path(document).as_posix(), Path(document), True)
    )
    with without_collector():
        try:
            checker = Checker(root, limits.widened({"findings": ALL}), stdin_filename)
        except PackError as error:
            tell(str(error))
            return ExitCode.UNCHECKED
        checked = checker.check(given)
        if checked is None:
            return ExitCode.UNCHECKED
        _write(checked, output_format, color)
        if is_unchecked(checked):
            tell("the document could not be checked, or not all of it")
            return ExitCode.UNCHECKED
        return ExitCode.FINDINGS if fails(of_one(checked), fail_on) else ExitCode.OK


def _write(checked: Checked, output_format: str, color: str) -> None:
    from preclear.cli.output import style_for, tell, write, write_lines
    from preclear.engine.plan import plan
    from preclear.report.results import of_one

    planned, results = plan(checked), of_one(checked)
    if output_format == "json":
        from preclear.report.plan_json import plan_json

        write(plan_json(planned, checked.document.path, results))
    elif planned is not None:
        from preclear.report.plan_table import plan_table

        write_lines(plan_table(planned, style_for(color)))
    else:
        from preclear.report.full import full

        write_lines(full(results, style_for(color)))
        tell("there is no plan: an import makes nothing of this document")
