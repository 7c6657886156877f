"""The options for reports: the format on standard output, and reports in files."""

from __future__ import annotations

import os
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from preclear.cli.options.candidates import complete_report, complete_report_file
from preclear.cli.options.common import F, output_format
from preclear.cli.options.report_choice import AUTO, ReportTarget, choose_reports
from preclear.report import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def report_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add `--output-format` and `--report`. The command receives them as `reports`.

    No environment variable sets `--report`, because it decides which files a command writes.
    """

    @wraps(command)
    def run(**values: Any) -> int:
        choice = choose_reports(values.pop("output_format"), values.pop("reports"), os.environ)
        return command(reports=choice, **values)

    wrapped: Callable[..., int] = run
    for add_option in (_REPORT, output_format(AUTO, *FORMATS)):
        wrapped = add_option(wrapped)
    return wrapped


def report_files_option(command: F) -> F:
    """Add `--report` for files only: the command has an output of its own. It receives a tuple of ReportTarget."""
    return click.option(
        "--report",
        "reports",
        multiple=True,
        metavar="FORMAT=FILE",
        callback=_parse_report_files,
        shell_complete=complete_report_file,
        help="Also write the findings in this format to FILE. Can be repeated.",
    )(command)


def _parse_report_files(
    context: click.Context, parameter: click.Parameter, texts: Sequence[str]
) -> tuple[ReportTarget, ...]:
    """Parse `FORMAT=FILE`. Raises BadParameter without a file, and UsageError if two reports have the same file."""
    targets = _parse_reports(context, parameter, texts)
    choice = choose_reports(AUTO, [target for target in targets if target.file is not None], os.environ)
    for target in targets:
        if target.file is None:
            message = f"`{target.format}` names no file, and standard output has the command's own report"
            raise click.BadParameter(f"{message}; expected `{target.format}=FILE`", context, parameter)
    return choice.files


def _parse_reports(
    context: click.Context, parameter: click.Parameter, texts: Sequence[str]
) -> tuple[ReportTarget, ...]:
    """Parse `FORMAT` and `FORMAT=FILE`; FILE can be `-`. Raises BadParameter for anything else."""
    targets: list[ReportTarget] = []
    for text in texts:
        name, equals, file = text.partition("=")
        if name not in FORMATS and name != AUTO:
            from preclear.config import make_hint

            raise click.BadParameter(
                f"there is no format `{name}`; {make_hint(name, (*FORMATS, AUTO))}", context, parameter
            )
        if equals and not file:
            raise click.BadParameter(
                f"`{text}` names no file; expected `{name}=FILE`, or `{name}` for standard output", context, parameter
            )
        targets.append(ReportTarget(name, None if file in ("", "-") else Path(file)))
    return tuple(targets)


_REPORT = click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FORMAT[=FILE]",
    callback=_parse_reports,
    shell_complete=complete_report,
    help="Also write a report in this format to FILE. Without FILE, write it to standard output in place of"
    " --output-format. Can be repeated. `auto` is the report that the current CI reads.",
)
