"""`preclear map`: map a saved answer of an import to its document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.command import Command
from preclear.cli.options.adapt import adapt_options
from preclear.cli.options.check import EPILOG, check_options
from preclear.cli.options.common import color, option, output_format, stdin_filename
from preclear.cli.options.paths import DOCUMENT_PATH
from preclear.cli.options.report import report_files_option
from preclear.report import ExitCode

if TYPE_CHECKING:
    from preclear.cli.options.report_choice import ReportTarget
    from preclear.platform import AnswerResult, CheckedDocument
    from preclear.project import CheckOptions


_EXAMPLES = (
    ("preclear map openapi.yaml answer.json", "an answer that was saved"),
    ("pbpaste | preclear map openapi.yaml -", "an answer from the clipboard"),
)


@click.command("map", cls=Command, examples=_EXAMPLES, epilog=EPILOG)
@click.argument("document", type=DOCUMENT_PATH, metavar="DOCUMENT")
@click.argument("answer", type=DOCUMENT_PATH, metavar="ANSWER")
@output_format("full", "concise", "json")
@report_files_option
@option("--with-check", is_flag=True, help="Also show the check's findings.")
@option("--status", type=click.IntRange(100, 599), metavar="CODE", help="HTTP status of the answer, if you know it.")
@check_options
@adapt_options
@color
@stdin_filename
def command(
    document: str,
    answer: str,
    output_format: str,
    reports: tuple[ReportTarget, ...],
    options: CheckOptions,
    color: str,
    stdin_filename: str | None,
    with_check: bool,
    status: int | None,
) -> int:
    """Map an import's answer to the lines of a document.

    ANSWER is a JSON file with the platform's answer, or `-` for standard input. It can be the result of an import, an
    error, a connector, a connection, or `{"status": …, "body": …}` around one of these. Nothing is sent. For a document
    that was uploaded adapted, use the options of the upload, such as `--adapt`.
    """
    from preclear.cli.checker import check_or_print, make_checker
    from preclear.cli.map_answer import read_answer, write_answer_report
    from preclear.cli.terminal.messages import print_fatal
    from preclear.config import ConfigError
    from preclear.platform import CheckedDocument, map_saved_answer
    from preclear.project import STDIN, make_input, pause_garbage_collector
    from preclear.rule import PackError

    if document == answer == STDIN:
        raise click.UsageError("only one of DOCUMENT and ANSWER can be standard input")
    with pause_garbage_collector():
        try:
            # a finding that is left out would count as not foreseen
            checker = make_checker(options._replace(findings="all"), stdin_filename)
        except (PackError, ConfigError) as error:
            print_fatal(error)
            return ExitCode.UNCHECKED
        file = check_or_print(checker, make_input(document))
        answer_document = read_answer(answer, file.settings.limits) if file is not None else None
        if file is None or answer_document is None or not answer_document.is_loaded:
            return ExitCode.UNCHECKED
        checked = CheckedDocument.from_file(file, checker.resolver.selection(file.settings))
        answer_result = map_saved_answer(checked, answer_document.value, status, with_check=with_check)
        write_answer_report(answer_result, output_format, color)
        code = _exit_code(checked, answer_result)
        if reports:
            from preclear.cli.report_files import write_import_reports

            if not write_import_reports(reports, answer_result.results, checked.check_result, code):
                return ExitCode.UNCHECKED
        return code


def _exit_code(checked: CheckedDocument, answer_result: AnswerResult) -> ExitCode:
    """Return the exit code, and print a note if something could not be checked or mapped."""
    from preclear.cli.terminal.output import print_note

    if checked.is_incomplete:
        print_note("the document could not be checked completely")
        return ExitCode.UNCHECKED
    if not answer_result.is_failure and not answer_result.is_complete:
        print_note("the answer could not be mapped completely")
        return ExitCode.UNCHECKED
    return ExitCode.FINDINGS if answer_result.is_failure else ExitCode.OK
