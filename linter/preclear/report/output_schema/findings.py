"""Definitions that several commands share: findings, their places and edits, numbers of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from preclear.engine import Origin, Placement
from preclear.report.exit_code import ExitCode
from preclear.report.json_report import FORMAT_VERSION
from preclear.report.output_schema.parts import (
    describe_choice,
    describe_flag,
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
from preclear.source import EDIT_LEVEL_RANK, SEVERITY_RANK, Basis

if TYPE_CHECKING:
    from preclear.report.output_schema.parts import Schema

VERSION: Schema = {
    "description": "The version of the format. It increases when a field is removed or changes its meaning.",
    "const": FORMAT_VERSION,
}
POINTER: Schema = {"description": "A JSON Pointer (RFC 6901).", "type": "string", "pattern": "^(/.*)?$"}
FINGERPRINT: Schema = {
    "description": "Identifies a finding, even if lines move.",
    "type": "string",
    "pattern": "^[0-9a-f]{16}$",
}
DIGEST: Schema = {
    "description": "A SHA-256 digest in hexadecimal digits.",
    "type": "string",
    "pattern": "^[0-9a-f]{64}$",
}
OMITTED: Schema = describe_list(
    describe_object(
        "The omitted findings of a rule in a file.",
        {
            "rule": describe_text("The rule."),
            "path": describe_text("The file."),
            "count": describe_number("How many of its findings aren't in the list."),
        },
    ),
    "Findings that aren't in the list, because a rule has too many. Missing if there are none.",
)
_LEVEL = describe_choice(
    EDIT_LEVEL_RANK,
    "`safe` means the same to every reader, `rename` gives the same API other names, and after `adapt` the document"
    " says less.",
)
_SEVERITY = describe_choice(SEVERITY_RANK, "How severe it is, after the config.")


def build_exit_code() -> Schema:
    """Return the schema of a command's exit code."""
    return {"description": "The exit code of the command.", "enum": [code.value for code in ExitCode]}


