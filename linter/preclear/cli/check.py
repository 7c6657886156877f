"""`preclear check`: what hooks and pipelines run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from preclear.cli.asking import EPILOG, checking, showing
from preclear.cli.exit_code import ExitCode
from preclear.cli.options import color, option, output_format, stdin_filename

if TYPE_CHECKING:
    from preclear.cli.asking import Asked
    from preclear.cli.checking import Checker, Run
    from preclear.engine.baseline import Baseline
    from preclear.report.results import Results


@click.command("check", epilog=EPILOG)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@output_format("full", "concise", "json")
@showing
@checking
@color
@stdin_filename
@option(
    "--openapi-only",
    is_flag=True,
    help="Pass over files that aren't OpenAPI documents, even those that you name.",
)
@option(
    "--baseline",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The baseline: its findings aren't reported.  [default: .preclear-baseline.json beside the config, else beside"
    " .git, else here]",
)
def command(
    paths: tuple[str, ...],
    output_format: str,
    asked: Asked,
    color: str,
    stdin_filename: str | None,
    openapi_only: bool,
    baseline: Path | None,
) -> int:
    """Check OpenAPI documents.

    PATH is a file, a folder, a pattern such as `specs/**/*.yaml`, or `-` for standard input; if none is given, the
    documents that the config names, or else the current folder. In folders and patterns, files that are no OpenAPI
    documents are passed over; parts of a document that the config names are checked with it.
    """
    from preclear.cli.checking import run
    from preclear.cli.collector import without_collector
    from preclear.cli.configuring import tell_stop
    from preclear.cli.roots import asked_for
    from preclear.config import ConfigError
    from preclear.engine.baseline import BaselineError
    from preclear.rule import PackError

    with without_collector():
        try:
            asked = asked._replace(for_programs=output_format == "json")
            checker, known = _checker(asked, stdin_filename, baseline)
        except (PackError, BaselineError, ConfigError) as error:
            tell_stop(error)
            return ExitCode.UNCHECKED
        named, inputs = asked_for(paths, checker)
        outcome = run(inputs, checker, openapi_only=openapi_only)
        if outcome.ignoring and asked.ignores:
            from preclear.cli.unused import add_unused

            add_unused(outcome, checker, named, inputs)
        results = outcome.results
        if results.files or output_format == "json":
            _write(results, output_format, color, every=asked.every)
        if known is not None:
            _tell_known(known, kept_back=asked.ignores)
        return _conclude(outcome, openapi_only=openapi_only)


def _checker(asked: Asked, stdin_filename: str | None, file: Path | None) -> tuple[Checker, Baseline | None]:
    """The checker, and the baseline where there is one: `file`, or the one that is found. Raises as both do."""
    from preclear.cli.checking import Checker
    from preclear.engine.baseline import default_baseline_path, read_baseline

    checker = Checker(asked, stdin_filename)
    if file is None:
        settings = checker.settings()
        config = settings.config if settings is not None else None
        file = default_baseline_path(config.folder if config is not None else None, Path.cwd())
        if not os.path.lexists(file):
            return checker, None
    from preclear.cli.baseline import KnowingChecker

    baseline = read_baseline(file)
    return KnowingChecker(asked, baseline, stdin_filename), baseline


def _tell_known(baseline: Baseline, *, kept_back: bool) -> None:
    """Tell on standard error what a baseline kept back, if it did, and what of it is stale."""
    from preclear.cli.baseline import shown, tell_stale
    from preclear.cli.output import tell
    from preclear.report.escape import escape
    from preclear.source.counts import format_count

    number = len(baseline.known_entries)
    if number and kept_back:
        are = "is" if number == 1 else "are"
        known = f"{format_count(number, 'finding')} {are} known"
        tell(f"{known} from {escape(shown(baseline.file))}: --no-ignores shows them")
    tell_stale(baseline)


def _write(results: Results, output_format: str, color: str, *, every: bool) -> None:
    from preclear.cli.output import style_for, write_lines, write_pieces

    match output_format:
        case "json":
            from preclear.report.json_report import stream_json

            write_pieces(stream_json(results))
        case "concise":
            from preclear.report.concise import format_concise

            write_lines(format_concise(results, style_for(color)))
        case _:
            from preclear.report.full import format_full

            write_lines(format_full(results, style_for(color), show_all=every))


def _conclude(outcome: Run, *, openapi_only: bool) -> ExitCode:
    """Tell on standard error what was not checked, and give the exit code."""
    from preclear.cli.output import tell
    from preclear.source.counts import format_count

    passed = len(outcome.passed_over)
    if passed:
        are = "that is no OpenAPI document" if passed == 1 else "that are no OpenAPI documents"
        tell(f"passed over {format_count(passed, 'file')} {are}")
    if outcome.unchecked:
        tell(f"{outcome.unchecked:,} of {format_count(outcome.asked, 'file')} could not be checked")
        return ExitCode.UNCHECKED
    if outcome.fails:
        return ExitCode.FINDINGS
    if not outcome.checked and not openapi_only:
        tell("nothing was checked: no OpenAPI document was found")
        return ExitCode.UNCHECKED
    return ExitCode.OK
