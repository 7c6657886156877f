"""A structure fault is left out only if a rule reports as much about the same key or value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from preclear import Connector, Report
from preclear.engine import check_document
from preclear.rule import Rule, discover_rules, rule
from preclear.source import Severity, format_pointer, load_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n"
STRUCTURE = ("invalid-openapi", "invalid-schema")


def list_messages(text: str, *only: Rule[Connector]) -> list[str]:
    """Rule, pointer and part of each finding in a document, by the rules that are given, or else all."""
    rules = {item.name: item for item in only} if only else discover_rules()
    found = check_document(load_bytes(text.encode(), "openapi.yaml"), rules=rules).findings
    return [f"{finding.rule.name} {format_pointer(finding.pointer)} {finding.part}" for finding in found]


def structure(text: str, *only: Rule[Connector]) -> list[str]:
    return [item for item in list_messages(text, *only) if item.startswith(STRUCTURE)]


def about_info(name: str, part: str, severity: Severity) -> Rule[Connector]:
    """A rule that always has something to say of the key or the value of `info`."""

    def check(connector: Connector) -> Iterator[Report]:
        info = connector.root.get("info")
        assert info is not None
        yield Report("it is what it is", info.key if part == "key" else info.place)

    check.__name__ = name
    check.__doc__ = "It is what it is."
    return rule(on=Connector, basis="practice", source="a test", severity=severity)(check)


@pytest.mark.parametrize(
    ("name", "part", "severity", "repeated"),
    [
        ("told", "value", "error", True),
        ("told", "value", "warning", False),
        ("told", "value", "info", False),
        ("told", "key", "error", False),
        ("missing_title", "key", "error", True),
        ("missing_title", "key", "warning", False),
    ],
)
def test_an_error_gives_way_to_an_error_about_the_same_part(
    name: str, part: str, severity: Severity, repeated: bool
) -> None:
    found = structure("openapi: 3.0.3\ninfo: 5\npaths: {}\n", about_info(name, part, severity))

    assert found == ([] if repeated else ["invalid-openapi /info value"])


def test_a_document_whose_paths_are_null_has_an_error() -> None:
    assert structure(f"{HEAD}servers: [{{url: 'https://x.example'}}]\npaths:\n") == ["invalid-openapi /paths value"]


@pytest.mark.parametrize("name", ["a.b", "c d"])
@pytest.mark.parametrize("value", ["", "5", "[x]"])
def test_a_bad_name_does_not_hide_a_bad_value(name: str, value: str) -> None:
    found = list_messages(f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{{name}: {value}}}}}\n")

    assert f"invalid-definition-name /components/schemas/{name} key" in found
    assert f"invalid-schema /components/schemas/{name} value" in found


@pytest.mark.parametrize("text", ["servers: \npaths: {}", "servers: []\npaths: {/a: {get: {responses: }}}"])
def test_what_is_empty_is_reported_once_as_missing(text: str) -> None:
    assert structure(HEAD + text) == []


@pytest.mark.parametrize("key", ["operationID", "operation_id", "OperationId", "operatonId"])
def test_a_misspelt_operation_id_is_reported_once(key: str) -> None:
    found = list_messages(f"{HEAD}paths: {{/a: {{get: {{{key}: a, responses: {{'200': {{description: d}}}}}}}}}}\n")
    assert [item for item in found if "/get" in item and "servers" not in item] == [
        "missing-action-summary /paths/~1a/get key",
        f"missing-action-name /paths/~1a/get/{key} key",
    ]


@pytest.mark.parametrize("value", ["string", "5", "[a]", ""])
def test_a_parameter_whose_schema_is_none_is_reported_once(value: str) -> None:
    parameter = f"{{name: p, in: query, schema: {value}}}"
    found = list_messages(
        f"{HEAD}paths: {{/a: {{get: {{parameters: [{parameter}], responses: {{'200': {{description: d}}}}}}}}}}\n"
    )
    assert [item for item in found if "/parameters/" in item] == [
        "invalid-schema /paths/~1a/get/parameters/0/schema value"
    ]


def test_keys_beside_one_reference_are_reported_once() -> None:
    text = HEAD.replace("3.0.3", "3.1.0") + "paths: {}\ncomponents:\n  headers:\n    A: {schema: {type: string}}\n"
    found = list_messages(
        f"{text}    B: {{$ref: '#/components/headers/A', required: true, schema: {{}}, description: d}}\n"
    )
    assert [item for item in found if "/headers/B" in item] == [
        "ignored-reference-siblings /components/headers/B/required key"
    ]


def test_a_value_of_enum_that_is_no_string_is_reported_once() -> None:
    found = list_messages(
        f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{type: string, enum: [010, 1.0, yes]}}}}}}\n"
    )
    assert [item for item in found if "/enum/" in item] == [
        "mismatched-enum /components/schemas/A/enum/0 value",
        "ambiguous-scalar /components/schemas/A/enum/2 value",
    ]


def test_an_empty_name_is_shown() -> None:
    paths = "{/a: {get: {responses: {'200': {description: d}}}}}"
    text = f"{HEAD}paths: {paths}\ncomponents: {{schemas: {{'': {{type: string}}}}}}\n"
    found = check_document(load_bytes(text.encode(), "openapi.yaml"), rules=discover_rules()).findings
    messages = [finding.message for finding in found if finding.rule.name == "unused-definition"]
    assert messages[0].startswith('definition `""`')


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(
    "schema", ["{enum: []}", "{pattern: '(?i)^a$'}", "{pattern: '['}"], ids=["empty-enum", "flag", "bracket"]
)
def test_what_a_schema_should_not_be_is_a_warning(schema: str, version: str) -> None:
    text = f"{HEAD.replace('3.0.3', version)}paths: {{}}\ncomponents: {{schemas: {{A: {schema}}}}}\n"
    found = check_document(load_bytes(text.encode(), "openapi.yaml"), rules={}).findings
    assert [(finding.rule.name, finding.severity) for finding in found] == [("invalid-schema", "warning")]


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("'3.1'", ["invalid-openapi /openapi value"]),
        ("'3.0'", ["invalid-openapi /openapi value"]),
        ("3.1", ["ambiguous-scalar /openapi value"]),
        ("'3.1.0'", []),
        ("3.0.4", []),
    ],
)
def test_a_version_without_its_last_number_is_reported_once(version: str, expected: list[str]) -> None:
    found = list_messages(f"openapi: {version}\ninfo: {{title: T, version: '1'}}\npaths: {{}}\n")

    assert [item for item in found if "/openapi " in item] == expected