def build_shared_definitions() -> dict[str, Schema]:
    """Return the definitions by name."""
    return {
        "position": describe_object(
            "A position in a text. Lines and columns are numbered from 1; columns count characters.",
            {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
        ),
        "place": _build_place("A place in a file.", {}),
        "partPlace": _build_place("The key or the value of a node.", {"part": _build_part()}),
        "relatedPlace": _build_place(
            "Another place that a finding is about.", {"message": describe_text("What is there.")}
        ),
        "finding": _build_finding(),
        "mappedFinding": _build_finding(is_mapped=True),
        "edit": _build_edit(),
        "editOperation": _build_edit_operation(),
        "fixableFinding": _build_fixable_finding(),
        "unfixedFinding": _build_fixable_finding(is_unfixed=True),
        "file": describe_object(
            "A file that was read.",
            {"path": describe_text("Its path."), "size": describe_number("Its size in bytes."), "sha256": DIGEST},
        ),
        "adaptation": describe_object(
            "The numbers of an adaptation.",
            {
                "errorsBefore": describe_number("Errors of the document as it is."),
                "errorsLeft": describe_number("Errors of the adapted document."),
                "changes": describe_number("Changes."),
                "leftOut": describe_number("Parts that are left out."),
            },
        ),
        "leftOut": describe_object(
            "A part of a document that an adaptation leaves out.",
            {
                "label": describe_text("Names the part as messages do."),
                "isOperation": describe_flag("Whether it's an action or a trigger."),
                "reason": describe_choice(
                    ("selection", "unused", "blocked"),
                    "Why: patterns exclude it, nothing that is left refers to it, or the import can't hold it.",
                ),
                "detail": describe_text("The pattern, or the message of the finding."),
                "place": refer_to("partPlace", "Where it is."),
            },
        ),
        "answerComparison": _build_answer_comparison(),
    }


def _build_part() -> Schema:
    return describe_choice(("key", "value"), "Whether the key or the value of the node is meant.")


def _build_place(description: str, fields: dict[str, Schema]) -> Schema:
    return describe_object(
        description,
        {
            **fields,
            "path": describe_text("The file, as in messages."),
            "pointer": POINTER,
            "start": refer_to("position", "Where the text starts."),
            "end": refer_to("position", "The position after the text's last character."),
        },
    )


def _build_finding(*, is_mapped: bool = False) -> Schema:
    return describe_object(
        "A finding." + (" One that maps a message of the platform has `sent`." if is_mapped else ""),
        {
            "rule": {"description": "The rule.", "type": "string", "pattern": "^[a-z][a-z0-9-]*$"},
            "category": describe_text("The rule's category."),
            "severity": _SEVERITY,
            "basis": describe_choice(get_args(Basis), "Where the rule comes from."),
            "message": describe_text("What is wrong."),
            "help": or_null(describe_text("What to do.")),
            "path": describe_text("The file, as in messages."),
            "pointer": POINTER,
            "part": _build_part(),
            "start": refer_to("position", "Where the text starts."),
            "end": refer_to("position", "The position after the text's last character."),
            "related": describe_list({"$ref": "#/$defs/relatedPlace"}, "Other places that the finding is about."),
            "origin": describe_choice(get_args(Origin), "`import` for a message of the platform."),
            "placed": describe_choice(get_args(Placement), "How exact the place is; `exact` for findings of a check."),
            "fingerprint": FINGERPRINT,
            "url": or_null(describe_text("The rule's page; null for a rule of another pack.")),
            "fix": or_null(refer_to("edit", "The edit that settles the finding.")),
        },
        {"sent": _build_sent()} if is_mapped else {},
    )


def _build_sent() -> Schema:
    return describe_object(
        "The message as the platform sent it.",
        {
            "text": describe_text("Its text, shortened if it's long."),
            "leftOut": describe_number("How many characters of the text are left out."),
            "pointer": POINTER,
            "field": or_null(describe_text("The field that the message names.")),
            "foreseenBy": describe_texts("Rules whose findings foresaw the message."),
        },
    )


def _build_edit() -> Schema:
    return describe_object(
        "An edit that settles a finding.",
        {"level": _LEVEL, "title": describe_text("What it does.")},
        {
            "loss": describe_text("What the document no longer says after it."),
            "operations": describe_list(
                {"$ref": "#/$defs/editOperation"}, "What changes. Missing if the edit has large values."
            ),
        },
    )


def _build_edit_operation() -> Schema:
    return describe_object(
        "An operation on a node of the document as it is.",
        {
            "operation": describe_choice(("set", "rename", "insert", "remove"), "What happens to the node."),
            "path": describe_text("The file."),
            "pointer": POINTER,
        },
        {
            "key": {"description": "The new key, or the key or index of the new entry.", "type": ["string", "integer"]},
            "value": describe_value("The new value."),
        },
    )


def _build_fixable_finding(*, is_unfixed: bool = False) -> Schema:
    return describe_object(
        "A finding that wasn't fixed, before the edits."
        if is_unfixed
        else "A finding that was fixed, before the edits.",
        {
            "rule": describe_text("The rule."),
            "severity": _SEVERITY,
            "message": describe_text("What was wrong."),
            "path": describe_text("The file."),
            "pointer": POINTER,
            "part": _build_part(),
            "start": refer_to("position", "Where the text started."),
            "end": refer_to("position", "The position after the text's last character."),
            "level": _LEVEL,
            "title": describe_text("What the edit does."),
            **({"reason": describe_text("Why it wasn't fixed.")} if is_unfixed else {}),
        },
    )


def _build_answer_comparison() -> Schema:
    compared = describe_object(
        "What was compared of one kind.",
        {
            "resources": describe_number("Planned resources that were compared."),
            "asPlanned": describe_number("Those that are as planned in every field that was compared."),
            "unexpected": describe_number("Resources that the plan doesn't have."),
            "fields": describe_number("Fields that were compared."),
        },
    )
    kinds = ("connector", "authSchemes", "actions", "triggers", "definitions", "schemas")
    return describe_object(
        "How much of the plan was compared with what the platform has.",
        {
            "complete": describe_flag("Whether everything was compared."),
            "compared": describe_object("Numbers by kind.", {}, dict.fromkeys(kinds, compared)),
            "notKnown": describe_map(
                {"type": "integer", "minimum": 0}, "What the platform doesn't say: numbers by a noun."
            ),
        },
    )
