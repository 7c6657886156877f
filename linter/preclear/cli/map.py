"""`preclear map`: an import's answer that somebody saved, on the document that it is about."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import click

from preclear.cli.asking import EPILOG, checking
from preclear.cli.exit_code import ExitCode
from preclear.cli.options import color, option, output_format, stdin_filename

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.cli.asking import Asked
    from preclear.cli.checking import Outcome
    from preclear.engine import Finding
    from preclear.mapping import MappedAnswer, MappedFinding
    from preclear.report.results import Results
    from preclear.source import Document, Json, Limits, Severity

_BYTES = 16_000_000
"""The largest answer that is read, where `--limit file_bytes=N` allows no more."""


@click.command("map", epilog=EPILOG)
@click.argument("document", metavar="DOCUMENT")
@click.argument("answer", metavar="ANSWER")
@output_format("full", "concise", "json")
@option("--with-check", is_flag=True, help="Also show what the check found.")
@option("--status", type=click.IntRange(100, 599), metavar="CODE", help="The answer's HTTP status, if you know it.")
@checking
@color
@stdin_filename
def command(
    document: str,
    answer: str,
    output_format: str,
    asked: Asked,
    color: str,
    stdin_filename: str | None,
    with_check: bool,
    status: int | None,
) -> int:
    """Show an import's answer, each message at its place in the document.

    ANSWER is a JSON file with what the platform answered, or `-` for standard input: the result of an import, an error,
    a connector, a connection, or `{"status": …, "body": …}` around one of them. Nothing is sent.
    """

    from preclear.cli.checking import Checker, is_unchecked
    from preclear.cli.collector import without_collector
    from preclear.cli.configuring import tell_stop
    from preclear.cli.inputs import STDIN, named_input
    from preclear.cli.output import tell
    from preclear.config import ConfigError
    from preclear.mapping import map_answer, read_answer
    from preclear.rule import PackError

    if document == answer == STDIN:
        raise click.UsageError("only one of DOCUMENT and ANSWER can be standard input")
    with without_collector():
        try:
            # a finding that is left out would be said not to have foreseen anything
            checker = Checker(asked._replace(every=True), stdin_filename)
        except (PackError, ConfigError) as error:
            tell_stop(error)
            return ExitCode.UNCHECKED
        outcome = checker.check(named_input(document))
        read = _answer(answer, outcome.settings.limits) if outcome is not None else None
        if outcome is None or read is None or not read.is_loaded:
            return ExitCode.UNCHECKED
        selection = checker.configuring.selection(outcome.settings)
        mapped = map_answer(outcome.checked, read_answer(read.value, status), selection=selection)
        failed = write_mapped(mapped, outcome, output_format, color, with_check=with_check)
        if is_unchecked(outcome.checked):
            tell("the document could not be checked, or not all of it")
            return ExitCode.UNCHECKED
        if not failed and (mapped.unlisted_count or not mapped.is_compared):
            tell("the answer could not be mapped as a whole")
            return ExitCode.UNCHECKED
        return ExitCode.FINDINGS if failed else ExitCode.OK


def write_mapped(mapped: MappedAnswer, outcome: Outcome, output_format: str, color: str, *, with_check: bool) -> bool:
    """Write what an answer says in one of the formats full, concise and json; whether that is a failure.

    It is one if the import was refused, or something as grave as `fail-on` was found. What the import says is shown, as
    far as it is selected; with `with_check`, so are our own findings that it does not tell, as far as `show` has it.
    """
    from collections import Counter

    from preclear.cli.options import fails
    from preclear.report.results import Results, list_files
    from preclear.source import SEVERITY_RANK

    checked, settings = outcome
    ours = mapped.unconfirmed_findings(checked.findings) if with_check else []
    findings = sorted([*mapped.findings, *ours], key=lambda each: (each.path, each.span, each.rule.name, each.message))
    hidden = {id(each) for each in ours if SEVERITY_RANK[each.severity] < SEVERITY_RANK[settings.show]}
    counts: Counter[Severity] = Counter(each.severity for each in findings)
    results = Results(
        files=list_files(checked),
        findings=tuple(findings),
        counts=counts,
        omitted=Counter(),
        shown=tuple(each for each in findings if id(each) not in hidden),
        hidden=Counter(each.severity for each in findings if id(each) in hidden),
    )
    _write(mapped, results, output_format, color)
    return fails(counts, settings.fail_on) or (mapped.answer.is_refused and settings.fail_on != "never")


def _write(mapped: MappedAnswer, results: Results, output_format: str, color: str) -> None:
    from preclear.cli.output import style_for, write_lines, write_pieces
    from preclear.mapping.summary import summary_lines
    from preclear.report.escape import escape

    last = [escape(line) for line in summary_lines(mapped)]
    match output_format:
        case "json":
            from preclear.report.json_report import stream_object

            write_pieces(stream_object(_head(mapped), "findings", _objects(mapped, results.findings)))
        case "concise":
            from preclear.report.concise import format_concise

            write_lines(chain(format_concise(results, style_for(color)), last))
        case _:
            from preclear.report.full import format_full

            write_lines(chain(format_full(results, style_for(color), show_all=True), last))


def _head(mapped: MappedAnswer) -> dict[str, Json]:
    """The report for programs begins as that of `check`, with the answer's summary."""
    from preclear.report.json_report import FORMAT_VERSION

    answer, created = mapped.answer, mapped.created_connector
    return {
        "version": FORMAT_VERSION,
        "answer": {
            "status": answer.status,
            "refused": answer.is_refused,
            "code": answer.code,
            "connector": None if created is None else {"id": created.connector_id, "name": created.connector_name},
            "connectorVersion": None if created is None else {"id": created.version_id, "name": created.version_name},
            "messages": mapped.message_count,
            "unlisted": mapped.unlisted_count,
            "foreseen": mapped.foreseen_count,
            "unforeseen": len(mapped.mapped_findings) - mapped.foreseen_count,
            "leftOut": dict(sorted(mapped.deselected_counts.items())),
            "actions": {
                "validated": mapped.action_validation.validated,
                "notValidated": mapped.action_validation.not_validated,
            },
            "triggers": {
                "validated": mapped.trigger_validation.validated,
                "notValidated": mapped.trigger_validation.not_validated,
            },
        },
    }


