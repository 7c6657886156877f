"""What the edits of schemas, references, structure and security make of a document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from preclear.engine import check_document
from preclear.source import apply_operations, load_bytes
from tests.rules.checking import OK, RULES, document, operation

if TYPE_CHECKING:
    from preclear.source import Edit


def edited(rule: str, value: dict[str, Any] | str, name: str = "openapi.json") -> Any:
    """The value of a document, or of its text, after all edits of `rule`."""
    text = value if isinstance(value, str) else json.dumps(value)
    loaded = load_bytes(text.encode(), name)
    edits: list[Edit | None] = []
    checked = check_document(
        loaded, rules=RULES, observe=lambda kind, report: edits.append(report.edit) if kind.name == rule else None
    )
    assert not checked.failed
    return apply_operations(loaded.value, [item for edit in edits if edit is not None for item in edit.operations])


def edited_schema(rule: str, schema: Any, version: str = "3.1.0") -> Any:
    """A component schema after all edits of `rule`."""
    components = {"schemas": {"Pet": schema, "Cat": {"type": "object"}}}
    return edited(rule, document(openapi=version, components=components))["components"]["schemas"]["Pet"]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "integer", "enum": ["1", "-2"]}, {"type": "integer", "enum": [1, -2]}),
        ({"type": "integer", "enum": ["1", 1, "2"]}, {"type": "integer", "enum": [1, 2]}),
        ({"type": "number", "enum": ["1.5", "2"]}, {"type": "number", "enum": [1.5, 2]}),
        ({"type": "string", "enum": [1.0, True, "a"]}, {"type": "string", "enum": ["1.0", "true", "a"]}),
        ({"type": "boolean", "enum": ["true", "yes"]}, {"type": "boolean", "enum": [True]}),
        ({"type": "integer", "enum": ["01", "1e3"]}, {"type": "integer"}),
        ({"type": "object", "enum": ["cat", "dog"]}, {"type": "object"}),
        ({"type": "string", "enum": ["a", None]}, {"type": ["string", "null"], "enum": ["a", None]}),
        ({"type": ["integer", "string"], "enum": [1.5]}, {"type": ["integer", "string"]}),
        ({"allOf": [{"type": "string"}], "enum": ["a", None]}, {"allOf": [{"type": "string"}], "enum": ["a"]}),
        ({"type": "string", "const": 1}, {"type": "string", "const": "1"}),
        ({"type": "integer", "const": "one"}, {"type": "integer"}),
    ],
)
def test_enums_get_values_of_their_type(schema: Any, expected: Any) -> None:
    assert edited_schema("mismatched-enum", schema) == expected


def test_null_in_an_enum_becomes_nullable_in_3_0() -> None:
    schema = {"type": "string", "enum": ["a", None], "nullable": False}

    assert edited_schema("mismatched-enum", schema, "3.0.3") == {**schema, "nullable": True}


@pytest.mark.parametrize(
    ("version", "schema", "expected"),
    [
        ("3.1.0", {"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ("3.1.0", {"maximum": 1, "exclusiveMaximum": False}, {"maximum": 1}),
        ("3.0.3", {"exclusiveMaximum": 5}, {"exclusiveMaximum": True, "maximum": 5}),
        ("3.0.3", {"exclusiveMaximum": 5, "maximum": 9}, {"maximum": 9}),
        ("3.0.3", {"type": ["integer", "null"]}, {"type": "integer", "nullable": True}),
        ("3.0.3", {"type": ["integer", "string"]}, {"type": "string"}),
        ("3.0.3", {"type": "null"}, {"nullable": True, "enum": [None]}),
        ("3.0.3", {"type": "array"}, {"type": "array", "items": {}}),
        ("3.1.0", {"items": [{"type": "string"}]}, {"prefixItems": [{"type": "string"}]}),
        ("3.0.3", {"type": "array", "items": [{"type": "string"}]}, {"type": "array", "items": {}}),
        ("3.1.0", {"type": "int"}, {"type": "integer"}),
        ("3.1.0", {"type": "colour"}, {}),
        ("3.1.0", {"type": {"name": "string"}}, {}),
        ("3.1.0", {"required": ["a", "b", "a"]}, {"required": ["a", "b"]}),
        ("3.1.0", {"required": "a"}, {"required": ["a"]}),
        ("3.1.0", {"maxLength": "5"}, {"maxLength": 5}),
        ("3.1.0", {"minLength": 5, "maxLength": 2}, {}),
        ("3.1.0", {"pattern": "["}, {}),
        ("3.1.0", {"enum": []}, {}),
        ("3.1.0", {"examples": {"a": {"value": 1}}}, {}),
        ("3.1.0", {"properties": {"a": {"required": True}}}, {"properties": {"a": {}}}),
    ],
)
def test_invalid_keywords_of_schemas_are_written_right_or_removed(version: str, schema: Any, expected: Any) -> None:
    assert edited_schema("invalid-schema", schema, version) == expected


NOTE = {"description": "Stands for #/components/schemas/Dog, which isn't part of this document."}
DOG = {"$ref": "#/components/schemas/Dog"}


@pytest.mark.parametrize(
    ("version", "schema", "expected"),
    [
        ("3.1.0", {"properties": {"not": DOG}}, {"properties": {"not": NOTE}}),
        ("3.1.0", {"not": DOG}, {}),
        ("3.1.0", {"oneOf": [{"type": "string"}, DOG]}, {"anyOf": [{"type": "string"}, NOTE]}),
        ("3.1.0", {"allOf": [DOG, {"type": "object"}]}, {"allOf": [NOTE, {"type": "object"}]}),
        (
            "3.1.0",
            {"items": {**DOG, "title": "A dog", "description": "Woof"}},
            {"items": {"title": "A dog", "description": "Woof"}},
        ),
        ("3.0.3", {"additionalProperties": {**DOG, "title": "A dog"}}, {"additionalProperties": NOTE}),
    ],
)
def test_references_to_nowhere_become_schemas_for_any_value(version: str, schema: Any, expected: Any) -> None:
    assert edited_schema("unresolved-reference", schema, version) == expected


def test_a_parameter_keeps_a_scalar_type_and_a_response_its_description() -> None:
    get = operation(
        "listPets",
        parameters=[{"name": "dog", "in": "query", "schema": DOG}, {"$ref": "#/components/parameters/None"}],
        responses={"200": {"$ref": "#/components/responses/None"}},
    )

    made = edited("unresolved-reference", document({"/pets": {"get": get}}))["paths"]["/pets"]["get"]

    assert made["parameters"] == [{"name": "dog", "in": "query", "schema": {"type": "string", **NOTE}}]
    assert made["responses"]["200"].keys() == {"description"}


def test_a_reference_that_yaml_reads_as_a_comment_is_quoted() -> None:
    text = "openapi: 3.1.0\ninfo: {title: A, version: '1'}\n"
    text += "components:\n  schemas:\n    A:\n      $ref: #/components/schemas/B\n    B: {}\n"

    assert edited("unresolved-reference", text, "openapi.yaml")["components"]["schemas"]["A"] == {
        "$ref": "#/components/schemas/B"
    }


SCHEMES: dict[str, Any] = {
    "Key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "Old": {"type": "oauth2", "flows": {"implicit": {"authorizationUrl": "https://a.example.com", "scopes": {}}}},
    "Alias": {"$ref": "#/components/securitySchemes/Old"},
}


def test_a_scheme_without_a_grant_is_left_out_with_what_requires_it() -> None:
    security: list[Any] = [{"Old": []}, {"Key": []}, {"Key": [], "Alias": []}]
    get = operation("listPets", security=[{"Old": []}])

    made = edited(
        "unsupported-oauth2-flow",
        document({"/pets": {"get": get}}, security=security, components={"securitySchemes": SCHEMES}),
    )

    assert made["components"]["securitySchemes"].keys() == {"Key"}
    assert made["security"] == [{"Key": []}, {"Key": []}]
    assert made["paths"]["/pets"]["get"]["security"] == []


def test_an_undefined_scope_is_declared_in_every_flow() -> None:
    flow = {"tokenUrl": "https://a.example.com/token", "scopes": {"read": "Read"}}
    scheme = {"type": "oauth2", "flows": {"clientCredentials": flow, "password": flow}}

    made = edited(
        "undefined-oauth2-scope",
        document(security=[{"Login": ["orders"]}], components={"securitySchemes": {"Login": scheme}}),
    )

    flows = made["components"]["securitySchemes"]["Login"]["flows"]
    assert [item["scopes"] for item in flows.values()] == [{"read": "Read", "orders": ""}] * 2


def test_paths_without_a_common_method_become_one() -> None:
    def parameter(name: str, **fields: Any) -> dict[str, Any]:
        return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}, **fields}

    made = edited(
        "ambiguous-paths",
        document(
            {
                "/a/{x}/{y}": {"get": operation("one", parameters=[parameter("x"), parameter("y")])},
                "/a/{y}/{x}": {
                    "parameters": [parameter("x"), {"$ref": "#/components/parameters/Y"}],
                    "put": operation("two", parameters=[parameter("x", description="Mine")]),
                },
            },
            components={"parameters": {"Y": parameter("y")}},
        ),
    )["paths"]

    assert made.keys() == {"/a/{x}/{y}"}
    assert made["/a/{x}/{y}"]["put"]["parameters"] == [parameter("y", description="Mine"), parameter("x")]


@pytest.mark.parametrize(
    "item",
    [{"get": operation("two")}, {"put": operation("two"), "servers": [{"url": "https://b.example.com"}]}],
)
def test_paths_are_not_merged_if_that_changes_what_they_mean(item: dict[str, Any]) -> None:
    value = document({"/a/{x}": {"get": operation("one")}, "/a/{y}": item})

    assert edited("ambiguous-paths", value) == value


def test_keywords_beside_a_schema_move_into_it_together() -> None:
    get = operation("listPets", parameters=[{"name": "a", "in": "query", "type": "string", "format": "date"}])

    made = edited("invalid-openapi", document({"/pets": {"get": get}}))["paths"]["/pets"]["get"]

    assert made["parameters"] == [{"name": "a", "in": "query", "schema": {"type": "string", "format": "date"}}]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ({"sumary": "Pets"}, {"summary": "Pets"}),
        ({"sumary": 5}, {}),
        ({"sumary": "Pets", "summary": "All"}, {"summary": "All"}),
        ({"colour": "red"}, {}),
        ({"requestBdy": {"content": {}}}, {"requestBody": {"content": {}}}),
        ({"parameters": {"name": "a", "in": "query"}}, {"parameters": [{"name": "a", "in": "query"}]}),
        ({"tags": "pets"}, {"tags": ["pets"]}),
        ({"tags": None}, {}),
        ({"deprecated": "yes"}, {"deprecated": True}),
        ({"externalDocs": "https://a.example.com"}, {}),
    ],
)
def test_fields_of_an_operation_are_corrected_or_removed(field: dict[str, Any], expected: dict[str, Any]) -> None:
    get = operation("listPets", **field)

    made = edited("invalid-openapi", document({"/pets": {"get": get}}))["paths"]["/pets"]["get"]

    assert made == {"operationId": "listPets", "responses": OK, **expected}


@pytest.mark.parametrize("rule", ["relative-base-url", "unreachable-base-url", "unsupported-base-url-scheme"])
def test_a_later_public_server_becomes_the_first(rule: str) -> None:
    first = {"relative": "/v1", "unreachable": "http://localhost", "unsupported": "ws://a.example.com"}
    servers = [
        {"url": first[rule.partition("-")[0]]},
        {"url": "https://{a}.example.com"},
        {"url": "https://user@b.example.com"},
        {"url": "https://c.example.com/v1"},
        {"url": "https://d.example.com"},
    ]

    assert edited(rule, document(servers=servers))["servers"] == servers[3:]
    assert edited(rule, document(servers=servers[:3]))["servers"] == servers[:3]
