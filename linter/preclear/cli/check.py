"""`preclear check`: lint documents. Hooks and pipelines run this command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from preclear.cli.command import Command
from preclear.cli.options.adapt import adapt_options
from preclear.cli.options.check import EPILOG, check_options, show_options
from preclear.cli.options.common import color, option, stdin_filename
from preclear.cli.options.fix import fix_options
from preclear.cli.options.paths import DOCUMENT_PATH
from preclear.cli.options.report import report_options
from preclear.cli.options.since import since

if TYPE_CHECKING:
    from preclear.cli.options.fix import FixChoice
    from preclear.cli.options.report_choice import ReportChoice
    from preclear.project import CheckOptions


_EXAMPLES = (
    ("preclear check specs/", "all documents in a folder"),
    ("preclear check --fix openapi.yaml", "fix what is safe to fix"),
    ("preclear check --report sarif=out.sarif", "also write a report to a file"),
    ("curl -s URL | preclear check -", "a document from standard input"),
)


@click.command("check", cls=Command, examples=_EXAMPLES, epilog=EPILOG)
@click.argument("paths", nargs=-1, type=DOCUMENT_PATH, metavar="[PATH]...")
@report_options
@show_options
@check_options
@adapt_options
@color
@fix_options
@since
@stdin_filename
@option("--openapi-only", is_flag=True, help="Skip files that aren't OpenAPI documents, even if you name them.")
@option("--force-exclude", is_flag=True, help="Skip files that the config excludes, even if you name them.")
@option(
    "--baseline",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Baseline file; its findings aren't reported.  [default: .preclear-baseline.json next to the config, else next"
    " to .git, else here]",
)
@option("--jobs", type=click.IntRange(1, 256), metavar="N", help="Use up to N processes.  [default: if it's faster]")
def command(
    paths: tuple[str, ...],
    reports: ReportChoice,
    options: CheckOptions,
    color: str,
    fix: FixChoice | None,
    since: str | None,
    stdin_filename: str | None,
    openapi_only: bool,
    force_exclude: bool,
    baseline: Path | None,
    jobs: int | None,
) -> int:
    """Check OpenAPI documents.

    PATH is a file, a folder, a pattern such as `specs/**/*.yaml`, or `-` for standard input. Without PATH, the
    documents that the config lists are checked, or else the current folder. Files found in folders or by patterns are
    skipped if they aren't OpenAPI documents. In place of a file that is only part of documents, these are checked.
    """
    from preclear.cli.check_run import run_check

    options = options._replace(
        stdin_filename=stdin_filename,
        openapi_only=openapi_only,
        force_exclude=force_exclude,
        baseline=baseline,
        jobs=jobs,
        since=since,
    )
    return run_check(paths, options, reports, color, fix)
