"""`preclear check`: what hooks and pipelines run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.exit_code import ExitCode
from preclear.cli.options import checking, color, output_format

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.cli.checking import Run
    from preclear.report.results import Results
    from preclear.source import Limits


@click.command("check", epilog="Every option can also be set by an environment variable, PRECLEAR_CHECK_<OPTION>.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@output_format("full", "concise", "json")
@checking
@color
@click.option(
    "--stdin-filename",
    metavar="NAME",
    show_envvar=True,
    help="What standard input is called, and where its references start.",
)
@click.option(
    "--openapi-only",
    is_flag=True,
    show_envvar=True,
    help="Pass over files that are no OpenAPI documents, even those that are named.",
)
def command(
    paths: tuple[str, ...],
    output_format: str,
    fail_on: str,
    root: Path | None,
    limits: Limits,
    color: str,
    stdin_filename: str | None,
    openapi_only: bool,
) -> int:
    """Check OpenAPI documents.

    PATH is a file, a folder, a pattern such as `specs/**/*.yaml`, or `-` for standard input; the current folder if none
    is given. In folders and patterns, files that are no OpenAPI documents are passed over.
    """
    from preclear.cli.checking import Checker, run, without_collector
    from preclear.cli.inputs import find_inputs
    from preclear.cli.options import fails
    from preclear.cli.output import tell
    from preclear.rule import PackError

    with without_collector():
        try:
            checker = Checker(root, limits, stdin_filename)
        except PackError as error:
            tell(str(error))
            return ExitCode.UNCHECKED
        outcome = run(find_inputs(paths), checker, openapi_only=openapi_only)
        results = outcome.results
        if results.files or output_format == "json":
            _write(results, output_format, color)
        return _conclude(outcome, openapi_only=openapi_only, failed=fails(results, fail_on))


def _write(results: Results, output_format: str, color: str) -> None:
    from preclear.cli.output import style_for, write, write_lines

    match output_format:
        case "json":
            from preclear.report.json_report import json_report

            write(json_report(results))
        case "concise":
            from preclear.report.concise import concise

            write_lines(concise(results, style_for(color)))
        case _:
            from preclear.report.full import full

            write_lines(full(results, style_for(color)))


def _conclude(outcome: Run, *, openapi_only: bool, failed: bool) -> ExitCode:
    """Tell on standard error what was not checked, and give the exit code."""
    from preclear.cli.output import tell
    from preclear.report.summary import counted

    passed = len(outcome.passed_over)
    if passed:
        are = "that is no OpenAPI document" if passed == 1 else "that are no OpenAPI documents"
        tell(f"passed over {counted(passed, 'file')} {are}")
    if outcome.unchecked:
        tell(f"{outcome.unchecked:,} of {counted(outcome.asked, 'file')} could not be checked")
        return ExitCode.UNCHECKED
    if not outcome.checked and not openapi_only:
        tell("nothing was checked: no OpenAPI document was found")
        return ExitCode.UNCHECKED
    return ExitCode.FINDINGS if failed else ExitCode.OK
