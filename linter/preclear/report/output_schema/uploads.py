"""Definitions of uploads: of one document, and of many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.output_schema.checks import build_counts
from preclear.report.output_schema.findings import DIGEST, FINGERPRINT, OMITTED, VERSION, build_exit_code
from preclear.report.output_schema.outcomes import ID_AND_NAME, OUTCOMES, build_dry_run, list_outcome_fields
from preclear.report.output_schema.parts import (
    describe_choice,
    describe_flag,
    describe_list,
    describe_number,
    describe_object,
    describe_text,
    describe_texts,
    or_null,
    refer_to,
)

if TYPE_CHECKING:
    from preclear.report.output_schema.parts import Schema

_ACTIONS = (
    "create connector",
    "create version",
    "update",
    "unchanged",
    "skipped",
    "blocked",
    "impossible",
    "unknown",
)


def build_upload_definitions() -> dict[str, Schema]:
    """Return the definitions by name."""
    return {
        "upload": _build_upload(),
        "uploadRun": _build_upload_run(),
        "uploadRunEntry": _build_run_entry(),
    }


def _build_upload() -> Schema:
    summary = describe_object("Numbers of files and findings.", build_counts(), {"omitted": OMITTED})
    return describe_object(
        "`preclear upload` of one document.",
        {
            "version": VERSION,
            **list_outcome_fields(OUTCOMES),
            "request": or_null(_build_request()),
            "created": or_null(_build_created()),
            "adaptation": or_null(refer_to("adaptation", "With `--adapt`: its numbers.")),
            "notes": describe_texts("What else is worth knowing."),
            "findings": describe_list({"$ref": "#/$defs/finding"}, "The findings of the check and of the import."),
            "summary": or_null(summary),
        },
        {"dryRun": build_dry_run({"plan": or_null(refer_to("plan", "What the import would create."))})},
    )


def _build_request() -> Schema:
    return describe_object(
        "What was sent, or would be.",
        {
            "method": describe_text("The method."),
            "url": describe_text("The URL."),
            "host": describe_text("The platform's host."),
            "organisation": describe_text("The organisation's id."),
            "connector": or_null(describe_text("The connector's id; null for a new connector.")),
            "version": or_null(describe_text("The version; null for a new connector.")),
            "storageHost": or_null(describe_text("The storage that the document goes through.")),
            "schemaURL": or_null(describe_text("The URL that the platform reads the document from.")),
            "sha256": or_null(DIGEST),
            "size": or_null(describe_number("The size of the document in bytes.")),
            "files": describe_list({"$ref": "#/$defs/file"}, "The files that the document is made of."),
        },
    )


def _build_created() -> Schema:
    kinds = ("actions", "triggers", "definitions")
    return describe_object(
        "What an accepted import created.",
        {
            "connector": describe_object("The connector.", ID_AND_NAME),
            "version": describe_object("The version.", ID_AND_NAME),
            "counts": describe_object(
                "The numbers of what was created; null if the answer doesn't say.",
                {kind: or_null(describe_number("Their number.")) for kind in kinds},
            ),
            "planned": describe_object(
                "The numbers of what was planned.", {kind: describe_number("Their number.") for kind in kinds}
            ),
            "differences": describe_list(FINGERPRINT, "The findings that report differences from the plan."),
            "comparison": refer_to("answerComparison", "How much was compared."),
        },
    )


def _build_upload_run() -> Schema:
    return describe_object(
        "`preclear upload` of many documents.",
        {
            "version": VERSION,
            "outcome": describe_choice(OUTCOMES, "The most serious outcome."),
            "reason": describe_text("Why."),
            "exitCode": build_exit_code(),
            "dryRun": describe_flag("Whether nothing was to be sent."),
            "host": or_null(describe_text("The platform's host.")),
            "organisation": or_null(describe_text("The organisation's id.")),
            "journal": or_null(describe_text("The journal, if something in it is open.")),
            "notes": describe_texts("What else is worth knowing."),
            "uploads": describe_list({"$ref": "#/$defs/uploadRunEntry"}, "The documents."),
        },
    )


def _build_run_entry() -> Schema:
    plan = describe_object(
        "What was planned.",
        {
            "action": describe_choice(_ACTIONS, "What is to be done."),
            "reason": or_null(describe_text("Why nothing is sent.")),
            "adaptation": or_null(describe_text("What an adaptation does, in words.")),
            "steps": describe_texts("What is done besides an import."),
        },
    )
    step = describe_object(
        "A request after the import.",
        {
            "summary": describe_text("What it does."),
            "outcome": describe_choice(OUTCOMES, "What became of it."),
            "reason": describe_text("Why."),
        },
    )
    connector = describe_object(
        "The connector.", {"name": describe_text("As in the config."), "id": or_null(describe_text("Its id."))}
    )
    return describe_object(
        "A document and what became of it.",
        {
            "document": describe_text("The document."),
            "from": describe_text("The file and line that binds it to the connector."),
            "connector": connector,
            "version": or_null(describe_text("The version.")),
            "sha256": or_null(DIGEST),
            "size": or_null(describe_number("The size of what is sent in bytes.")),
            "plan": plan,
            "outcome": or_null(describe_choice(OUTCOMES, "Null if nothing was to be sent.")),
            "reason": or_null(describe_text("Why.")),
            "exitCode": build_exit_code(),
            "lookupCommand": or_null(describe_text("The command that shows what is there.")),
            "steps": describe_list(step, "What followed the import."),
            "findings": describe_list({"$ref": "#/$defs/finding"}, "Findings."),
            "omittedFindings": describe_number("How many findings aren't in the list."),
            "notes": describe_texts("What else is worth knowing."),
        },
    )
