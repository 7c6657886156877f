"""Which media types are ranges, which are one media type, and help that makes no other fault."""

from __future__ import annotations

import json
import re
from time import process_time
from typing import Any

import pytest

from preclear.engine import check_document
from preclear.source import load_bytes
from tests import pace
from tests.rules.checking import OK, RULES, document, found, found_in, one_body, operation

JSON = "application/json"


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        ("*/*", "warning"),
        ("*/*;q=0.5", "warning"),
        ("text/*", "warning"),
        ("application/*+json", "warning"),
        ("application/*+xml; charset=utf-8", "warning"),
        ("application/vnd.shop.*+json", "warning"),
        ("application/*+json/x", "error"),
        ("application/", "error"),
        ("application/json;", None),
        ("application/vnd.shop+json", None),
    ],
)
def test_whatever_is_written_with_a_star_is_a_range(name: str, severity: str | None) -> None:
    assert [finding.severity for finding in found("invalid-media-type", one_body(name))] == (
        [severity] if severity else []
    )


@pytest.mark.parametrize(
    "names",
    [
        (JSON, "text/json", "application/*+json"),
        (JSON, "*/*"),
        (JSON, "json"),
        ("Application/JSON", "json", "*/*"),
        ("text/plain", "text/*", "*/*", "application/*"),
        ("*/*", "application/*", "application/*+json", "json", "JSON"),
        ("image/*", "image/png", "image/ png"),
    ],
)
def test_help_never_leads_to_a_media_type_that_is_there_or_to_one_twice(names: tuple[str, ...]) -> None:
    findings = found("invalid-media-type", one_body(*names))
    written = [match[1] for finding in findings if (match := re.search(r"^write .*`(.+)`$", finding.help or ""))]

    there = {name.lower() for name in names}
    assert findings
    assert len(set(written)) == len(written)
    assert there.isdisjoint(written)


def test_help_says_to_remove_what_is_described_already() -> None:
    (finding,) = found("invalid-media-type", one_body(JSON, "text/json", "application/*+json"))

    assert finding.help == "remove it: `application/json` already exists"


def test_a_range_is_reported_once_for_a_document_and_each_place_can_be_suppressed() -> None:
    body = {"content": {"*/*": {"schema": {"type": "object"}}}}
    paths = {f"/orders{n}": {"post": operation(f"add{n}", requestBody=body)} for n in range(4)}
    (finding,) = found("invalid-media-type", document(paths))
    assert len(finding.places) == 4
    assert finding.message.endswith("; the same applies to 3 more bodies")

    paths["/orders0"]["post"]["x-preclear-ignore"] = {"invalid-media-type": "it takes anything"}
    (finding,) = found("invalid-media-type", document(paths))
    assert [place.pointer[1] for place in finding.places] == ["/orders1", "/orders2", "/orders3"]


@pytest.mark.parametrize(
    ("first", "second", "rule"),
    [
        (JSON, "APPLICATION/JSON", "duplicate-media-type"),
        (JSON, "application/json;charset=utf-8", "duplicate-media-type"),
        ("text/csv; header=present; charset=utf-8", 'text/csv;Header="present"', "duplicate-media-type"),
        ("a/b; x=1; y=2", "a/b;y=2;x=1", "duplicate-media-type"),
        (JSON, "application/json;version=2", "confusable-media-types"),
        ("application/json;stream=watch", JSON, "confusable-media-types"),
        ("application/json;version=1", "application/json;version=2", "confusable-media-types"),
        (JSON, "text/json", None),
        ("application/vnd.a+json", "application/vnd.b+json", None),
    ],
)
def test_what_tells_media_types_apart(first: str, second: str, rule: str | None) -> None:
    value = one_body(first, second)
    for name, severity in (("duplicate-media-type", "error"), ("confusable-media-types", "warning")):
        findings = found(name, value)
        assert [finding.severity for finding in findings] == ([severity] if name == rule else [])
        assert [finding.pointer[-1] for finding in findings] == ([second] if name == rule else [])
        assert [finding.related[0].place.pointer[-1] for finding in findings] == ([first] if name == rule else [])


def test_what_is_known_and_what_is_inferred_are_rules_of_their_own() -> None:
    assert RULES["duplicate-media-type"].basis == "contract"
    assert RULES["confusable-media-types"].basis == "inferred"


