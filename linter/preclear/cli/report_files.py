"""Reports in files, for every command that has findings."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING

from preclear.cli.terminal.messages import print_escaped
from preclear.report import make_import_report, stream_report
from preclear.source import resolve_links, write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Set as AbstractSet

    from preclear.cli.options.report_choice import ReportTarget
    from preclear.engine import CheckResult
    from preclear.project import Results
    from preclear.report import FindingReport


def write_report_files(
    targets: Iterable[ReportTarget],
    report: FindingReport,
    read_files: AbstractSet[str],
    redact: Callable[[str], str] = str,
) -> bool:
    """Write reports to their files, all or none. Print a note and return False if one can't be written.

    No report replaces one of `read_files`, the resolved paths of what was checked, or a config or baseline. `redact`
    removes secrets from the texts.
    """
    files = [(target.file, target.format) for target in targets if target.file is not None]
    try:
        for file, _ in files:
            _refuse_inputs(file, read_files)
        write_files(
            [
                (file, redact("".join(stream_report(format, report))).encode(errors="backslashreplace"))
                for file, format in files
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
    report = make_import_report(results, check_result, exit_code, Path.cwd())
    return write_report_files(targets, report, _list_files(check_result), redact)


def _refuse_inputs(file: Path, read_files: AbstractSet[str]) -> None:
    """Raise OSError if `file` is what a run reads: a mistyped report would replace it."""
    from preclear.config import CONFIG_FILE_NAMES
    from preclear.engine import BASELINE_FILE_NAME

    path = resolve_links(file)
    reason = "it is one of the checked files" if path in read_files else None
    if Path(path).name in (*CONFIG_FILE_NAMES, BASELINE_FILE_NAME):
        reason = "it has the name of a config or a baseline"
    if reason is not None:
        raise OSError(errno.EEXIST, f"{reason}; expected another file for the report", str(file))


def _list_files(check_result: CheckResult | None) -> frozenset[str]:
    """Return the resolved paths of the files of a checked document."""
    if check_result is None:
        return frozenset()
    connector = check_result.connector
    documents = (check_result.document, *(() if connector is None else connector.api.documents))
    return frozenset(resolve_links(document.file) for document in documents if document.file is not None)
