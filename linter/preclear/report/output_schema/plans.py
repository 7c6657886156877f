"""Definitions of the commands that show what an import makes of a document: plan and map."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from preclear.connector import OAUTH2_GRANTS, SchemeType
from preclear.engine import PlanStatus
from preclear.mapping import RESOURCE_KINDS, ChangeKind
from preclear.report.output_schema.findings import FINGERPRINT, OMITTED, POINTER, VERSION
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
from preclear.report.plan_changes.model import OldSideKind

if TYPE_CHECKING:
    from preclear.report.output_schema.parts import Properties, Schema


def build_plan_definitions() -> dict[str, Schema]:
    """Return the definitions by name."""
    return {
        "plan": _build_plan(),
        "plannedConnector": _build_resource("The connector.", *_list_connector_fields()),
        "plannedAuthSchemeConfig": _build_resource("An auth scheme config.", *_list_auth_fields()),
        "plannedAction": _build_operation("An action.", has_path=True),
        "plannedTrigger": _build_operation("A trigger.", has_path=False),
        "plannedDefinition": _build_resource(
            "A definition.",
            {
                "name": describe_text("Its name."),
                "accept": describe_texts("Its media types."),
                "schema": {**POINTER, "description": "The JSON Pointer to its schema."},
            },
            {"description": describe_text("Its description.")},
        ),
        "plannedParameter": _build_parameter(),
        "plannedResponse": describe_object(
            "A response.",
            {"definitions": _build_media_types()},
            {
                "status": {
                    "description": "Its status, as in the document if it isn't a number; missing for the default.",
                    "type": ["integer", "string"],
                }
            },
        ),
        "plannedMediaType": describe_object(
            "A body of one media type.",
            {"name": or_null(describe_text("The definition.")), "accept": describe_texts("The media type.")},
        ),
        "change": _build_change(),
        "map": _build_map(),
    }


def _build_plan() -> Schema:
    def list_resources(name: str, description: str) -> Schema:
        return describe_list({"$ref": f"#/$defs/{name}"}, description)

    return describe_object(
        "`preclear plan`.",
        {
            "version": VERSION,
            "path": describe_text("The document."),
            "connector": or_null(refer_to("plannedConnector", "Null if the document can't be read.")),
            "authSchemeConfigs": list_resources("plannedAuthSchemeConfig", "The auth scheme configs."),
            "actions": list_resources("plannedAction", "The actions."),
            "triggers": list_resources("plannedTrigger", "The triggers."),
            "definitions": list_resources("plannedDefinition", "The definitions."),
            "others": describe_list(FINGERPRINT, "The findings that belong to no resource."),
            "findings": list_resources("finding", "All findings."),
        },
        {
            "adaptation": refer_to("adaptation", "With `--adapt`: its numbers."),
            "leftOut": list_resources("leftOut", "With `--adapt`: what is left out."),
            "comparison": _build_plan_comparison(),
            "changes": list_resources("change", "With `--against`: all changes."),
            "omitted": OMITTED,
        },
    )


def _build_resource(description: str, required: Properties, optional: Properties | None = None) -> Schema:
    return describe_object(
        description,
        {
            **required,
            "status": describe_choice(get_args(PlanStatus), "Whether the import creates it as the document says."),
            "place": refer_to("place", "Where it comes from."),
            "findings": describe_list(FINGERPRINT, "Its findings."),
        },
        {**(optional or {}), "unlisted": describe_number("How many of its findings are omitted.")},
    )


def _list_connector_fields() -> tuple[Properties, Properties]:
    variable = describe_object(
        "A connection variable.",
        {"name": describe_text("Its name."), "value": or_null(describe_text("Its value."))},
    )
    return {
        "name": or_null(describe_text("Its name.")),
        "baseUrl": or_null(describe_text("Its base URL.")),
        "connectionVariables": describe_list(variable, "Its connection variables."),
    }, {
        "documentationURL": describe_text("Its documentation."),
        "imageURL": describe_text("Its image."),
    }


def _list_auth_fields() -> tuple[Properties, Properties]:
    scope = describe_object(
        "A scope.", {"name": describe_text("Its name."), "description": describe_text("Its description.")}
    )
    grant = describe_object(
        "The grant.", {"grantType": describe_choice(OAUTH2_GRANTS.values(), "The type of the grant.")}
    )
    return {
        "schemeType": or_null(describe_choice(get_args(SchemeType), "Its type; null if no type fits.")),
        "description": describe_text("Its description."),
    }, {
        "name": or_null(describe_text("For `api-key`: the name of the header, query parameter or cookie.")),
        "in": or_null(describe_text("For `api-key`: where the key is sent.")),
        "authorizeUrl": or_null(describe_text("For `oauth2`: the authorization URL.")),
        "tokenUrl": or_null(describe_text("For `oauth2`: the token URL.")),
        "scopes": describe_list(scope, "For `oauth2`: the scopes."),
        "defaultScopes": describe_texts("For `oauth2`: always empty, because OpenAPI has no default scopes."),
        "grant": or_null(grant),
    }


def _build_operation(description: str, *, has_path: bool) -> Schema:
    body = describe_object(
        "Its request body.",
        {"required": describe_flag("Whether it's required."), "definitions": _build_media_types()},
    )
    return _build_resource(
        description,
        {
            "type": {"description": "Its type.", "const": "http"},
            "name": or_null(describe_text("Its name.")),
            "method": describe_text("Its method."),
            **({"path": describe_text("Its path.")} if has_path else {}),
            "parameters": describe_list({"$ref": "#/$defs/plannedParameter"}, "Its parameters."),
            "responses": describe_list({"$ref": "#/$defs/plannedResponse"}, "Its responses."),
        },
        {
            "summary": describe_text("Its summary."),
            "description": describe_text("Its description."),
            "requestBody": body,
        },
    )


def _build_parameter() -> Schema:
    return describe_object(
        "A parameter.",
        {
            "name": or_null(describe_text("Its name.")),
            "in": or_null(describe_text("Where it's sent.")),
            "required": describe_flag("Whether it's required."),
            "type": or_null(describe_text("Its type.")),
        },
        {"default": describe_value("Its default.")},
    )


def _build_media_types() -> Schema:
    return describe_list({"$ref": "#/$defs/plannedMediaType"}, "Its media types.")


def _build_plan_comparison() -> Schema:
    old = describe_object(
        "What the plan is compared with.",
        {
            "kind": describe_choice(get_args(OldSideKind), "What it is."),
            "name": describe_text("A path, a revision or a connector."),
            "detail": or_null(describe_text("The document's path at the revision, or the connector's version.")),
        },
    )
    return describe_object(
        "With `--against`: what was compared.",
        {
            "old": old,
            "changes": describe_number("All changes."),
            "breaking": describe_number("Changes that break someone."),
            "unknownSchemas": describe_number("Definitions whose schema the platform doesn't have."),
            "complete": describe_flag("Whether all schemas were compared."),
        },
    )


def _build_change() -> Schema:
    return describe_object(
        "A change between two plans.",
        {
            "resource": describe_choice(RESOURCE_KINDS, "What changes."),
            "name": describe_text("Its name."),
            "kind": describe_choice(get_args(ChangeKind), "How it changes."),
            "code": describe_text("The kind of change."),
            "breaking": describe_flag("Whether it breaks people who use the connector."),
            "message": describe_text("What changes, in words."),
            "place": refer_to("place", "Where it is in the document."),
            "oldPlace": or_null(refer_to("place", "Where it is in the old document; null for a connector.")),
            "usedBy": describe_texts("The first 100 other actions and triggers that use it."),
            "users": describe_number("The number of all of them."),
        },
    )


def _build_map() -> Schema:
    return describe_object(
        "`preclear map`.",
        {
            "version": VERSION,
            "answer": _build_answer(),
            "findings": describe_list(
                {"$ref": "#/$defs/mappedFinding"}, "The findings of the check and of the answer."
            ),
        },
        {"summary": describe_object("Present if findings are omitted.", {"omitted": OMITTED})},
    )


def _build_answer() -> Schema:
    def describe_resource(description: str) -> Schema:
        return describe_object(
            description, {"id": or_null(describe_text("Its id.")), "name": or_null(describe_text("Its name."))}
        )

    validation = describe_object(
        "How many the platform validated.",
        {
            "validated": describe_number("Those that it says something about."),
            "notValidated": describe_number("Those that it says nothing about."),
        },
    )
    return describe_object(
        "The answer of the platform.",
        {
            "status": or_null({"description": "Its HTTP status, if it's known.", "type": "integer"}),
            "refused": describe_flag("Whether nothing was created."),
            "code": or_null(describe_text("The code of the error.")),
            "connector": or_null(describe_resource("The created connector.")),
            "connectorVersion": or_null(describe_resource("The created version.")),
            "messages": describe_number("Messages in the answer."),
            "unlisted": describe_number("Messages that aren't among the findings."),
            "foreseen": describe_number("Messages that a finding of the check foresaw."),
            "unforeseen": describe_number("Messages that no finding foresaw."),
            "leftOut": describe_map(
                {"type": "integer", "minimum": 0}, "Findings of rules that aren't selected, by rule."
            ),
            "comparison": refer_to("answerComparison", "The plan compared with what was created."),
            "actions": validation,
            "triggers": validation,
        },
    )
