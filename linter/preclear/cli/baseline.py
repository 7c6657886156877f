"""`preclear baseline`: findings that are known, and don't fail a check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from preclear.cli.exit_code import ExitCode
from preclear.cli.options.check import EPILOG, SEVERITIES, check_options
from preclear.cli.options.common import option

if TYPE_CHECKING:
    from preclear.project import CheckOptions


@click.command("baseline", epilog=EPILOG)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@option(
    "--baseline",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The baseline.  [default: .preclear-baseline.json beside the config, else beside .git, else here]",
)
@click.option("--update", is_flag=True, help="Only remove what is no longer found; add nothing.")
@option("--show", type=click.Choice(SEVERITIES), help="The least severity that is recorded.  [default: warning]")
@check_options
def command(paths: tuple[str, ...], file: Path | None, options: CheckOptions, *, update: bool) -> int:
    """Record today's findings, so that `preclear check` reports only new ones.

    A finding is recognised when lines move, keys change their order or operations are added elsewhere. PATH is as for
    `preclear check`. Adds what is new and removes what is no longer found; with `--update`, it only removes.
    """
    from preclear.cli.terminal.messages import print_fatal, print_problem
    from preclear.cli.terminal.output import write_lines
    from preclear.cli.terminal.stdin import open_stdin
    from preclear.config import ConfigError
    from preclear.engine.baseline import BaselineError
    from preclear.project import Project
    from preclear.report import escape
    from preclear.rule import PackError

    options = options._replace(findings="all", baseline=file)
    project = Project(options, stdin=open_stdin(), report_problem=print_problem)
    try:
        written = project.update_baseline(paths, only_remove=update)
    except (PackError, BaselineError, ConfigError) as error:
        print_fatal(error)
        return ExitCode.UNCHECKED
    write_lines([escape(written.text)])
    return ExitCode.OK
