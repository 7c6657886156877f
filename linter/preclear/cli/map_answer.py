"""What `preclear map` reads and writes: the answer, the report of the mapped answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.platform import AnswerResult
    from preclear.source import Document, Limits


def write_answer_report(answer_result: AnswerResult, output_format: str, color: str) -> None:
    """Write the mapped answer to standard output."""
    from preclear.cli.terminal.display import style_for
    from preclear.cli.terminal.output import write_lines, write_pieces

    if output_format == "json":
        from preclear.report import stream_answer_json

        write_pieces(stream_answer_json(answer_result.mapped, answer_result.results))
    else:
        from preclear.report import format_answer

        is_concise = output_format == "concise"
        write_lines(format_answer(answer_result.mapped, answer_result.results, style_for(color), concise=is_concise))


def read_answer(answer: str, limits: Limits) -> Document:
    """Read the answer, and print why it can't be read, with places."""
    from pathlib import Path

    from preclear.cli.terminal.output import print_note
    from preclear.cli.terminal.stdin import read_stdin
    from preclear.platform import answer_limits, load_answer, read_answer_file
    from preclear.project import STDIN, STDIN_DISPLAY_PATH
    from preclear.report import format_unreadable_answer

    if answer == STDIN:
        limits = answer_limits(limits)
        document = load_answer(read_stdin(limits.file_bytes + 1), STDIN_DISPLAY_PATH, limits)
    else:
        document = read_answer_file(Path(answer), limits)
    for line in format_unreadable_answer(document):
        print_note(line)
    return document
