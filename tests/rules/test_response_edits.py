"""What edits make of responses, paths, methods and media types."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.checking import OK, document, operation
from tests.rules.test_parameter_edits import edited, edits_of


def with_responses(*keys: str) -> dict[str, Any]:
    responses = {key: {"description": key} for key in keys}
    return document({"/pets": {"get": {"operationId": "a", "responses": responses}}})


def responses_of(value: Any) -> dict[str, str]:
    """The status that each response has now, by the one it had before."""
    responses = value["paths"]["/pets"]["get"]["responses"]
    return {response["description"]: key for key, response in responses.items()}


@pytest.mark.parametrize(
    ("keys", "choice", "expected"),
    [
        (("200", "4XX"), "default", ("200", "default")),
        (("200", "5xx"), "default", ("200", "default")),
        (("200", "4XX", "default"), "default", ("200", "400", "default")),
        (("200", "4XX", "5XX"), "default", ("200", "default", "500")),
        (("200", "5XX", "4XX"), "default", ("200", "500", "default")),
        (("2XX", "4XX"), "default", ("200", "default")),
        (("2XX",), "default", ("200",)),
        (("200", "201", "202", "204", "2XX"), "default", ("200", "201", "202", "204", None)),
        (("4XX", "4xx", "200"), "default", ("default", None, "200")),
        (("200", "4XX", "5XX"), "lowest", ("200", "400", "500")),
        (("200", "400", "4XX"), "lowest", ("200", "400", "401")),
        (("200", "4XX", "5XX"), "leave-out", ("200", None, None)),
        (("2XX", "4XX", "5XX"), "leave-out", ("200", None, None)),
        (("5XX", "4XX"), "leave-out", (None, "default")),
    ],
)
def test_ranges_of_one_operation_never_collide(
    keys: tuple[str, ...], choice: str, expected: tuple[str | None, ...]
) -> None:
    after = responses_of(edited("status-range", with_responses(*keys), choice))

    assert tuple(after.get(key) for key in keys) == expected


def test_a_status_depends_on_its_operation_alone() -> None:
    value = with_responses("200", "4XX", "5XX")
    alone = edited("status-range", value)["paths"]["/pets"]
    value["paths"]["/early"] = {"get": {"operationId": "b", "responses": {"5XX": {"description": "b"}}}}
    value["paths"] = dict(reversed(value["paths"].items()))

    assert edited("status-range", value)["paths"]["/pets"] == alone


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("200", "0404"), ("200", "404")),
        (("200", "0200"), ("200", None)),
        (("200", "20X"), ("200", None)),
        (("success", "error"), (None, "default")),
        (("success", "broken"), (None, "default")),
        (("success",), ("default",)),
    ],
)
def test_keys_that_are_no_status_are_corrected_or_left_out(
    keys: tuple[str, ...], expected: tuple[str | None, ...]
) -> None:
    after = responses_of(edited("invalid-status", with_responses(*keys)))

    assert tuple(after.get(key) for key in keys) == expected


@pytest.mark.parametrize(
    ("responses", "expected"),
    [
        (None, {"default": {"description": "Any response."}}),
        ({}, {"default": {"description": "Any response."}}),
        ({"x-note": 1}, {"x-note": 1, "default": {"description": "Any response."}}),
    ],
)
def test_an_operation_without_responses_gets_a_default_one(responses: Any, expected: Any) -> None:
    value = document({"/pets": {"get": {"operationId": "a", "responses": responses}}})

    assert edited("missing-responses", value)["paths"]["/pets"]["get"]["responses"] == expected


def test_the_same_response_twice_is_removed_safely() -> None:
    same = document({"/a": {"get": {"operationId": "a", "responses": {"200": OK["200"], "0200": OK["200"]}}}})
    other = document({"/a": {"get": {"operationId": "a", "responses": {"200": OK["200"], "0200": {}}}}})

    assert [edit.level for edit in edits_of("duplicate-status", same)] == ["safe"]
    assert [edit.level for edit in edits_of("duplicate-status", other)] == ["adapt"]


def test_paths_are_not_renamed_if_they_would_be_the_same() -> None:
    item = {"get": {"responses": OK}}
    value = document({"pets": item, " pets": item, "toys/{a}": item, "/toys/{b}": item, "cats": item})

    after = edited("path-without-slash", value)

    assert list(after["paths"]) == ["pets", " pets", "toys/{a}", "/toys/{b}", "/cats"]


def path_parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def test_an_undeclared_name_renames_a_parameter_only_if_no_other_path_has_it() -> None:
    reference = {"$ref": "#/components/parameters/Pet"}
    components = {"parameters": {"Pet": path_parameter("petID")}}
    own = document({"/pets/{petId}": {"parameters": [reference], "get": operation("a")}}, components=components)
    shared = document({**own["paths"], "/cats/{petID}": own["paths"]["/pets/{petId}"]}, components=components)

    assert [edit.level for edit in edits_of("undeclared-path-parameter", own)] == ["rename"]
    assert edited("undeclared-path-parameter", own)["components"]["parameters"]["Pet"]["name"] == "petId"
    after = edited("undeclared-path-parameter", shared)
    assert after["components"] == components
    assert after["paths"]["/pets/{petId}"]["get"]["parameters"] == [path_parameter("petId")]


def test_what_a_declared_parameter_loses_is_that_it_can_have_any_type() -> None:
    (edit,) = edits_of("undeclared-path-parameter", document({"/pets/{id}": {"get": operation("a")}}))

    assert (edit.title, edit.loss) == ("declare `id` as a string", "that `id` can have any type")


def test_a_query_parameter_that_the_path_needs_moves_there() -> None:
    parameter = {"name": "id", "in": "query", "style": "form", "schema": {"type": "string"}}
    value = document({"/pets/{id}": {"get": operation("a", parameters=[parameter])}})

    after = edited("undeclared-path-parameter", value)

    assert after["paths"]["/pets/{id}"]["get"]["parameters"] == [path_parameter("id")]


def test_an_undeclared_name_with_spaces_is_corrected_in_the_path() -> None:
    value = document({"/pets/{ id }": {"get": operation("a", parameters=[path_parameter("id")])}})

    assert list(edited("undeclared-path-parameter", value)["paths"]) == ["/pets/{id}"]


def test_an_unused_path_parameter_is_removed_only_where_no_path_has_it() -> None:
    reference = {"$ref": "#/components/parameters/Pet"}
    value = document(
        {
            "/pets": {"get": operation("a", parameters=[reference])},
            "/pets/{petId}": {"get": operation("b", parameters=[reference])},
        },
        components={"parameters": {"Pet": path_parameter("petId")}},
    )

    after = edited("unused-path-parameter", value)

    assert after["paths"]["/pets"]["get"]["parameters"] == []
    assert after["paths"]["/pets/{petId}"] == value["paths"]["/pets/{petId}"]


def test_a_method_in_lower_case_moves_to_its_field() -> None:
    others = {"post": operation("a"), "connect": operation("b"), "COPY": operation("c"), "get": operation("d")}
    item = {"get": operation("e"), "additionalOperations": others}
    value = document({"/pets": item}, openapi="3.2.0")

    after = edited("unsupported-action-method", value)["paths"]["/pets"]

    assert after == {
        "get": operation("e"),
        "post": operation("a"),
        "additionalOperations": {"CONNECT": operation("b")},
    }


def test_the_same_media_type_is_removed_safely_only_if_it_says_nothing_else() -> None:
    def level(repeat: dict[str, Any]) -> str:
        content = {"application/json": {"schema": {"type": "object"}}, "application/json; charset=utf-8": repeat}
        value = document({"/a": {"post": operation("a", requestBody={"content": content})}})
        return edits_of("duplicate-media-type", value)[0].level

    assert level({"schema": {"type": "object"}}) == "safe"
    assert level({"schema": {"type": "object"}, "example": {}}) == "adapt"
    assert level({"schema": {"type": "array"}}) == "adapt"


def test_media_types_that_mean_the_same_become_one() -> None:
    content: dict[str, Any] = {"JSON": {"schema": {}}, "json": {"schema": {}}, "application / xml": {"schema": {}}}
    value = document({"/a": {"post": operation("a", requestBody={"content": content})}})

    after = edited("invalid-media-type", value)["paths"]["/a"]["post"]["requestBody"]["content"]

    assert list(after) == ["application/json", "application/xml"]
