"""Definitions of the commands that read or change what the platform has."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from preclear.report.output_schema.findings import OMITTED, VERSION, build_exit_code
from preclear.report.output_schema.outcomes import ID_AND_NAME, OUTCOMES, build_dry_run, list_outcome_fields
from preclear.report.output_schema.parts import (
    describe_choice,
    describe_flag,
    describe_foreign_object,
    describe_list,
    describe_map,
    describe_number,
    describe_object,
    describe_text,
    describe_texts,
    describe_value,
    or_null,
    refer_to,
)
from preclear.report.verify.model import VerifyOutcome

if TYPE_CHECKING:
    from preclear.report.output_schema.parts import Schema


def build_platform_definitions() -> dict[str, Schema]:
    """Return the definitions by name."""
    return {
        "verify": _build_verify(),
        "connectors": _build_list("connectors", "`preclear connectors`.", "The connectors"),
        "connector": describe_object(
            "`preclear connector show`.",
            {"version": VERSION, "connector": describe_foreign_object("The connector as the platform has it.")},
        ),
        "versions": _build_versions(),
        "connections": _build_list(
            "connections", "`preclear connection list`.", "The connections", {"connector": describe_text("Its id.")}
        ),
        "platformChange": _build_platform_change(),
    }


def _build_list(name: str, description: str, noun: str, fields: dict[str, Schema] | None = None) -> Schema:
    items = describe_foreign_object("As the platform has it, without the data of credentials.")
    return describe_object(
        description, {"version": VERSION, **(fields or {}), name: describe_list(items, f"{noun} that were found.")}
    )


def _build_verify() -> Schema:
    times: dict[str, Schema] = {
        "createdAt": or_null(describe_text("When it was created.")),
        "publishedAt": or_null(describe_text("When it was published; null for a draft.")),
    }
    schemas = describe_object(
        "What was read of the definitions' schemas.",
        {
            "requested": describe_flag("Whether they were to be read."),
            "read": describe_number("Schemas that were read."),
            "missing": describe_number("Schemas that the platform doesn't have."),
            "unread": describe_number("Schemas that weren't read."),
        },
    )
    return describe_object(
        "`preclear verify`.",
        {
            "version": VERSION,
            "outcome": describe_choice(get_args(VerifyOutcome), "The outcome of the comparison."),
            "exitCode": build_exit_code(),
            "reason": describe_text("The outcome in words."),
            "connector": describe_object("The connector.", ID_AND_NAME),
            "requestedVersion": or_null(describe_text("The version that was asked for.")),
            "connectorVersion": or_null(describe_object("The version that was read.", {**ID_AND_NAME, **times})),
            "versions": describe_texts("The names of all versions."),
            "differences": describe_number("Differences from the plan."),
            "comparison": or_null(refer_to("answerComparison", "How much was compared.")),
            "schemas": schemas,
            "messages": describe_number("Validation messages that the platform keeps."),
            "leftOut": describe_map({"type": "integer", "minimum": 0}, "Differences of rules that aren't selected."),
            "notes": describe_texts("What else is worth knowing."),
            "findings": describe_list({"$ref": "#/$defs/finding"}, "The differences."),
        },
        {"summary": describe_object("Present if findings are omitted.", {"omitted": OMITTED})},
    )


def _build_versions() -> Schema:
    version = describe_object(
        "A version of a connector.",
        {
            "id": describe_text("Its id."),
            "name": describe_text("Its name."),
            "description": describe_text("Its description."),
            "isLatest": describe_flag("Whether it's the latest."),
            "isDefault": describe_flag("Whether it's the default."),
            "createdAt": or_null(describe_text("When it was created.")),
            "updatedAt": or_null(describe_text("When it was changed.")),
            "publishedAt": or_null(describe_text("When it was published; null for a draft.")),
            "messages": describe_list(
                describe_foreign_object("A message as the platform has it."), "What the platform says about it."
            ),
        },
    )
    return describe_object(
        "`preclear versions`.",
        {
            "version": VERSION,
            "connector": describe_text("The connector's id."),
            "versions": describe_list(version, "The versions."),
        },
    )


def _build_platform_change() -> Schema:
    request = describe_object(
        "A request.",
        {
            "method": describe_text("The method."),
            "url": describe_text("The URL."),
            "summary": describe_text("What it does."),
        },
    )
    field = describe_object(
        "A field that changes.",
        {
            "field": describe_text("Its name."),
            "old": or_null(describe_text("Its value before; null if it wasn't set.")),
            "oldKnown": describe_flag("Whether the value before is known."),
            "new": or_null(describe_text("Its value after; null if it isn't set.")),
        },
    )
    return describe_object(
        "The commands that change something on the platform: `preclear connector update`, `preclear version create` and"
        " the others, `preclear connection create` and the others.",
        {
            "version": VERSION,
            "command": describe_text("The command, such as `version create`."),
            **list_outcome_fields((*OUTCOMES, "unchanged")),
            "requests": describe_list(request, "All requests that were sent, or would be."),
            "changes": describe_list(field, "The fields that change."),
            "answer": describe_value("The platform's answer, without the data of credentials."),
            "notes": describe_texts("What else is worth knowing."),
        },
        {
            "connection": or_null(describe_object("The connection.", ID_AND_NAME)),
            "credentials": describe_list(_build_credential(), "What the platform says about its credentials."),
            "findings": describe_list({"$ref": "#/$defs/finding"}, "With `--document`: findings in the document."),
            "dryRun": build_dry_run({}),
        },
    )


def _build_credential() -> Schema:
    message = describe_object(
        "A message about its auth scheme config.",
        {"severity": describe_text("How severe it is."), "text": describe_text("Its text.")},
    )
    return describe_object(
        "A credential of the connection.",
        {
            "side": describe_choice(("action", "trigger"), "What it is for."),
            "number": {"description": "Its place there.", "type": "integer", "minimum": 1},
            "scheme": describe_text("The description of its auth scheme config."),
            "schemeType": describe_text("The type of that config."),
            "name": describe_text("Its name."),
            "type": describe_text("Its type."),
            "validated": describe_flag("Whether the platform validated it."),
            "errors": or_null(describe_texts("What is wrong with it; null if it wasn't validated.")),
            "messages": describe_list(message, "Messages about its auth scheme config."),
        },
    )
