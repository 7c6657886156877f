"""What the answer to a change of a connection says, with the places in the document and in the connection file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.platform.answer import map_saved_answer
from preclear.platform.commands.model import AnswerDescription
from preclear.platform.connection_files.answer import iter_field_problems, read_credential_statuses
from preclear.report import (
    credentials_to_json,
    describe_credentials,
    escape_path,
    finding_to_json,
    format_full,
    list_credential_problems,
)
from preclear.source import truncate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.platform.checked_document import CheckedDocument
    from preclear.platform.connection_files.model import ConnectionFile
    from preclear.platform.http import RequestOutcome
    from preclear.source import Json

_MAX_PROBLEMS = 20
_MAX_PROBLEM_LENGTH = 300  # characters
_IN_USE = 412  # the status of a deletion that the API refuses because something uses the connection


def describe_connection(
    outcome: RequestOutcome, file: ConnectionFile, document: CheckedDocument | None
) -> AnswerDescription:
    """Describe a connection that was created or updated, or the fields that a refusal is about.

    With a document, messages about auth schemes and credentials are findings at the security schemes. Errors make the
    command fail, although the connection exists.
    """
    if outcome.name != "accepted":
        return AnswerDescription(lines=tuple(_refusal_lines(file, outcome.answer)), lists_field_errors=True)
    statuses = read_credential_statuses(outcome.answer)
    answer = outcome.answer if isinstance(outcome.answer, dict) else {}
    facts = {
        "connection": " ".join(str(answer.get(key)) for key in ("name", "id") if answer.get(key)),
        **describe_credentials(statuses),
    }
    json: dict[str, Json] = {
        "connection": {"id": answer.get("id"), "name": answer.get("name")},
        "credentials": credentials_to_json(statuses),
    }
    if document is None:
        is_failing = any(status.is_failing for status in statuses)
        return AnswerDescription(facts, tuple(list_credential_problems(statuses)), is_failing, json)
    result = map_saved_answer(document, outcome.answer, outcome.status)
    json["findings"] = [*map(finding_to_json, result.results.findings)]
    lines = ("", *format_full(result.results, show_all=True)) if result.results.findings else ()
    return AnswerDescription(facts, lines, result.is_failure, json)


def describe_deletion(outcome: RequestOutcome, *, force: bool) -> AnswerDescription:
    """Describe a deletion that was refused because the connection is in use."""
    if outcome.status == _IN_USE and not force:
        return AnswerDescription(lines=("something uses the connection; `--force` deletes it anyway",))
    return AnswerDescription()


def _refusal_lines(file: ConnectionFile, answer: Json) -> Iterator[str]:
    """Yield the field errors of a refusal at their places in the connection file."""
    problems = list(iter_field_problems(file, answer))
    for node, message in problems[:_MAX_PROBLEMS]:
        line, column = node.place.span.start
        yield f"{escape_path(file.path)}:{line}:{column}: {truncate(message, _MAX_PROBLEM_LENGTH)}"
    if len(problems) > _MAX_PROBLEMS:
        yield f"and {len(problems) - _MAX_PROBLEMS:,} more; `--output-format json` has all of them"
