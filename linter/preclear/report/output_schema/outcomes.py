"""Parts of schemas that say how requests to the platform ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.output_schema.findings import build_exit_code
from preclear.report.output_schema.parts import (
    describe_choice,
    describe_object,
    describe_text,
    describe_texts,
    or_null,
)

if TYPE_CHECKING:
    from preclear.report.output_schema.parts import Schema

OUTCOMES = ("accepted", "rejected", "not sent", "unknown")
ID_AND_NAME = {"id": or_null(describe_text("Its id.")), "name": or_null(describe_text("Its name."))}


def list_outcome_fields(outcomes: tuple[str, ...]) -> dict[str, Schema]:
    """Return the fields that say how a request ended."""
    return {
        "outcome": describe_choice(outcomes, "What became of it."),
        "exitCode": build_exit_code(),
        "reason": describe_text("Why."),
        "status": or_null({"description": "The HTTP status of the answer.", "type": "integer"}),
        "requestId": or_null(describe_text("The platform's id of the request.")),
        "responseText": or_null(describe_text("The start of an answer that isn't what was expected.")),
        "started": or_null(describe_text("When the request was started, as in RFC 3339.")),
        "lookupCommand": or_null(describe_text("If the outcome is unknown: the command that shows what is there.")),
    }


def build_dry_run(fields: dict[str, Schema]) -> Schema:
    """Return the schema of what a dry run would send. `fields` are those of the command besides the requests."""
    return describe_object(
        "With `--dry-run`: what would be sent.", {"lines": describe_texts("The requests, without secrets."), **fields}
    )
