"""References that are no `$ref`: the mapping of a discriminator, the operation of a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.texts import describe, describe_folder, words_at

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.openapi import ApiDescription

HEAD = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"


def faults(description: ApiDescription) -> list[tuple[str, str, str]]:
    """Kind, words and message of each fault."""
    return [(kind.name, words_at(report.location.place), report.message) for kind, report in description.faults]


def schemas(mapping: str, more: str = "") -> str:
    return (
        f"{HEAD}components:\n  schemas:\n    Pet: {{oneOf: [{{$ref: '#/components/schemas/Dog'}}], "
        f"discriminator: {{propertyName: k, mapping: {mapping}}}}}\n    Dog: {{type: object}}\n"
        f"    a.b: {{type: object}}\n    d.yaml: {{type: object}}\n{more}"
    )


@pytest.mark.parametrize("value", ["Dog", "'#/components/schemas/Dog'", "a.b", "d.yaml", "'#/components/schemas/a.b'"])
def test_a_name_or_a_reference_to_a_schema_is_right(value: str) -> None:
    assert faults(describe(schemas(f"{{k: {value}}}"))) == []


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("Dgo", "`k: Dgo` leads nowhere: no schema is called `Dgo`; did you mean `Dog`?"),
        ("Elephant", "`k: Elephant` leads nowhere: no schema is called `Elephant`"),
        (
            "'#/components/schemas/Dgo'",
            "`k: #/components/schemas/Dgo` leads nowhere: `#/components/schemas` has no `Dgo`; did you mean `Dog`?",
        ),
        ("'#/x/Dog'", "`k: #/x/Dog` leads nowhere: the document has no `x`"),
        ("'#/components'", "`k: #/components` leads to `components`; expected a schema"),
    ],
)
def test_an_entry_to_nowhere_is_reported_at_its_value(value: str, message: str) -> None:
    assert faults(describe(schemas(f"{{k: {value}}}"))) == [("unresolved-mapping", value, message)]


def test_the_default_of_a_mapping_is_one_of_its_entries() -> None:
    text = schemas("{k: Dog}, defaultMapping: Cat").replace("3.1.0", "3.2.0")

    assert [fault[:2] for fault in faults(describe(text))] == [("unresolved-mapping", "Cat")]


def test_files_that_only_a_mapping_leads_to_are_checked(tmp_path: Path) -> None:
    files = {
        "openapi.yaml": schemas("{k: ./dog.yaml, l: gone.yaml, m: 'https://x.example/a.yaml'}"),
        "dog.yaml": "properties: {home: {$ref: '#/nowhere'}}\n",
    }

    description = describe_folder(tmp_path, files)

    assert [fault[:2] for fault in faults(description)] == [
        ("unresolved-mapping", "gone.yaml"),
        ("remote-reference", "'https://x.example/a.yaml'"),
        ("unresolved-reference", "'#/nowhere'"),
        ("external-reference", "./dog.yaml"),
    ]


def test_a_name_means_a_schema_of_the_same_file_a_choice_or_one_of_the_entry_file(tmp_path: Path) -> None:
    files = {
        "openapi.yaml": f"{HEAD}components: {{schemas: {{A: {{$ref: m.yaml#/A}}, Far: {{type: object}}}}}}\n",
        "m.yaml": "A: {oneOf: [{$ref: '#/B'}], discriminator: {propertyName: k, mapping: {n: B, f: Far, x: No}}}\n"
        "B: {type: object}\n",
    }

    found = [fault for fault in faults(describe_folder(tmp_path, files)) if fault[0] != "external-reference"]

    assert [item[:2] for item in found] == [("unresolved-mapping", "No")]


def link(fields: str, more: str = "") -> str:
    responses = f"{{'200': {{description: f, links: {{next: {{{fields}}}}}}}}}"
    return (
        f"{HEAD}paths:\n  /a/{{id}}:\n    get: {{operationId: getA, responses: {responses}}}\n"
        "    put: {operationId: putA}\n"
        f"webhooks: {{w: {{post: {{operationId: hook}}}}}}\n{more}"
    )


@pytest.mark.parametrize(
    "fields",
    [
        "operationId: getA",
        "operationId: hook",
        "operationRef: '#/paths/~1a~1{id}/put'",
        "operationRef: '#/paths/~1a~1%7Bid%7D/put'",
        "operationRef: '#/webhooks/w/post'",
        "operationRef: '#/x-operation'",
        "operationRef: 'https://x.example/openapi.json#/paths/~1b/get'",
    ],
)
def test_a_link_to_an_operation_is_right(fields: str) -> None:
    assert faults(describe(link(fields, "x-operation: {operationId: x}\n"))) == []


@pytest.mark.parametrize(
    ("fields", "words", "message"),
    [
        (
            "operationId: getB",
            "getB",
            "`operationId: getB` leads nowhere: no operation has this `operationId`; did you mean `getA`?",
        ),
        ("operationId: x", "x", "`operationId: x` leads nowhere: no operation has this `operationId`"),
        (
            "operationRef: '#/paths/~1a~1{id}/gte'",
            "'#/paths/~1a~1{id}/gte'",
            (
                "`operationRef: #/paths/~1a~1{id}/gte` leads nowhere: `#/paths/~1a~1{id}` has no `gte`; "
                "did you mean `get`?"
            ),
        ),
        (
            "operationRef: '#/paths/~1a~1{id}'",
            "'#/paths/~1a~1{id}'",
            "`operationRef: #/paths/~1a~1{id}` leads to a path item; expected an operation",
        ),
        (
            "operationRef: '#/info/title'",
            "'#/info/title'",
            "`operationRef: #/info/title` leads to a string; expected an operation",
        ),
        ("operationRef: gone.yaml", "gone.yaml", None),
    ],
)
def test_a_link_to_nowhere_is_reported_at_its_value(fields: str, words: str, message: str | None) -> None:
    ((kind, there, text),) = faults(describe(link(fields)))

    assert (kind, there) == ("unresolved-link-target", words)
    assert message is None or text == message


def test_links_in_components_and_other_files_count_too(tmp_path: Path) -> None:
    files = {
        "openapi.yaml": f"{HEAD}paths: {{/a: {{$ref: p.yaml}}}}\ncomponents: {{links: {{L: {{operationId: gone}}}}}}\n",
        "p.yaml": "get: {operationId: getA, responses: {'200': {description: f, links: {a: {operationId: getA},"
        " b: {operationRef: '#/get'}, c: {operationRef: '#/put'}}}}}\n",
    }

    found = [fault for fault in faults(describe_folder(tmp_path, files)) if fault[0] != "external-reference"]

    assert [item[:2] for item in found] == [("unresolved-link-target", "gone"), ("unresolved-link-target", "'#/put'")]
