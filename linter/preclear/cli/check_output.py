"""The output of a check, and the exit code that follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.project import CheckResults
    from preclear.report import Style

_EXIT_CODES = {
    None: ExitCode.OK,
    "findings": ExitCode.FINDINGS,
    "unchecked": ExitCode.UNCHECKED,
    "nothing": ExitCode.UNCHECKED,
}


def exit_code(results: CheckResults) -> ExitCode:
    """Return the exit code of a check with these results."""
    return _EXIT_CODES[results.failure]


def write_results(
    results: CheckResults,
    output_format: str,
    color: str,
    *,
    show_all: bool,
    is_adapted: bool = False,
    is_stdout_taken: bool = False,
) -> None:
    """Write the report to standard output, and notes to standard error.

    If the results have fixes, they are reported first. With `is_adapted`, the documents were adapted, so nothing says
    that they can be. With `is_stdout_taken`, everything goes to standard error.
    """
    from preclear.cli.terminal.display import style_for
    from preclear.cli.terminal.output import write_error_pieces, write_pieces

    write = write_error_pieces if is_stdout_taken else write_pieces
    if output_format == "json":
        from preclear.report import stream_json

        write(stream_json(results.results, results.fixes))
    else:
        style = style_for(color, is_error=is_stdout_taken)
        write(f"{line}\n" for line in _format_lines(results, output_format, style, show_all=show_all))
        if output_format != "concise" and not is_adapted:
            from preclear.report import format_adapt_hint

            write(f"{line}\n" for line in format_adapt_hint(results.results))
    if results.notes:
        from preclear.cli.terminal.messages import print_notes

        print_notes(results.notes)


def _format_lines(results: CheckResults, output_format: str, style: Style, *, show_all: bool) -> Iterator[str]:
    if results.fixes is not None:
        from preclear.report import format_fixes

        yield from format_fixes(results.fixes, style)
    if not results.results.files:
        return
    if output_format == "concise":
        from preclear.report import format_concise

        yield from format_concise(results.results, style)
    else:
        from preclear.report import format_full

        yield from format_full(results.results, style, show_all=show_all)
