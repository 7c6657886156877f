"""Findings of a document's structure: of which kinds they are, and what has none."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from preclear.openapi.structure.conformance import check_object
from preclear.openapi.structure.kinds import INVALID_OPENAPI, INVALID_SCHEMA
from preclear.openapi.structure.official_schemas import official_schema
from preclear.source import Json, Node, load_bytes
from tests.openapi.checking import VERSIONS, check, format_fault, found, operation, parameter, schema

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize("version", ["3.1", "3.2"])
def test_a_document_needs_one_of_paths_components_and_webhooks(version: str) -> None:
    text = f"{{openapi: {version}.0, info: {{title: t, version: '1'}}}}"
    (fault,) = found(load_bytes(text.encode(), "a.yaml"), version)
    expected = " value -paths: the document has neither `paths` nor `components` nor `webhooks`; OpenAPI requires one"
    assert format_fault(fault).startswith(expected)
    assert not found(load_bytes(text.replace("}}", "}, components: {}}").encode(), "a.yaml"), version)


@pytest.mark.parametrize(
    ("version", "text", "advice"),
    [
        ("3.0", "webhooks: {}", "OpenAPI 3.1 has it"),
        ("3.0", schema("{type: 'null'}"), "nullable: true"),
        ("3.0", parameter("{name: p, in: query, type: string}"), "put it under `schema`"),
        ("3.1", "definitions: {}", "under `components`, as `schemas`"),
        ("3.1", operation("consumes: [a/b]"), "as keys of `content`"),
        ("3.1", "info: {title: t, version: 1.0}", "in quotes"),
        ("3.1", schema("{properties: {p: {required: true}}}"), "of the schema that has it"),
    ],
)
def test_help_says_what_to_write_instead(version: str, text: str, advice: str) -> None:
    (fault,) = check(text, version)
    assert fault.report.help is not None
    assert advice in fault.report.help


@pytest.mark.parametrize("version", VERSIONS)
def test_a_fault_of_a_schema_object_is_an_invalid_schema(version: str) -> None:
    (fault,) = check(schema("{properties: {a: {type: strin}}}"), version)
    assert fault.kind is INVALID_SCHEMA
    (fault,) = check(schema("{xml: {name: 5}}"), version)
    assert fault.kind is INVALID_OPENAPI


@pytest.mark.parametrize("version", VERSIONS)
def test_many_unknown_keys_of_one_object_are_one_fault_that_names_them(version: str) -> None:
    (fault,) = check(operation("aaaaa: 1, bbbbb: 2, ccccc: 3, ddddd: 4, eeeee: 5"), version)
    assert "`aaaaa` and 4 other keys (`bbbbb`, `ccccc`, `ddddd`, `eeeee`)" in fault.report.message
    assert [related.location.place.pointer[-1] for related in fault.report.related] == [
        "bbbbb",
        "ccccc",
        "ddddd",
        "eeeee",
    ]


@pytest.mark.parametrize("version", VERSIONS)
def test_extensions_and_the_version_are_not_looked_at(version: str) -> None:
    assert check(f"openapi: 17\nx-a: 1\n{operation('x-b: {}')}", version) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_keys_beside_a_reference_are_left_to_the_rule(version: str) -> None:
    assert check("components: {headers: {H: {$ref: '#/components/headers/G', schema: {}, foo: 1}}}", version) == []


def test_a_long_value_is_cut() -> None:
    (fault,) = check(schema("{type: " + "a" * 5000 + "}"))
    assert "a" * 59 + "…`" in fault.report.message
    assert len(fault.report.message) < 250


@pytest.mark.parametrize("where", ["$schema", "jsonSchemaDialect"])
def test_keywords_of_another_dialect_are_let_be(where: str) -> None:
    other = "http://json-schema.org/draft-04/schema#"
    content = "{properties: {p: {exclusiveMinimum: true}}}"
    assert len(check(schema(content))) == 1
    if where == "$schema":
        assert check(schema(content.replace("{properties", f"{{$schema: '{other}', properties"))) == []
    else:
        assert check(f"jsonSchemaDialect: '{other}'\n{schema(content)}") == []


def test_keys_of_digits_keep_their_zeros() -> None:
    (fault,) = check("components: {responses: {'0042': {description: d, headers: {'8': {schema: {}}, '08': 5}}}}")
    assert fault.report.location.place.pointer == ("components", "responses", "0042", "headers", "08")


def test_a_value_that_cannot_be_checked_is_a_fault_and_no_exception() -> None:
    document = load_bytes(b"{}", "a.yaml")
    document.value = {"openapi": "3.1.0", "info": {"title": ["\ud800"], "version": "1"}, "paths": {}}
    (fault,) = found(document, "3.1")
    assert fault.report.message.startswith("the structure can't be checked: ")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("schema", "{type: strin}", "/type value: `type` is `strin`"),
        ("parameter", "{in: query, schema: {}}", " value -name: the document has no `name`"),
        ("response", "{description: 1}", "/description value: `description` is `1`"),
        ("request-body", "{}", " value -content: the document has no `content`"),
        ("request body", "{}", " value -content: the document has no `content`"),
        ("path-item", "{gett: {}}", "/gett key: `gett` isn't a field of a path item"),
        ("header", "{}", " value -schema: the document has neither `schema` nor `content`"),
        ("example", "{sumary: s}", "/sumary key: `sumary` isn't a field of an example; did you mean `summary`?"),
        ("link", "{operationId: 1}", "/operationId value: `operationId` is `1`"),
        ("callback", "{'{$url}': {gett: {}}}", "/{$url}/gett key: `gett` isn't a field of a path item"),
        ("security-scheme", "{type: mutal}", "/type value: `type` is `mutal`"),
        ("media-type", "{shema: {}}", "/shema key: `shema` isn't a field of a media type; did you mean `schema`?"),
    ],
)
def test_a_part_of_another_file_is_checked_as_what_refers_to_it_wants(
    kind: str, text: str, expected: str, version: str
) -> None:
    document = load_bytes(text.encode(), "part.yaml")
    (fault,) = check_object(Node(document, (), document.value), version, kind)
    assert format_fault(fault).startswith(expected)


def test_a_part_of_an_unknown_kind_is_an_error_of_the_caller() -> None:
    document = load_bytes(b"{}", "part.yaml")
    with pytest.raises(KeyError):
        check_object(Node(document, (), document.value), "3.1", "pet")


@pytest.mark.parametrize("version", VERSIONS)
def test_no_choice_is_left_in_the_schema_that_fails_at_the_parent(version: str) -> None:
    def keywords(part: Json, named: bool = False) -> Iterator[str]:
        if isinstance(part, list):
            for item in part:
                yield from keywords(item)
        elif isinstance(part, dict):
            for key, value in part.items():
                if not named:
                    yield key
                yield from keywords(value, not named and key in ("properties", "$defs", "patternProperties"))

    assert not {"oneOf", "anyOf", "$dynamicRef"} & set(keywords(official_schema(version)))


def test_importing_the_check_imports_no_validator() -> None:
    code = (
        "import sys, preclear.openapi.structure.conformance\n"
        "print([name for name in sys.modules if name.startswith(('jsonschema', 'openapi_'))])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.strip() == "[]"
