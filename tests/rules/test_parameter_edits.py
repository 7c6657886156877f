"""What an edit makes of a parameter: its schema, its description and its examples."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from preclear.engine import check_document
from preclear.source import apply_operations, load_bytes
from tests.rules.checking import OK, RULES, document

if TYPE_CHECKING:
    from preclear.source import Edit

REPEATED = (
    "One item of a list that the API reads as repeated parameters, such as `tag=a&tag=b`."
    " Several items, joined by commas, work only if the API accepts that."
)
OBJECT = (
    "Object that the API reads as one parameter for each property, such as `{}=1`."
    " One text can't hold it, unless the API accepts another form."
)


def edits_of(rule: str, value: Any) -> list[Edit]:
    """The edits that `rule` proposes for a document, at least one."""
    edits: list[Edit] = []
    loaded = load_bytes(json.dumps(value).encode(), "openapi.json")
    result = check_document(
        loaded,
        rules={rule: RULES[rule]},
        observe=lambda kind, report: edits.extend([report.edit] if report.edit and kind.name == rule else []),
    )
    assert not result.failed
    assert edits
    return edits


def edited(rule: str, value: Any, choice: str | None = None) -> Any:
    """The document after the edits of `rule`."""
    operations = [operation for edit in edits_of(rule, value) for operation in edit.choose(choice).operations]
    return apply_operations(value, operations)


def with_parameter(parameter: dict[str, Any], path: str = "/pets", **fields: Any) -> dict[str, Any]:
    return document({path: {"get": {"operationId": "a", "parameters": [parameter], "responses": OK}}}, **fields)


def parameter_of(value: Any, path: str = "/pets") -> Any:
    return value["paths"][path]["get"]["parameters"][0]


def array(location: str = "query", items: Any = None, **fields: Any) -> dict[str, Any]:
    schema = {"type": "array", "items": {"type": "string"} if items is None else items}
    return {"name": "tag", "in": location, "schema": schema, **fields}


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        (array(explode=False), "List of items separated by commas, such as `a,b`."),
        (array(style="pipeDelimited"), "List of items separated by `|`, such as `a|b`."),
        (array(style="spaceDelimited", explode=False), "List of items separated by spaces, such as `a b`."),
        (array("header"), "List of items separated by commas, such as `a,b`."),
        (array("path", required=True), "List of items separated by commas, such as `a,b`."),
        (array("path", required=True, style="label"), "List of items, such as `.a,b`."),
        (array("path", required=True, style="label", explode=True), "List of items, such as `.a.b`."),
        (array("path", required=True, style="matrix"), "List of items, such as `;tag=a,b`."),
        (array("path", required=True, style="matrix", explode=True), "List of items, such as `;tag=a;tag=b`."),
        (
            array(),
            REPEATED,
        ),
        (
            array(style="deepObject", explode=True),
            "One item of a list that the API reads as several parameters, such as `tag[0]=a`.",
        ),
        (
            array(explode=False, items={"type": "string", "enum": ["a", "b"]}),
            "List of items separated by commas, such as `a,b`. Each item is one of `a`, `b`.",
        ),
        (
            array(explode=False, items={"type": "integer", "format": "int64"}),
            "List of items separated by commas, such as `a,b`. Each item is an integer (`int64`).",
        ),
    ],
)
def test_the_description_of_an_array_says_how_it_is_written(parameter: dict[str, Any], expected: str) -> None:
    path = "/pets/{tag}" if parameter["in"] == "path" else "/pets"

    after = parameter_of(edited("non-scalar-parameter", with_parameter(parameter, path)), path)

    assert after["schema"] == {"type": "string"}
    assert after["description"] == expected
    assert not {"style", "explode"} & after.keys()


def test_the_description_comes_after_the_one_that_is_there() -> None:
    after = parameter_of(edited("non-scalar-parameter", with_parameter(array("header", description="Tags.\n"))))

    assert after["description"] == "Tags.\n\nList of items separated by commas, such as `a,b`."


@pytest.mark.parametrize(
    ("explode", "value", "expected"),
    [(False, ["a", "b"], "a,b"), (True, ["a"], "a"), (True, ["a", "b"], None), (False, ["a,b", "c"], None)],
)
def test_defaults_and_examples_of_an_array_are_joined_or_removed(
    explode: bool, value: list[str], expected: str | None
) -> None:
    parameter = array(explode=explode, example=value, examples={"one": {"value": value}})
    parameter["schema"]["default"] = value

    after = parameter_of(edited("non-scalar-parameter", with_parameter(parameter)))

    assert after["schema"].get("default") == expected
    assert after.get("example") == expected
    assert after.get("examples") == (None if expected is None else {"one": {"value": expected}})


def test_a_default_that_is_left_out_is_in_the_description() -> None:
    parameter = array()
    parameter["schema"]["default"] = ["a", "b"]

    after = parameter_of(edited("non-scalar-parameter", with_parameter(parameter)))

    assert after["description"].endswith("The default is `a`, `b`.")


def test_one_item_keeps_the_constraints_of_items() -> None:
    components = {"schemas": {"Tag": {"type": "integer", "minimum": 1, "default": 4, "x-order": 1}}}
    parameter = array(items={"$ref": "#/components/schemas/Tag"}, example=[3, 5])

    after = parameter_of(edited("non-scalar-parameter", with_parameter(parameter, components=components), "items"))

    assert after == {"name": "tag", "in": "query", "schema": {"type": "integer", "minimum": 1}, "example": 3}


@pytest.mark.parametrize("items", [{"type": "object"}, {}, {"type": ["string", "integer"]}, True])
def test_items_that_are_not_one_scalar_leave_the_array_as_text(items: Any) -> None:
    after = parameter_of(edited("non-scalar-parameter", with_parameter(array(items=items)), "items"))

    assert after["schema"] == {"type": "string"}


def test_only_an_optional_parameter_can_be_left_out() -> None:
    optional = edited("non-scalar-parameter", with_parameter(array()), "leave-out")
    required = edited("non-scalar-parameter", with_parameter(array(required=True)), "leave-out")
    in_path = edited("non-scalar-parameter", with_parameter(array("path"), "/pets/{tag}"), "leave-out")

    assert optional["paths"]["/pets"]["get"]["parameters"] == []
    assert parameter_of(required)["schema"] == {"type": "string"}
    assert parameter_of(in_path, "/pets/{tag}")["schema"] == {"type": "string"}


def test_a_shared_parameter_is_changed_once_and_left_out_everywhere() -> None:
    reference = {"$ref": "#/components/parameters/Tag"}
    value = document(
        {
            "/pets": {"parameters": [reference], "get": {"operationId": "a", "responses": OK}},
            "/toys": {
                "get": {"operationId": "b", "responses": OK, "parameters": [{"name": "q", "in": "query"}, reference]}
            },
        },
        components={"parameters": {"Tag": array()}},
    )

    text, without = edited("non-scalar-parameter", value), edited("non-scalar-parameter", value, "leave-out")

    assert len(edits_of("non-scalar-parameter", value)) == 1
    assert text["paths"] == value["paths"]
    assert text["components"]["parameters"]["Tag"]["schema"] == {"type": "string"}
    assert without["paths"]["/pets"]["parameters"] == []
    assert without["paths"]["/toys"]["get"]["parameters"] == [{"name": "q", "in": "query"}]


@pytest.mark.parametrize("keyword", ["$ref", "allOf"])
def test_a_schema_that_others_use_stays_as_it_is(keyword: str) -> None:
    reference = {"$ref": "#/components/schemas/Tags"}
    components = {"schemas": {"Tags": {"type": "array", "items": {"type": "string"}}}}
    schema = reference if keyword == "$ref" else {"allOf": [reference]}
    value = with_parameter({"name": "tag", "in": "header", "schema": schema}, components=components)

    after = edited("non-scalar-parameter", value)

    assert after["components"] == value["components"]
    assert parameter_of(after)["schema"] == {"type": "string"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"explode": False}, "Names and values of an object in one text, such as `size,1,colour,2`."),
        ({"in": "header"}, "Names and values of an object in one text, such as `size,1,colour,2`."),
        ({"in": "header", "explode": True}, "Names and values of an object in one text, such as `size=1,colour=2`."),
        (
            {"style": "deepObject"},
            OBJECT.format("filter[size]"),
        ),
        (
            {},
            OBJECT.format("size"),
        ),
    ],
)
def test_the_description_of_an_object_says_how_it_is_written(fields: dict[str, Any], expected: str) -> None:
    schema = {"type": "object", "properties": {"size": {"type": "integer"}, "colour": {"type": "string"}}}

    after = parameter_of(
        edited("non-scalar-parameter", with_parameter({"name": "filter", "in": "query", "schema": schema, **fields}))
    )

    assert after["schema"] == {"type": "string"}
    assert after["description"] == f"{expected} Properties: `size`, `colour`."


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"style": "matrix"}, "`;filter=size,1,colour,2`"),
        ({"style": "matrix", "explode": True}, "`;size=1;colour=2`"),
        ({"style": "label"}, "`.size,1,colour,2`"),
        ({"style": "label", "explode": True}, "`.size=1.colour=2`"),
    ],
)
def test_the_description_of_an_object_in_a_path_has_its_prefix(fields: dict[str, Any], expected: str) -> None:
    schema = {"type": "object", "properties": {"size": {"type": "integer"}, "colour": {"type": "string"}}}
    parameter = {"name": "filter", "in": "path", "required": True, "schema": schema, **fields}

    after = parameter_of(edited("non-scalar-parameter", with_parameter(parameter, "/a/{filter}")), "/a/{filter}")

    assert expected in after["description"]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": ["integer", "string"]}, {"type": "string"}),
        ({"type": ["integer", "number", "null"], "minimum": 1}, {"type": "number", "minimum": 1}),
        (
            {"type": ["integer", "string"], "enum": [1, "all", None], "default": 1},
            {"type": "string", "enum": ["1", "all"], "default": "1"},
        ),
        ({"anyOf": [{"type": "string", "maxLength": 9}, {"type": "array"}]}, {"type": "string", "maxLength": 9}),
        (
            {"anyOf": [{"type": "object"}, {"type": "integer", "format": "int64"}]},
            {"type": "integer", "format": "int64"},
        ),
        ({"oneOf": [{"type": "string", "maxLength": 9}, {"type": "integer"}]}, {"type": "string"}),
        (
            {"oneOf": [{"type": "array"}, {"type": "object"}], "description": "Any."},
            {"type": "string", "description": "Any."},
        ),
    ],
)
def test_one_type_of_several_keeps_what_applies_to_it(schema: Any, expected: Any) -> None:
    parameter = {"name": "q", "in": "query", "schema": schema}

    assert parameter_of(edited("ambiguous-parameter-type", with_parameter(parameter)))["schema"] == expected


@pytest.mark.parametrize(
    ("schema", "default", "level"),
    [
        ({"type": "integer", "default": "10"}, 10, "safe"),
        ({"type": "number", "default": "1.5"}, 1.5, "safe"),
        ({"type": "boolean", "default": "true"}, True, "safe"),
        ({"type": "string", "default": 2}, "2", "safe"),
        ({"type": "string", "default": False}, "false", "safe"),
        ({"type": "integer", "default": "010"}, None, "adapt"),
        ({"type": "number", "default": "1.50"}, None, "adapt"),
        ({"type": "boolean", "default": "yes"}, None, "adapt"),
        ({"type": "integer", "default": "NaN"}, None, "adapt"),
        ({"type": "string", "default": None}, None, "adapt"),
    ],
)
def test_a_default_is_converted_only_if_the_same_text_is_sent(schema: Any, default: Any, level: str) -> None:
    value = with_parameter({"name": "q", "in": "query", "schema": schema})

    assert [edit.level for edit in edits_of("mismatched-parameter-default", value)] == [level]
    after = parameter_of(edited("mismatched-parameter-default", value))["schema"]
    assert after.get("default") == default
    assert type(after.get("default")) is type(default)


def test_the_one_scalar_branch_is_kept_through_a_reference() -> None:
    components = {"schemas": {"Age": {"type": "integer", "maximum": 99}}}
    schema = {"anyOf": [{"type": "object"}, {"$ref": "#/components/schemas/Age"}]}
    value = with_parameter(
        {"name": "age", "in": "query", "style": "deepObject", "schema": schema}, components=components
    )

    after = edited("ambiguous-parameter-type", value)

    assert parameter_of(after) == {
        "name": "age",
        "in": "query",
        "schema": {"type": "integer", "maximum": 99},
        "description": "The API also accepts a value of type `object`.",
    }
    assert after["components"] == components


def test_a_type_is_added_safely_only_if_no_other_value_is_allowed() -> None:
    def level(schema: Any) -> str:
        return edits_of("untyped-parameter", with_parameter({"name": "q", "in": "query", "schema": schema}))[0].level

    assert level({"enum": ["a", "b"]}) == "safe"
    assert level({"const": 4}) == "safe"
    assert level({"format": "int64"}) == "adapt"
    assert level({}) == "adapt"
    assert level({"enum": ["a", "b"], "default": 3}) == "adapt"


def test_a_header_name_is_trimmed_only_if_that_name_is_free() -> None:
    value = with_parameter({"name": "X-Trace:", "in": "header", "schema": {"type": "string"}})
    clash = with_parameter({"name": "X-Trace:", "in": "header", "schema": {"type": "string"}})
    clash["paths"]["/pets"]["get"]["parameters"].append(
        {"name": "x-trace", "in": "header", "schema": {"type": "string"}}
    )

    assert parameter_of(edited("invalid-parameter-name", value))["name"] == "X-Trace"
    assert [
        parameter["name"]
        for parameter in edited("invalid-parameter-name", clash)["paths"]["/pets"]["get"]["parameters"]
    ] == ["x-trace"]


def test_a_header_that_triggers_receive_is_not_left_out() -> None:
    header = {"$ref": "#/components/parameters/Trace"}
    operation = {"responses": OK, "parameters": [header]}
    value = document(
        {"/pets": {"get": {"operationId": "a", **operation}}},
        webhooks={"sold": {"post": {"operationId": "b", **operation}}},
        components={"parameters": {"Trace": {"name": "X-Versori-Trace", "in": "header", "schema": {"type": "string"}}}},
    )
    found: list[object] = []
    loaded = load_bytes(json.dumps(value).encode(), "openapi.json")

    check_document(
        loaded, rules={"reserved-header": RULES["reserved-header"]}, observe=lambda _, report: found.append(report.edit)
    )

    assert found == [None]
