"""What a verification writes: progress on standard error, then the report on standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.cli.terminal.output import print_error_lines, print_note, write
from preclear.cli.terminal.progress import Progress

if TYPE_CHECKING:
    from types import TracebackType

    from preclear.platform import CheckedDocument, Credentials, VerifyResult

MAX_FINDINGS = 20
"""Maximum number of findings that say why a document can't be used."""


class TerminalProgress:
    """What is being read, on standard error if that is a terminal. The line is cleared at the end."""

    def __init__(self) -> None:
        self._progress = Progress("")

    def __enter__(self) -> TerminalProgress:
        return self

    def __call__(self, step: str) -> None:
        self._progress.show(f"reading {step} …")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._progress.end()


def print_unusable_document(document: CheckedDocument | None) -> None:
    """Print why a document has no plan to compare with."""
    from preclear.report import format_concise_line

    findings = () if document is None else document.check_result.findings
    print_error_lines(format_concise_line(finding) for finding in findings[:MAX_FINDINGS])
    print_note("verify: the document could not be checked")


def write_report(
    result: VerifyResult, credentials: Credentials, exit_code: int, output_format: str, color: str, *, show_all: bool
) -> None:
    """Write the report to standard output, without the token."""
    from preclear.cli.terminal.display import style_for
    from preclear.platform import build_verify_report
    from preclear.report import format_verification, stream_verification_json

    report = build_verify_report(result, exit_code)
    if output_format == "json":
        text = "".join(stream_verification_json(report))
    else:
        lines = format_verification(report, style_for(color), concise=output_format == "concise", show_all=show_all)
        text = "".join(f"{line}\n" for line in lines)
    write(credentials.redact(text))
    if result.document.is_incomplete:
        print_note("verify: the document could not be checked completely")
