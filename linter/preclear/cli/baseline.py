"""`preclear baseline`: known findings, which a check doesn't report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from preclear.cli.command import Command
from preclear.cli.options.adapt import adapt_options
from preclear.cli.options.check import EPILOG, check_options
from preclear.cli.options.common import Choice, option
from preclear.cli.options.fail_on import SEVERITIES
from preclear.cli.options.paths import DOCUMENT_PATH
from preclear.report import ExitCode

if TYPE_CHECKING:
    from preclear.project import CheckOptions


_EXAMPLES = (
    ("preclear baseline", "for the documents of the config"),
    ("preclear baseline --update", "remove what is fixed"),
)


@click.command("baseline", cls=Command, examples=_EXAMPLES, epilog=EPILOG)
@click.argument("paths", nargs=-1, type=DOCUMENT_PATH, metavar="[PATH]...")
@option(
    "--baseline",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Baseline file.  [default: .preclear-baseline.json next to the config, else next to .git, else here]",
)
@click.option("--update", is_flag=True, help="Remove fixed findings, but add none.")
@option("--show", type=Choice(SEVERITIES), help="Lowest severity to record.  [default: warning]")
@check_options
@adapt_options
def command(paths: tuple[str, ...], file: Path | None, options: CheckOptions, *, update: bool) -> int:
    """Record current findings, so that `preclear check` reports only new ones.

    A finding stays known when lines move, keys change order or operations are added elsewhere. PATH is the same as for
    `preclear check`. New findings are added and fixed ones removed; with `--update`, they are only removed.
    """
    from preclear.cli.terminal.check_progress import CheckProgress
    from preclear.cli.terminal.messages import print_fatal
    from preclear.cli.terminal.output import write_lines
    from preclear.cli.terminal.stdin import open_stdin
    from preclear.config import ConfigError
    from preclear.engine import BaselineError
    from preclear.project import Project
    from preclear.report import escape
    from preclear.rule import PackError

    options = options._replace(findings="all", baseline=file)
    try:
        with CheckProgress() as progress:
            project = Project(
                options, stdin=open_stdin(), report_problem=progress.report_problem, report_progress=progress
            )
            written = project.update_baseline(paths, only_remove=update)
    except (PackError, BaselineError, ConfigError) as error:
        print_fatal(error)
        return ExitCode.UNCHECKED
    write_lines([escape(written.text)])
    return ExitCode.OK
