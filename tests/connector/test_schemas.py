"""Which types and which default a parameter's schema has, however it is put together."""

from __future__ import annotations

import re

import pytest

from preclear.connector.builder.schemas import SchemaReader
from preclear.source import Node, format_pointer
from tests.texts import connect, describe

HEAD = 'openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\n'
SCHEMAS = """\
components:
  schemas:
    Any: {maxLength: 9}
    Count: {type: integer, default: 5}
    Alias: {$ref: '#/components/schemas/Count'}
    Titled: {$ref: '#/components/schemas/Count', title: A title, default: 6}
    Overlay: {allOf: [{$ref: '#/components/schemas/Count'}, {default: 8}]}
    Own: {allOf: [{$ref: '#/components/schemas/Own'}, {$ref: '#/components/schemas/Any'}]}
"""


def parameter_with(schema: str) -> str:
    """Paths with one parameter, whose schema refers to others by their names."""
    referring = re.sub(r"\$ref: (\w+)", r"$ref: '#/components/schemas/\1'", schema)
    return f"paths: {{/a: {{get: {{parameters: [{{name: a, in: query, schema: {{{referring}}}}}]}}}}}}\n"


@pytest.mark.parametrize(
    ("schema", "newer", "older"),
    [
        ("$ref: Any, type: string", (("string",), None), ((), None)),
        ("type: [boolean, 'null'], $ref: Any", (("boolean",), None), ((), None)),
        ("$ref: Count, default: 7", (("integer",), 7), (("integer",), 5)),
        ("$ref: Any, allOf: [{type: string}, {default: a}]", (("string",), "a"), ((), None)),
        ("$ref: Any, oneOf: [{type: string}, {type: number}]", (("string", "number"), None), ((), None)),
        ("$ref: Alias, title: a", (("integer",), 5), (("integer",), 5)),
        ("$ref: Titled", (("integer",), 6), (("integer",), 5)),
        ("$ref: Nowhere, type: string, default: a", (("string",), "a"), ((), None)),
        ("$ref: Own, type: string", (("string",), None), ((), None)),
    ],
)
def test_what_stands_beside_a_reference_counts_from_3_1_on(
    schema: str, newer: tuple[tuple[str, ...], object], older: tuple[tuple[str, ...], object]
) -> None:
    text = HEAD + parameter_with(schema) + SCHEMAS

    for version, wanted in (("3.0.3", older), ("3.1.0", newer), ("3.2.0", newer)):
        (parameter,) = connect(text.replace("3.1.0", version)).parameters
        assert (parameter.types.names, parameter.default.value) == wanted, version


@pytest.mark.parametrize(
    ("schema", "default", "pointer"),
    [
        ("allOf: [{type: string}, {default: a}]", "a", "/paths/~1a/get/parameters/0/schema/allOf/1/default"),
        ("allOf: [{$ref: Count}]", 5, "/components/schemas/Count/default"),
        ("allOf: [{$ref: Count}], default: 7", 7, "/paths/~1a/get/parameters/0/schema/default"),
        ("allOf: [{$ref: Count}, {default: 8}]", 8, "/paths/~1a/get/parameters/0/schema/allOf/1/default"),
        ("$ref: Overlay", 8, "/components/schemas/Overlay/allOf/1/default"),
        ("allOf: [{allOf: [{$ref: Alias}]}]", 5, "/components/schemas/Count/default"),
        ("allOf: [{default: null}, {default: 1}]", None, "/paths/~1a/get/parameters/0/schema/allOf/0/default"),
    ],
)
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_the_default_is_the_nearest_that_all_of_leads_to(
    schema: str, default: object, pointer: str, version: str
) -> None:
    (parameter,) = connect((HEAD + parameter_with(schema) + SCHEMAS).replace("3.1.0", version)).parameters

    assert parameter.default.is_present
    assert parameter.default.value == default
    assert format_pointer(parameter.default.place.pointer) == pointer


def test_a_default_of_one_choice_among_several_is_none_of_the_parameter() -> None:
    schema = "anyOf: [{$ref: Count}, {type: string, default: a}]"
    (parameter,) = connect(HEAD + parameter_with(schema) + SCHEMAS).parameters

    assert not parameter.default


def test_a_chain_of_references_is_walked_once_however_many_parameters_lead_into_it() -> None:
    count, steps = 90, 0
    chain = [f"    A{number}: {{$ref: '#/components/schemas/A{number + 1}'}}" for number in range(count)]
    description = describe(
        HEAD + "components:\n  schemas:\n" + "\n".join([*chain, f"    A{count}: {{type: string, default: a}}"])
    )
    follow = description.references.follow

    def counting(node: Node) -> object:
        nonlocal steps
        steps += 1
        return follow(node)

    components = description.root.get("components")
    content = components and components.get("schemas")
    assert content is not None
    schemas = SchemaReader(description)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(description.references, "follow", counting)
        for number in range(count):
            node = content.get(f"A{number}")
            assert node is not None
            assert schemas.types(node).names == ("string",)
            assert [format_pointer(schema.pointer) for schema in schemas.effective_schemas(node)] == [
                f"/components/schemas/A{count}"
            ]

    assert steps < 10 * count
