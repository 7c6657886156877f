"""Reports in files, for every command that has findings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from preclear.cli.terminal.messages import print_escaped
from preclear.report import make_import_report, stream_report
from preclear.source import write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from preclear.cli.options.report_choice import ReportTarget
    from preclear.engine import CheckResult
    from preclear.project import Results
    from preclear.report import FindingReport


def write_report_files(
    targets: Iterable[ReportTarget], report: FindingReport, redact: Callable[[str], str] = str
) -> bool:
    """Write reports to their files, all or none. Print a note and return False if one can't be written.

    `redact` removes secrets from the texts.
    """
    try:
        write_files(
            [
                (target.file, redact("".join(stream_report(target.format, report))).encode(errors="backslashreplace"))
                for target in targets
                if target.file is not None
            ]
        )
    except OSError as error:
        print_escaped(f"{error.filename} can't be written: {(error.strerror or str(error)).lower()}")
        return False
    return True


def write_import_reports(
    targets: Iterable[ReportTarget],
    results: Results,
    check_result: CheckResult | None,
    exit_code: int,
    redact: Callable[[str], str] = str,
) -> bool:
    """Write the findings of an import to files, as `write_report_files` does; `check_result` is the document's."""
    return write_report_files(targets, make_import_report(results, check_result, exit_code, Path.cwd()), redact)
