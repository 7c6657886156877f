"""`preclear check`: lint documents. Hooks and pipelines run this command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from preclear.cli.exit_code import ExitCode
from preclear.cli.options.adapt import adapt_options
from preclear.cli.options.check import EPILOG, check_options, show_options
from preclear.cli.options.common import color, option, output_format, stdin_filename

if TYPE_CHECKING:
    from preclear.project import CheckOptions, Problem, Results

_EXIT_CODES = {
    None: ExitCode.OK,
    "findings": ExitCode.FINDINGS,
    "unchecked": ExitCode.UNCHECKED,
    "nothing": ExitCode.UNCHECKED,
}


@click.command("check", epilog=EPILOG)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@output_format("full", "concise", "json")
@show_options
@check_options
@adapt_options
@color
@stdin_filename
@option("--openapi-only", is_flag=True, help="Skip files that aren't OpenAPI documents, even if you name them.")
@option(
    "--baseline",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Baseline file; its findings aren't reported.  [default: .preclear-baseline.json next to the config, else next"
    " to .git, else here]",
)
@option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    metavar="N",
    help="Check files in up to N processes.",
)
def command(
    paths: tuple[str, ...],
    output_format: str,
    options: CheckOptions,
    color: str,
    stdin_filename: str | None,
    openapi_only: bool,
    baseline: Path | None,
    jobs: int,
) -> int:
    """Check OpenAPI documents.

    PATH is a file, a folder, a pattern such as `specs/**/*.yaml`, or `-` for standard input. Without PATH, the
    documents that the config lists are checked, or else the current folder. Files found in folders or by patterns are
    skipped if they aren't OpenAPI documents. A file that is part of a listed document is checked with that document.
    """
    from preclear.config import ConfigError
    from preclear.engine import BaselineError
    from preclear.project import Project, pause_garbage_collector
    from preclear.rule import PackError

    options = options._replace(stdin_filename=stdin_filename, openapi_only=openapi_only, baseline=baseline, jobs=jobs)
    if output_format == "json":
        options = options.for_programs()
    with pause_garbage_collector():
        try:
            results = Project(options, stdin=_open_stdin(paths), report_problem=_print_problem).check(paths)
        except (PackError, BaselineError, ConfigError) as error:
            from preclear.cli.terminal.messages import print_fatal

            print_fatal(error)
            return ExitCode.UNCHECKED
        if results.results.files or output_format == "json":
            _write_report(results.results, output_format, color, options)
        if results.notes:
            from preclear.cli.terminal.messages import print_notes

            print_notes(results.notes)
        return _EXIT_CODES[results.failure]


def _open_stdin(paths: tuple[str, ...]) -> BinaryIO | None:
    from preclear.cli.terminal.stdin import open_stdin
    from preclear.project import STDIN

    return open_stdin() if STDIN in paths else None


def _print_problem(problem: Problem) -> None:
    from preclear.cli.terminal.messages import print_problem

    print_problem(problem)


def _write_report(results: Results, output_format: str, color: str, options: CheckOptions) -> None:
    from preclear.cli.terminal.output import style_for, write_lines, write_pieces

    match output_format:
        case "json":
            from preclear.report import stream_json

            write_pieces(stream_json(results))
        case "concise":
            from preclear.report import format_concise

            write_lines(format_concise(results, style_for(color)))
        case _:
            from preclear.report import format_adapt_hint, format_full

            write_lines(format_full(results, style_for(color), show_all=options.findings == "all"))
            write_lines(format_adapt_hint(results) if not options.adapt else ())
