"""Definitions of the commands that read documents: check, adapt, rules, config, and the source map."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from preclear.report.output_schema.findings import DIGEST, OMITTED, POINTER, VERSION
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


def build_check_definitions() -> dict[str, Schema]:
    """Return the definitions by name."""
    return {
        "check": _build_check(),
        "adapt": _build_adapt(),
        "rules": _build_rules(),
        "config": _build_config(),
        "sourceMap": _build_source_map(),
    }


def build_counts() -> dict[str, Schema]:
    """Return the fields that count files and findings."""
    return {
        "files": describe_number("Files that were read as OpenAPI."),
        "errors": describe_number("All errors, also those that aren't in the list."),
        "warnings": describe_number("All warnings."),
        "infos": describe_number("All infos."),
    }


def _build_check() -> Schema:
    fixable = describe_object(
        "Findings with an edit, by its level.", {level: {"type": "integer", "minimum": 0} for level in EDIT_LEVEL_RANK}
    )
    return describe_object(
        "`preclear check`.",
        {
            "version": VERSION,
            "summary": describe_object(
                "True numbers.",
                {**build_counts(), "fixable": fixable},
                {
                    "adaptable": describe_number("Errors that an adaptation can settle. Missing if there are none."),
                    "omitted": OMITTED,
                },
            ),
            "findings": describe_list({"$ref": "#/$defs/finding"}, "Sorted by file, line, column and rule."),
        },
        {
            "changedFiles": describe_texts("With `--fix`: the files that were changed."),
            "fixed": describe_list({"$ref": "#/$defs/fixableFinding"}, "With `--fix`: what was fixed."),
            "unfixed": describe_list({"$ref": "#/$defs/unfixedFinding"}, "With `--fix`: what wasn't fixed, and why."),
        },
    )


def _build_adapt() -> Schema:
    change = describe_object(
        "A change of the document.",
        {
            "rule": describe_text("The rule that proposed it."),
            "level": describe_choice(EDIT_LEVEL_RANK, "The level of the edit."),
            "title": describe_text("What it does."),
            "loss": or_null(describe_text("What the document no longer says.")),
            "place": refer_to("partPlace", "Where it is, in your file."),
            "before": or_null(describe_text("The value before, as short JSON.")),
            "after": or_null(describe_text("The value after, as short JSON; null if it's removed.")),
            "round": {"description": "The round of the change.", "type": "integer", "minimum": 1},
        },
    )
    operation = describe_object(
        "An operation of JSON Patch (RFC 6902).",
        {"op": describe_choice(("replace", "add", "remove", "move"), "What it does."), "path": POINTER},
        {"from": POINTER, "value": describe_value("The new value.")},
    )
    finding: Schema = {"$ref": "#/$defs/finding"}
    return describe_object(
        "`preclear adapt`.",
        {
            "version": VERSION,
            "path": describe_text("The document."),
            "sha256": DIGEST,
            "size": describe_number("The size of the adapted document in bytes."),
            "files": describe_list({"$ref": "#/$defs/file"}, "All files that went into it, overlays included."),
            "rewriteReason": or_null(describe_text("Why the text was written anew; null if it was edited.")),
            "summary": refer_to("adaptation", "Numbers."),
            "changes": describe_list(change, "All changes."),
            "patch": describe_list(operation, "All changes as a JSON Patch."),
            "leftOut": describe_list({"$ref": "#/$defs/leftOut"}, "Parts that are left out."),
            "errors": describe_list(finding, "Errors that are left."),
            "overlayFindings": describe_list(finding, "What is odd about overlays."),
        },
    )


def _build_rules() -> Schema:
    rule = describe_object(
        "A rule.",
        {
            "name": describe_text("Its name."),
            "category": describe_text("Its category."),
            "severity": describe_choice(SEVERITY_RANK, "Its severity without a config."),
            "basis": describe_choice(get_args(Basis), "Where it comes from."),
            "source": describe_text("What says so."),
            "fix": or_null(describe_choice(EDIT_LEVEL_RANK, "The highest level of its edits; null without edits.")),
            "summary": describe_text("What it finds."),
        },
    )
    return describe_list(rule, "`preclear rules`.")


def _build_config() -> Schema:
    setting = describe_object(
        "A setting.",
        {
            "name": describe_text("Its name."),
            "value": describe_value("Its value; null if it isn't set."),
            "from": describe_text("Where it comes from: `default`, a file and line, a variable or an option."),
        },
    )
    ignore = describe_object(
        "An entry of `ignores`.",
        {
            "paths": describe_texts("The files that it applies to; all if there are none."),
            "pointer": or_null(describe_text("The part of the document that it applies to.")),
            "rules": describe_texts("Rules."),
            "reason": describe_text("Why."),
            "from": describe_text("Its file and line."),
        },
    )
    return describe_object(
        "`preclear config`.",
        {
            "version": VERSION,
            "config": or_null(describe_text("The config file.")),
            "settings": describe_list(setting, "All settings."),
            "connectors": describe_list(_build_binding(), "The entries of `connectors`."),
            "ignores": describe_list(ignore, "The entries of `ignores`."),
        },
    )


def _build_binding() -> Schema:
    tags = describe_map({"type": "array", "items": {"type": "string"}}, "Tags of the connector.")
    return describe_object(
        "A document and its connector.",
        {
            "document": describe_text("The document."),
            "connector": describe_text("The connector."),
            "version": describe_text("The version, or a template of it."),
            "adapt": describe_flag("Whether the document is adapted."),
            "baseUrl": or_null(describe_text("The connector's base URL.")),
            "documentationUrl": or_null(describe_text("The connector's documentation.")),
            "imageUrl": or_null(describe_text("The connector's image.")),
            "tags": or_null(tags),
            "categories": or_null(describe_texts("Categories of the connector.")),
            "connections": describe_texts("Connection files."),
            "publish": describe_flag("Whether the version is published."),
            "from": describe_text("Its file and line."),
        },
    )


def _build_source_map() -> Schema:
    fields: dict[str, Schema] = {
        "pointer": POINTER,
        "path": describe_text("The file."),
        "origin": {**POINTER, "description": "The JSON Pointer in that file."},
    }
    return describe_object(
        "A source map, which `preclear bundle` and `preclear adapt` write with `--source-map`.",
        {
            "version": VERSION,
            "entry": describe_text("The document."),
            "moved": describe_list(describe_object("A part that comes from elsewhere.", fields), "Moved parts."),
            "added": describe_list(
                describe_object("A new part, and the nearest part around it that a file has.", fields), "New parts."
            ),
        },
    )