def _objects(mapped: MappedAnswer, findings: tuple[Finding, ...]) -> Iterator[dict[str, Json]]:
    """The findings, each of the answer's with its message as sent."""
    from preclear.report.json_report import finding_to_json

    entries = {id(entry.finding): entry for entry in mapped.mapped_findings}
    rules: dict[int, list[Json]] = {}  # many messages have the very same findings
    for finding in findings:
        entry = entries.get(id(finding))
        shown = finding_to_json(finding)
        yield shown if entry is None else {**shown, "sent": _sent(entry, rules)}


def _sent(entry: MappedFinding, rules: dict[int, list[Json]]) -> dict[str, Json]:
    """What of a finding is the answer's: its text as sent, where it stands there, and who foresaw it."""
    from preclear.source import format_pointer

    foreseen = entry.foreseen_by
    if id(foreseen) not in rules:
        rules[id(foreseen)] = [*dict.fromkeys(each.rule.name for each in foreseen)]
    return {
        "text": entry.text,
        "leftOut": entry.omitted_length,
        "pointer": format_pointer(entry.pointer),
        "field": entry.field,
        "foreseenBy": rules[id(foreseen)],
    }


def _answer(given: str, limits: Limits) -> Document:
    """Read the answer as JSON, whatever its name; what keeps it from being read is told with its place."""
    from pathlib import Path

    from preclear.cli.inputs import STDIN
    from preclear.cli.output import tell
    from preclear.cli.stdin import SHOWN, read_stdin
    from preclear.report.escape import escape, escape_path
    from preclear.source import DEFAULT_LIMITS, load_bytes
    from preclear.source.document import Document
    from preclear.source.files.read import read_file

    most = _BYTES if limits.file_bytes <= DEFAULT_LIMITS.file_bytes else limits.file_bytes
    limits = limits.with_overrides({"file_bytes": most, "scalar_bytes": max(limits.scalar_bytes, most)})
    shown = SHOWN if given == STDIN else Path(given).as_posix()
    data = read_stdin(most + 1) if given == STDIN else read_file(Path(given), limits)
    if isinstance(data, bytes):
        document = load_bytes(data, shown, limits, Path("answer.json"))  # by that name it is JSON and nothing else
    else:
        document = Document(shown, None, b"")
        data.report(document)
    for fault in document.faults if not document.is_loaded else ():
        line, column = fault.report.location.place.span.start
        tell(f"{escape_path(document.path)}:{line}:{column}: {escape(fault.report.message)}")
    return document