@pytest.mark.parametrize("lacking", [JSON, "application/json; charset=utf-8"])
def test_a_media_type_without_schema_makes_no_second_definition(lacking: str) -> None:
    value = one_body(JSON, "application/json; charset=utf-8")
    content = value["paths"]["/orders"]["post"]["requestBody"]["content"]
    content[lacking] = {"example": {"number": 1}}

    assert found("duplicate-media-type", value) == []
    (finding,) = found("media-type-without-schema", value)
    assert finding.help is not None
    assert finding.help.startswith("remove it: ")


def test_three_of_one_media_type_are_one_finding_that_can_be_suppressed_in_part() -> None:
    value = one_body(JSON, "application/json; charset=utf-8", "APPLICATION/JSON")
    (finding,) = found("duplicate-media-type", value)
    assert [place.pointer[-1] for place in finding.places] == ["application/json; charset=utf-8", "APPLICATION/JSON"]

    content = value["paths"]["/orders"]["post"]["requestBody"]["content"]
    content["application/json; charset=utf-8"]["x-preclear-ignore"] = {"duplicate-media-type": "for old clients"}
    (finding,) = found("duplicate-media-type", value)
    assert [place.pointer[-1] for place in finding.places] == ["APPLICATION/JSON"]
    assert finding.message.startswith("media type `application/json` has two definitions here")


def test_who_uses_a_shared_body_is_said_of_it() -> None:
    body = one_body("json")["paths"]["/orders"]["post"]["requestBody"]
    reference = {"$ref": "#/components/requestBodies/Order"}
    paths = {f"/{name}": {"post": operation(name, requestBody=reference)} for name in ("add", "replace")}

    (finding,) = found("invalid-media-type", document(paths, components={"requestBodies": {"Order": body}}))

    assert finding.message.endswith("; used by 2 actions, first `post /add`")
    assert finding.related[-1].place.pointer == ("paths", "/add", "post")


def test_a_key_of_many_semicolons_is_read_at_once() -> None:
    started = process_time()

    assert [finding.severity for finding in found("invalid-media-type", one_body("a/b" + "; " * 100 + "("))] == [
        "error"
    ]
    assert process_time() - started < pace.seconds(1)


@pytest.mark.parametrize(
    ("keys", "spellings"),
    [
        ("4XX 4xx", "`4XX` and `4xx`"),
        ("4xx 4XX 4Xx", "`4xx`, `4XX` and `4Xx`"),
        ("default Default", "`default` and `Default`"),
        ("200 0200", "`200` and `0200`"),
        ("200 404 default", None),
        ("200 2XX", None),
    ],
)
def test_one_status_in_several_spellings_is_one_finding_that_names_them(keys: str, spellings: str | None) -> None:
    responses = {key: {"description": "An answer."} for key in keys.split()}
    findings = found("duplicate-status", document({"/orders": {"get": operation("list", responses=responses)}}))

    assert [finding.message.partition(", as ")[2].partition(";")[0] for finding in findings] == [spellings][
        : bool(spellings)
    ]
    assert [finding.pointer[-1] for finding in findings] == keys.split()[1:2][: bool(spellings)]


def test_a_status_as_number_and_as_text_is_a_duplicate_key_alone() -> None:
    text = json.dumps(document({"/orders": {"get": operation("list", responses={"200": OK["200"]})}}))
    text = text.replace('"responses": {', '"responses": {200: {description: Fine.}, ')

    assert len(found_in("duplicate-key", text)) == 1
    assert found_in("duplicate-status", text) == []


def test_help_never_leads_to_a_status_that_is_there() -> None:
    responses = {key: {"description": "An answer."} for key in ("200", "0200", "default", "Default", "40x", "400")}
    helps = [
        item.help for item in found("invalid-status", document({"/a": {"get": operation("a", responses=responses)}}))
    ]

    assert helps == [
        "remove it: `200` already exists",
        "remove it: `default` already exists",
        "write the status that is sent",
    ]


def test_all_of_this_is_the_same_for_the_same_content_of_a_shared_response() -> None:
    response: dict[str, Any] = {
        "description": "All.",
        "content": {JSON: {"schema": {}}, "application/json;charset=utf-8": {"schema": {}}},
    }
    paths = {
        f"/{n}": {"get": operation(f"get{n}", responses={"200": {"$ref": "#/components/responses/All"}})}
        for n in range(3)
    }
    value = document(paths, components={"responses": {"All": response}})
    checked = check_document(load_bytes(json.dumps(value).encode(), "openapi.json"), rules=RULES)

    (finding,) = [item for item in checked.findings if item.rule.name == "duplicate-media-type"]
    assert finding.message.endswith("; used by 3 actions, first `get /0`")
