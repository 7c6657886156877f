"""Names: those that are reserved, those that clash, and those that are proposed."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.rules.checking import OK, RULES, document, found, operation

BODY = {"content": {"application/json": {"schema": {"type": "object"}}}}


def parameter(name: str, location: str) -> dict[str, Any]:
    return {"name": name, "in": location, "required": location == "path", "schema": {"type": "string"}}


@pytest.mark.parametrize("name", ["get.$order", "$.list", "orders/{id}$"])
def test_no_proposed_name_has_a_dollar(name: str) -> None:
    (finding,) = found("invalid-action-name", document({"/orders": {"get": operation(name)}}))

    assert re.fullmatch(r"rename it to `[a-zA-Z0-9_\-]+`", finding.help or "")
    assert found("dollar-in-name", document({"/orders": {"post": operation(name, requestBody=BODY)}})) == []


@pytest.mark.parametrize(
    ("fields", "reported"),
    [
        ({"requestBody": BODY}, True),
        ({"responses": {"200": {"description": "All.", **BODY}}}, True),
        ({"requestBody": {"content": {"image/png": {}}}}, False),
        ({}, False),
    ],
)
def test_a_dollar_matters_to_the_users_of_definitions(fields: dict[str, Any], reported: bool) -> None:
    value = document({"/orders": {"post": operation("add$Order", **fields)}})

    assert [finding.severity for finding in found("dollar-in-name", value)] == ["warning"] * reported


def test_a_dollar_in_many_names_is_one_finding() -> None:
    paths = {f"/orders{n}": {"post": operation(f"add${n}", requestBody=BODY)} for n in range(300)}

    (finding,) = found("dollar-in-name", document(paths))

    assert len(finding.places) == 300


@pytest.mark.parametrize(
    ("own", "shared", "reported"),
    [
        ([parameter("id", "path"), parameter("id", "query")], [], ["id"]),
        ([parameter("id", "header")], [parameter("id", "path")], ["id"]),
        ([parameter("id", "path"), parameter("id", "cookie"), parameter("id", "query")], [], ["id"]),
        ([parameter("id", "path"), parameter("Id", "query")], [], []),
        ([parameter("q", "query"), parameter("q", "header"), parameter("id", "path")], [], []),
        ([parameter("id", "query")], [], []),
    ],
)
def test_a_placeholder_is_ambiguous_if_a_path_parameter_has_the_name_of_another(
    own: list[Any], shared: list[Any], reported: list[str]
) -> None:
    item = {"parameters": shared, "get": operation("getOrder", parameters=own)}

    findings = found("ambiguous-placeholder", document({"/orders/{id}": item}))

    assert [re.findall(r"\{\{ param\.(\w+) \}\}", finding.message) for finding in findings] == [
        [name] for name in reported
    ]
    assert {(finding.severity, finding.rule.basis) for finding in findings} <= {("info", "inferred")}


def test_the_same_clash_in_many_operations_is_one_finding() -> None:
    own = [parameter("id", "path"), parameter("id", "query")]
    paths = {f"/orders{n}/{{id}}": {"get": operation(f"get{n}", parameters=own)} for n in range(250)}

    (finding,) = found("ambiguous-placeholder", document(paths))

    assert len(finding.places) == 250


@pytest.mark.parametrize(
    ("name", "location", "reported"),
    [
        ("X-Versori-Trace", "header", True),
        ("x-VERSORI-id", "header", True),
        ("X-Versori", "header", False),
        ("X-Versori-Trace", "query", False),
        ("My-X-Versori-Trace", "header", False),
    ],
)
def test_headers_of_the_platform_are_not_forwarded(name: str, location: str, reported: bool) -> None:
    value = document({"/orders": {"get": operation("listOrders", parameters=[parameter(name, location)])}})

    assert [finding.severity for finding in found("reserved-header", value)] == ["warning"] * reported


def test_what_a_trigger_receives_is_not_forwarded_by_the_platform() -> None:
    hook = {"post": operation("ordered", parameters=[parameter("X-Versori-Event", "header")])}

    assert found("reserved-header", document(webhooks={"ordered": hook})) == []


@pytest.mark.parametrize("name", ["latest", " default "])
def test_a_reserved_name_in_info_is_an_info(name: str) -> None:
    value = document({"/orders": {"get": operation("listOrders")}}, info={"title": "Shop", "version": name})

    assert [finding.severity for finding in found("reserved-version-name", value)] == ["info"]


def test_a_reserved_name_that_the_import_is_given_is_an_error() -> None:
    from json import dumps

    from preclear.engine import check_document
    from preclear.engine.rule_selection import RuleSelection
    from preclear.source import load_bytes

    selection = RuleSelection(options={"reserved-version-name": {"version": "latest"}})
    loaded = load_bytes(dumps(document({"/orders": {"get": operation("list")}})).encode(), "openapi.json")
    checked = check_document(loaded, rules=RULES, selection=selection)

    assert [finding.severity for finding in checked.findings if finding.rule.name == "reserved-version-name"] == [
        "error"
    ]


def test_bases_claim_no_more_than_their_sources_say() -> None:
    names = (
        "mismatched-parameter-default",
        "invalid-documentation-url",
        "invalid-api-key-name",
        "invalid-parameter-name",
    )

    assert [RULES[name].basis for name in names] == ["inferred", "inferred", "openapi", "openapi"]


@pytest.mark.parametrize(
    ("name", "location", "severity"),
    [("X Key", "header", "error"), ("key:", "cookie", "error"), ("a&b", "query", "warning"), ("key", "query", None)],
)
def test_a_query_can_have_any_name_if_it_is_encoded(name: str, location: str, severity: str | None) -> None:
    schemes = {"Key": {"type": "apiKey", "in": location, "name": name}}
    value = document({"/orders": {"get": operation("list")}}, components={"securitySchemes": schemes})

    assert [finding.severity for finding in found("invalid-api-key-name", value)] == ([severity] if severity else [])


def test_a_trigger_of_a_webhook_with_several_operations_is_not_reported_for_its_key() -> None:
    hooks = {"one": {"post": {"responses": OK}}, "two": {"post": {"responses": OK}, "put": {"responses": OK}}}

    (finding,) = found("missing-trigger-name", document(webhooks=hooks))

    assert [place.pointer[1] for place in finding.places] == ["one"]


def test_a_parameter_of_very_many_types_names_a_few() -> None:
    schema = {"oneOf": [{"type": f"kind{n}"} for n in range(40)]}
    query = {"name": "sort", "in": "query", "schema": schema}

    (finding,) = found("ambiguous-parameter-type", document({"/a": {"get": operation("list", parameters=[query])}}))

    assert "`kind6` or 33 more; expected a single type" in finding.message
    assert len(finding.related) <= 8
