"""Findings of examples and defaults: which are rejected, where in them, and which are accepted."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from preclear.openapi import ApiDescription, check_examples, detect_version
from preclear.source import DEFAULT_LIMITS, Fault, Node, format_pointer, load_bytes
from tests.texts import describe, describe_folder

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "openapi: {}\ninfo: {{title: t, version: '1'}}\npaths: {{}}\n"


def faults(text: str, version: str = "3.1.0") -> list[Fault]:
    document = load_bytes((HEAD.format(version) + text).encode(), "api.yaml")
    assert document.is_loaded, document.faults
    detected, _ = detect_version(Node(document, (), document.value))
    assert detected is not None
    description = ApiDescription(document, detected, None, DEFAULT_LIMITS)
    description.analyze()
    return list(check_examples(description))


def format_fault(fault: Fault) -> str:
    place = fault.report.location.place
    assert place.span.start.line > 0
    lacking = "" if place.missing is None else f" -{place.missing}"
    return f"{format_pointer(place.pointer)}{lacking}: {fault.report.message}"


def of_schema(schema: str, version: str = "3.1.0") -> list[str]:
    """Return the messages about a component schema, without its pointer."""
    start = "/components/schemas/A"
    found = [format_fault(fault) for fault in faults(f"components: {{schemas: {{A: {schema}}}}}", version)]
    assert all(item.startswith(start) for item in found)
    return [item.removeprefix(start) for item in found]


def of_media_type(media_type: str, content: str, where: str = "requestBodies") -> list[str]:
    value = f"{{R: {{description: d, content: {{'{media_type}': {content}}}}}}}"
    return [format_fault(fault).rpartition("/content/")[2] for fault in faults(f"components: {{{where}: {value}}}")]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("{type: integer, example: ten}", '/example: `example` is `"ten"`, a string; the schema expects an integer'),
        ("{type: string, example: 5}", "/example: `example` is `5`, a number; the schema expects a string"),
        (
            "{type: [string, 'null'], default: 5}",
            "/default: `default` is `5`, a number; the schema expects a string or null",
        ),
        ("{enum: [a, b], default: c}", '/default: `default` is `"c"`, a string; the schema expects one of `a`, `b`'),
        ("{const: 1, default: true}", "/default: `default` is `true`, a boolean; the schema expects `1`"),
        ("{minimum: 3, default: 2}", "/default: `default` is `2`, a number; the schema expects `3` or more"),
        ("{exclusiveMaximum: 3, default: 3}", "/default: `default` is `3`, a number; the schema expects less than `3`"),
        ("{multipleOf: 0.01, default: 0.015}", "the schema expects a multiple of `0.01`"),
        ("{maxLength: 2, default: abc}", '/default: `default` is `"abc"`, 3 characters; the schema expects at most 2'),
        ("{minItems: 1, default: []}", "/default: `default` is empty; the schema expects at least 1 item"),
        ("{maxItems: 1, default: [1, 2]}", "/default: `default` is a list with 2 items; the schema expects at most 1"),
        ("{uniqueItems: true, default: [1, 1.0]}", "/default: `default` has `1.0` twice"),
        (
            "{maxItems: 1.0, default: [1, 2]}",
            "/default: `default` is a list with 2 items; the schema expects at most 1.0",
        ),
        ("{minProperties: 2.0, default: {a: 1}}", "`default` is a mapping with 1 key; the schema expects at least 2.0"),
        (
            "{contains: {}, maxContains: 1.0, default: [1, 2]}",
            "has 2 items that match `contains`; the schema expects exactly",
        ),
        ("{enum: [], default: {a: 1}}", '/default: `default` is `{"a": 1}`; the schema expects none at all'),
        (
            "{properties: {a: {enum: []}}, default: {a: [1]}}",
            "/default/a: `a` is `[1]`; the schema expects none at all",
        ),
        ("{maxProperties: 0, default: {a: 1}}", "`default` is a mapping with 1 key; the schema expects at most 0"),
        ("{pattern: '^a', default: b}", "the schema expects a match of `^a`"),
        ("{format: date, default: 2026-02-30}", "the schema expects a date such as `2026-01-31` (format `date`)"),
        ("{format: email, default: a b}", "the schema expects an email address (format `email`)"),
        ("{format: uuid, default: '123'}", "the schema expects a UUID"),
        ("{format: time, default: '12:00'}", "the schema expects a time with its offset such as `12:00:00Z`"),
        ("{format: duration, default: 3 days}", "the schema expects a duration such as `P1DT12H` (format `duration`)"),
        ("{format: uri-template, default: '/a/{id'}", "the schema expects a URI template such as `/pets/{id}`"),
        ("{format: iri, default: a b}", "the schema expects an IRI such as `https://example.com/a` (format `iri`)"),
        ("{format: json-pointer, default: a}", "the schema expects a JSON Pointer such as `/pets/0`"),
        ("{format: relative-json-pointer, default: /a}", "the schema expects a relative JSON Pointer such as `1/name`"),
        (
            "{format: regex, default: '(a'}",
            '`default` is `"(a"`, a string; the schema expects a regular expression (ECMA',
        ),
        ("{items: {format: regex}, default: [a, '(?P<x>a)']}", "/default/1: item 2 of `default` is `"),
        ("{format: ipv4, default: 1.2.3}", "the schema expects an IPv4 address"),
        ("{type: integer, format: int32, default: 2147483648}", "the schema expects a 32-bit integer"),
        ("{required: [a, b], default: {a: 1}}", "/default -b: `default` has no `b`, which the schema requires"),
        ("{required: [a, b], default: {}}", "/default -a: `default` has no `a`, `b`, which the schema requires"),
        ("{dependentRequired: {a: [b]}, default: {a: 1}}", "/default -b: `default` has no `b`"),
        ("{additionalProperties: false, default: {b: 1}}", "/default/b: `b` of `default` is not in the schema"),
        ("{allOf: [{properties: {a: {}}}], unevaluatedProperties: false, default: {a: 1, b: 2}}", "/default/b: `b` of"),
        (
            "{prefixItems: [{}], unevaluatedItems: false, default: [1, 2]}",
            "/default/1: item 2 of `default` is beyond",
        ),
        ("{propertyNames: {maxLength: 1}, default: {ab: 1}}", "/default/ab: `ab` is a key that the schema doesn't"),
        ("{patternProperties: {^x: {type: string}}, default: {xa: 1}}", "/default/xa: `xa` is `1`, a number"),
        ("{additionalProperties: {type: string}, default: {a: 1}}", "/default/a: `a` is `1`, a number"),
        ("{items: {items: {type: string}}, default: [[a], [1]]}", "/default/1/0: item 1 of item 2 of `default` is"),
        (
            "{contains: {type: string}, default: [1]}",
            "has 0 items that match `contains`; the schema expects at least 1",
        ),
        (
            "{contains: {const: 1}, maxContains: 1, default: [1, 1]}",
            "has 2 items that match `contains`; the schema expects",
        ),
        (
            "{contains: {const: 1}, minContains: 2, maxContains: 2, default: [1]}",
            "/default: `default` has 1 item that matches `contains`; the schema expects exactly 2",
        ),
        ("{const: {a: 1}, default: {a: 2}}", '/default: `default` is `{"a": 2}`; the schema expects `{"a": 1}`'),
        ("{enum: [[1], {a: [2]}], default: x}", 'the schema expects one of `[1]`, `{"a": [2]}`'),
        ("{uniqueItems: true, default: [{a: 1}, 2, {a: 1}]}", "/default: `default` has equal items 1 and 3"),
        ("{items: {type: integer}, examples: [[1], [2, x]]}", "/examples/1/1: item 2 of example `2` is"),
        (
            "{prefixItems: [{}], contains: {const: 2}, unevaluatedItems: false, default: [1, 2, 3]}",
            "/default/2: item 3 of `default` is beyond",
        ),
        ("{not: {type: string}, default: a}", "the schema expects a value that the schema under `not` rejects"),
        ("{if: {type: string}, then: {maxLength: 1}, default: ab}", "the schema expects at most 1"),
        ("{dependentSchemas: {a: {required: [b]}}, default: {a: 1}}", "/default -b: `default` has no `b`"),
        ("{anyOf: [{type: string}, {type: 'null'}], default: 1}", "the schema expects a string or null"),
        ("{oneOf: [{minimum: 1}, {maximum: 5}], default: 3}", "`default` matches 2 schemas under `oneOf`"),
        ("{anyOf: [{minimum: 5}, {maximum: 1}], default: 3}", "and matches none of the 2 schemas under `anyOf`"),
        ("{anyOf: [{type: string}, {type: object, required: [a]}], default: {}}", "/default -a: `default` has no `a`"),
        ("{properties: {a: false}, default: {a: 1}}", "/default/a: `a` exists, but its schema is `false`"),
        ("{type: string, examples: [a, 5]}", "/examples/1: example `2` is `5`, a number; the schema expects a string"),
    ],
)
def test_a_value_that_does_not_fit_is_reported_at_its_place(schema: str, expected: str) -> None:
    (found,) = of_schema(schema)
    assert expected in found


@pytest.mark.parametrize(
    "schema",
    [
        "{type: integer, default: 1.0}",
        "{type: number, default: 1}",
        "{multipleOf: 0.01, default: 19.99}",
        "{multipleOf: 0, default: 1}",
        "{format: unheard-of, default: x}",
        "{format: duration, default: PT5M}",
        "{format: regex, default: '^(?=a)(?<x>b)\\\\k<x>$'}",
        "{items: {format: regex}, default: ['^(?!a)']}",
        "{format: regex, default: 5}",
        "{maxItems: 2.0, default: [1, 2]}",
        "{format: time, default: '23:59:59.5+02:00'}",
        "{format: uri-template, default: 'https://example.com/pets{?page,limit}'}",
        "{format: int32, type: string, default: '99999999999'}",
        "{type: strin, default: 5}",
        "{type: string, format: date, default: '{{ .conn.day }}'}",
        "{$ref: '#/components/schemas/Nowhere', default: 5}",
        "{allOf: [{$ref: '#/components/schemas/A'}], default: 5}",
        "{pattern: '(', default: x}",
        "{contains: {type: string}, unevaluatedItems: false, default: [a]}",
        "{enum: [1], default: 1.0}",
        "{unevaluatedProperties: false, anyOf: [{properties: {a: {}}}, {properties: {b: {}}}], default: {a: 1, b: 2}}",
    ],
)
def test_a_value_that_fits_or_cannot_be_judged_is_let_be(schema: str) -> None:
    assert of_schema(schema) == []


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("type: string, example: 5", ["/example: `example` is `5`, a number; the schema expects a string"]),
        (
            "items: [{type: string}, {type: integer}], example: [a, b, c]",
            ['/example/1: item 2 of `example` is `"b"`, a string; the schema expects an integer'],
        ),
        (
            "items: [{type: string}], additionalItems: false, example: [a, b]",
            ["/example/1: item 2 of `example` is beyond the items that the schema allows"],
        ),
        (
            "items: [{}], additionalItems: {type: integer}, example: [a, b]",
            ['/example/1: item 2 of `example` is `"b"`, a string; the schema expects an integer'],
        ),
        ("items: {type: string}, additionalItems: false, example: [a, b]", []),
        (
            "dependencies: {a: [b], c: {minProperties: 3}}, example: {a: 1}",
            ["/example -b: `example` has no `b`, which the schema requires"],
        ),
        (
            "dependencies: {a: [b], c: {minProperties: 3}}, example: {c: 1}",
            ["/example: `example` is a mapping with 1 key; the schema expects at least 3"],
        ),
        (
            "definitions: {x: {const: 1}}, items: {$ref: '#/components/schemas/A/definitions/x'}, example: [x]",
            ['/example/0: item 1 of `example` is `"x"`, a string; the schema expects `1`'],
        ),
        ("prefixItems: [{type: integer}], dependentRequired: {a: [b]}, example: [x]", []),
        ("$ref: '#/components/schemas/A/definitions/x', minimum: 9, definitions: {x: {type: integer}}, example: 1", []),
    ],
)
def test_draft_07_is_read_where_the_schema_or_the_document_says_so(schema: str, expected: list[str]) -> None:
    name = "http://json-schema.org/draft-07/schema#"
    assert of_schema(f"{{$schema: '{name}', {schema}}}") == expected
    found = faults(f"jsonSchemaDialect: '{name}'\ncomponents: {{schemas: {{A: {{{schema}}}}}}}")
    assert [format_fault(fault).removeprefix("/components/schemas/A") for fault in found] == expected


@pytest.mark.parametrize("schema", ["{items: {type: string}}", "{patternProperties: {'^[^]{,2}$': {type: string}}}"])
def test_draft_07_of_one_schema_changes_nothing_for_another(schema: str) -> None:
    other = "{$schema: 'http://json-schema.org/draft-07/schema#'}"
    alone = faults(f"components: {{schemas: {{A: {{allOf: [{schema}], example: ['a', 5]}}}}}}")
    beside = faults(f"components: {{schemas: {{A: {{allOf: [{schema}], example: ['a', 5]}}, B: {other}}}}}")
    assert [format_fault(fault) for fault in alone] == [format_fault(fault) for fault in beside]


def test_the_dialect_of_a_schema_holds_for_what_is_in_it_and_for_nothing_else() -> None:
    found = of_schema(
        "{properties: {a: {$schema: 'https://json-schema.org/draft-07/schema', properties: {b: {items: [{const: 1}]}}},"
        " c: {items: [{const: 1}]}}, example: {a: {b: [2]}, c: [2]}}"
    )
    assert [item.partition(":")[0] for item in found] == ["/example/a/b/0"]


@pytest.mark.parametrize(
    ("schema", "count"),
    [
        ('{"$schema": "http://json-schema.org/draft-07/schema#", "items": [{}, {"type": "integer"}]}', 1),
        ('{"$schema": "https://json-schema.org/draft/2020-12/schema", "prefixItems": [{}, {"type": "integer"}]}', 1),
        ('{"$schema": "https://json-schema.org/draft/2020-12/schema", "items": [{}, {"type": "integer"}]}', 0),
        ('{"$schema": "http://json-schema.org/draft-07/schema#", "prefixItems": [{}, {"type": "integer"}]}', 0),
    ],
)
def test_a_schema_in_a_file_of_its_own_is_read_in_the_dialect_that_it_names(
    schema: str, count: int, tmp_path: Path
) -> None:
    content = "components: {schemas: {A: {$ref: schema.json, example: [a, b]}}}"
    description = describe_folder(tmp_path, {"openapi.yaml": HEAD.format("3.1.0") + content, "schema.json": schema})
    assert len(list(check_examples(description))) == count


def test_a_dialect_that_is_not_read_is_reported_once() -> None:
    schema = "{$schema: 'http://json-schema.org/draft-04/schema#', type: string, default: 5}"
    (fault,) = faults(f"components: {{schemas: {{A: {schema}, B: {schema}}}}}")
    assert fault.report.severity == "info"
    assert format_fault(fault) == (
        "/components/schemas/A/$schema: dialect `http://json-schema.org/draft-04/schema#` could not be evaluated: "
        "it is neither JSON Schema 2020-12 nor draft-07; examples are checked without the schemas in it"
    )


@pytest.mark.parametrize(
    ("schema", "count"),
    [
        ("{anyOf: [{$ref: '#/components/schemas/A'}, {type: integer}], example: x}", 1),
        ("{anyOf: [{$ref: '#/components/schemas/A'}, {type: integer}], example: 1}", 0),
        ("{oneOf: [{type: integer}, {$ref: '#/components/schemas/A'}], example: x}", 1),
        ("{oneOf: [{type: integer}, {$ref: '#/components/schemas/A'}], example: 1}", 0),
        ("{allOf: [{$ref: '#/components/schemas/A'}, {type: integer}], example: x}", 1),
        ("{anyOf: [{anyOf: [{$ref: '#/components/schemas/A'}]}, {type: integer}], example: x}", 1),
        ("{anyOf: [{$ref: '#/components/schemas/A'}, {pattern: '(?=a)'}], example: x}", 1),  # the pattern, as an info
        ("{anyOf: [{$ref: '#/components/schemas/A'}], example: x}", 0),
        ("{not: {$ref: '#/components/schemas/A'}, example: x}", 0),
    ],
)
def test_a_branch_that_leads_back_to_its_schema_adds_nothing(schema: str, count: int) -> None:
    assert len(of_schema(schema)) == count


def test_what_was_found_about_a_schema_within_a_circle_is_not_kept_beyond_it() -> None:
    found = faults(
        "components: {schemas: {A: {anyOf: [{$ref: '#/components/schemas/B'}, {type: integer}]}, "
        "B: {anyOf: [{$ref: '#/components/schemas/A'}, {type: 'null'}]}, "
        "C: {allOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], example: 5}}}"
    )
    assert found == []


@pytest.mark.parametrize(
    ("schema", "count"),
    [
        ("{type: string, nullable: true, default: null}", 0),
        ("{type: string, nullable: true, enum: [a], default: null}", 0),
        ("{nullable: true, allOf: [{type: object}], default: null}", 0),
        ("{type: string, default: null}", 1),
        ("{type: number, minimum: 1, exclusiveMinimum: true, default: 1}", 1),
        ("{type: number, minimum: 1, exclusiveMinimum: false, default: 1}", 0),
        ("{$ref: '#/components/schemas/B', default: 5}", 0),
        ("{const: 1, type: number, default: 2}", 0),
        ("{type: string, examples: [5]}", 0),
    ],
)
def test_openapi_3_0_is_read_as_it_is_meant(schema: str, count: int) -> None:
    text = f"components: {{schemas: {{B: {{type: string}}, A: {schema}}}}}"
    assert len(faults(text, "3.0.3")) == count


def test_nullable_of_3_0_is_explained_in_3_1() -> None:
    (fault,) = faults("components: {schemas: {A: {type: string, nullable: true, default: null}}}")
    assert fault.report.help is not None
    assert "`nullable` has no meaning since OpenAPI 3.1" in fault.report.help


def test_recursive_schemas_are_followed_to_the_depth_of_the_example() -> None:
    (found,) = of_schema(
        "{properties: {next: {$ref: '#/components/schemas/A'}, n: {type: integer}}, "
        "example: {n: 1, next: {n: 2, next: {n: three}}}}"
    )
    assert found.startswith("/example/next/next/n: `n` is")


def test_the_place_of_what_the_schema_says_is_named() -> None:
    (fault,) = faults("components: {schemas: {B: {type: integer}, A: {$ref: '#/components/schemas/B', example: x}}}")
    (related,) = fault.report.related
    assert related.location.place.pointer == ("components", "schemas", "B", "type")


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        (
            "{kind: dog, bark: 1}",
            "/example/bark: `bark` is `1`, a number; the schema expects a boolean (`Dog`, the closest",
        ),
        ("{kind: katze, purr: 1}", "/example/purr: `purr` is `1`, a number; the schema expects a boolean (`Cat`, the"),
    ],
)
def test_of_a_choice_the_branch_that_was_meant_is_reported(example: str, expected: str) -> None:
    found = faults(
        "components: {schemas: {Dog: {properties: {kind: {const: dog}, bark: {type: boolean}}}, "
        "Cat: {properties: {kind: {enum: [katze]}, purr: {type: boolean}}}, "
        "A: {oneOf: [{$ref: '#/components/schemas/Dog'}, {$ref: '#/components/schemas/Cat'}], "
        "discriminator: {propertyName: kind, mapping: {katze: '#/components/schemas/Cat'}}, "
        f"example: {example}}}}}}}"
    )
    assert [expected in format_fault(fault) for fault in found] == [True]


def test_what_is_misspelled_is_reported_once() -> None:
    (found,) = of_schema("{additionalProperties: false, required: [name], properties: {name: {}}, example: {nmae: 1}}")
    assert found.startswith("/example/nmae: ")
    assert found.endswith("did you mean `name`?")


def test_of_a_value_of_another_type_only_that_is_reported() -> None:
    (found,) = of_schema("{allOf: [{enum: [a]}], type: string, default: [a]}")
    assert found.endswith("`default` is a list; the schema expects a string")


def test_the_same_in_many_items_is_reported_at_the_first() -> None:
    (found,) = of_schema("{items: {type: string}, example: [a, 1, 2, 3]}")
    assert found.startswith("/example/1: ")
    assert found.endswith("; the same at 2 more places of this example")


def test_the_same_in_many_examples_is_reported_at_the_first() -> None:
    (fault,) = faults(
        "components: {schemas: {E: {type: integer}, A: {properties: {"
        + ", ".join(f"p{n}: {{allOf: [{{$ref: '#/components/schemas/E'}}], example: x}}" for n in range(9))
        + "}}}}"
    )
    assert fault.report.message.endswith("; the same in 8 more examples")
    assert fault.report.location.place.pointer[-2:] == ("p0", "example")


def test_each_of_many_examples_can_be_reported_without_the_others() -> None:
    properties = ", ".join(f"p{n}: {{allOf: [{{$ref: '#/components/schemas/E'}}], example: {n}x}}" for n in range(4))
    (fault,) = faults(f"components: {{schemas: {{E: {{type: integer}}, A: {{properties: {{{properties}}}}}}}}}")
    alike = fault.report.group
    assert alike is not None
    assert [place.pointer[-2] for place in alike.places] == ["p0", "p1", "p2", "p3"]
    left = alike.build_report(alike.places[2:])
    assert left.location.place.pointer[-2] == "p2"
    assert left.message == ('`example` is `"2x"`, a string; the schema expects an integer; the same in 1 more example')
    assert "the same" not in alike.build_report(alike.places[3:]).message


def test_the_same_words_of_several_schemas_are_several_causes() -> None:
    content = ", ".join(f"{name}: {{type: string, format: date-time, example: bad}}" for name in "ABC")
    found = faults(f"components: {{schemas: {{{content}}}}}")
    assert [fault.report.location.place.pointer[2] for fault in found] == ["A", "B", "C"]


def test_the_format_of_a_property_is_one_cause_wherever_it_is_described() -> None:
    content = ", ".join(f"{name}: {{properties: {{url: {{format: uri, example: /a}}}}}}" for name in "ABC")
    (fault,) = faults(f"components: {{schemas: {{{content}}}}}")
    assert fault.report.group is not None
    assert [place.pointer[2] for place in fault.report.group.places] == ["A", "B", "C"]


@pytest.mark.parametrize(
    "keywords",
    [
        ("required: [id]", "properties: {next: {$ref: '#/components/schemas/A'}}", "minProperties: 3"),
        ("minProperties: 3", "properties: {next: {$ref: '#/components/schemas/A'}}", "required: [id]"),
        ("properties: {next: {$ref: '#/components/schemas/A'}}", "minProperties: 3", "required: [id]"),
    ],
)
def test_the_place_that_is_reported_is_the_least_deep_whatever_the_order_of_keywords(keywords: tuple[str, ...]) -> None:
    found = of_schema(f"{{{', '.join(keywords)}, example: {{id: 1, a: 2, next: {{next: {{}}}}}}}}")
    assert [item.partition(":")[0] for item in found] == ["/example/next -id", "/example/next"]


@pytest.mark.parametrize("properties", ["a: {type: string}, b: {type: string}", "b: {type: string}, a: {type: string}"])
def test_places_as_deep_as_one_another_are_in_the_order_of_the_example(properties: str) -> None:
    (found,) = of_schema(f"{{anyOf: [{{properties: {{{properties}}}}}], example: {{x: 1, b: 2, a: 3}}}}")
    assert found.startswith("/example/b: ")


def test_five_faults_of_one_example_are_reported_and_the_others_counted() -> None:
    found = of_schema(
        f"{{properties: {{{', '.join(f'p{n}: {{type: string}}' for n in range(8))}}}, "
        f"example: {{{', '.join(f'p{n}: {n}' for n in range(8))}}}}}"
    )
    assert len(found) == 5
    assert found[-1].endswith("; 3 more faults of this example not shown")


@pytest.mark.parametrize(
    ("where", "word", "count"),
    [
        ("requestBodies", "readOnly", 0),
        ("requestBodies", "writeOnly", 1),
        ("responses", "readOnly", 1),
        ("responses", "writeOnly", 0),
    ],
)
def test_a_required_property_that_goes_the_other_way_may_be_missing(where: str, word: str, count: int) -> None:
    schema = f"{{allOf: [{{properties: {{id: {{{word}: true}}}}}}], required: [id]}}"
    assert len(of_media_type("application/json", f"{{schema: {schema}, example: {{a: 1}}}}", where)) == count


@pytest.mark.parametrize(
    ("media_type", "example", "count"),
    [
        ("application/json", "<a/>", 1),
        ("application/vnd.a+json; charset=utf-8", "<a/>", 1),
        ("application/xml", "<a/>", 0),
        ("application/xml", "{n: x}", 0),
        ("application/xml", "{n: []}", 1),
        ("text/csv", "1,2", 0),
        ("application/x-www-form-urlencoded", "n=1", 0),
        ("application/x-www-form-urlencoded", "{n: '1'}", 0),
        ("application/x-www-form-urlencoded", "{n: {}}", 1),
        ("application/x-ndjson", "[{n: []}]", 0),
        ("application/json", "{n: '1'}", 1),
    ],
)
def test_a_text_as_it_is_sent_is_no_example_of_the_value(media_type: str, example: str, count: int) -> None:
    schema = "{type: object, properties: {n: {type: integer}}}"
    assert len(of_media_type(media_type, f"{{schema: {schema}, example: {example}}}")) == count


def test_an_example_behind_a_reference_is_reported_at_its_place() -> None:
    text = (
        "components:\n  examples: {E: {value: [1]}}\n  responses:\n    R:\n      description: d\n      content:\n"
        "        application/json:\n          schema: {items: {type: string}}\n"
        "          examples: {e: {$ref: '#/components/examples/E'}, f: {externalValue: 'https://e.example/x'}}\n"
    )
    (fault,) = faults(text)
    assert format_fault(fault) == (
        "/components/examples/E/value/0: item 1 of example `E` is `1`, a number; the schema expects a string"
    )


@pytest.mark.parametrize(("word", "count"), [("value", 1), ("dataValue", 1), ("serializedValue", 0)])
def test_openapi_3_2_has_values_and_texts(word: str, count: int) -> None:
    content = f"{{application/json: {{schema: {{type: integer}}, examples: {{e: {{{word}: x}}}}}}}}"
    assert len(faults(f"components: {{requestBodies: {{R: {{content: {content}}}}}}}", "3.2.0")) == count


@pytest.mark.parametrize(
    ("parameter", "count"),
    [
        ("{in: query, schema: {type: array}, example: 'a,b'}", 0),
        ("{in: query, schema: {type: integer}, example: '10'}", 0),
        ("{in: query, schema: {type: integer, maximum: 5}, example: 10}", 1),
        ("{in: query, schema: {type: string}, examples: {a: {value: x}, b: {value: {}}}}", 1),
        ("{in: query, schema: {type: integer, default: x}}", 0),  # mismatched-parameter-default
        ("{in: query, schema: {type: integer, maximum: 5, default: 10}}", 1),
        ("{in: query, schema: {type: integer}, example: abc}", 1),
        ("{in: query, schema: {type: integer}, example: '1.5'}", 1),
        ("{in: query, schema: {type: integer}, example: '1.0'}", 0),
        ("{in: query, schema: {type: integer}, example: '1e400'}", 1),
        ("{in: query, schema: {type: integer}, example: 'p=5'}", 0),
        ("{in: query, schema: {type: integer}, example: ''}", 1),
        ("{in: query, schema: {type: [integer, 'null']}, example: 'null'}", 0),
        ("{in: query, schema: {type: integer}, examples: {z: {value: abc}}}", 1),
        ("{in: query, schema: {type: boolean}, example: abc}", 1),
        ("{in: query, schema: {type: boolean}, example: 'true'}", 0),
        ("{in: query, schema: {type: number, minimum: 3}, example: abc}", 1),
        ("{in: query, schema: {type: number, minimum: 3}, example: '2.5'}", 1),
        ("{in: query, schema: {type: number, minimum: 3}, example: '3.5'}", 0),
        ("{in: query, schema: {type: integer, enum: [1, 2]}, example: '2'}", 0),
        ("{in: query, schema: {type: [boolean, integer], maximum: 3}, example: '5'}", 1),
        ("{in: query, schema: {anyOf: [{type: integer}, {type: array}]}, example: '5,6'}", 0),
        ("{in: query, schema: {anyOf: [{type: integer}, {type: boolean}]}, example: '5,6'}", 1),
        ("{in: query, schema: {type: array, items: {type: integer}}, example: [abc]}", 1),
        ("{in: query, schema: {type: array, items: {type: integer}}, example: ['5']}", 0),
        ("{in: query, schema: {type: string}, example: 5}", 0),
        ("{in: query, content: {text/plain: {schema: {type: integer}, example: abc}}}", 0),
    ],
)
def test_examples_of_parameters(parameter: str, count: int) -> None:
    assert len(faults(f"components: {{parameters: {{P: {{name: p, {parameter[1:]}}}}}")) == count


def test_a_text_that_is_sent_for_a_number_is_judged_as_that_number() -> None:
    header = "{schema: {type: integer, maximum: 3}, example: '5'}"
    (fault,) = faults(f"components: {{headers: {{H: {header}}}}}")
    assert (
        format_fault(fault)
        == "/components/headers/H/example: `example` is `5`, a number; the schema expects `3` or less"
    )


def test_a_pattern_that_cannot_be_evaluated_is_reported_once() -> None:
    schema = "{type: string, pattern: '^(?!a)', example: x}"
    (fault,) = faults(f"components: {{schemas: {{A: {schema}, B: {schema}}}}}")
    assert fault.report.severity == "info"
    assert fault.report.message.startswith("pattern `^(?!a)` could not be evaluated: it uses lookahead or lookbehind")


def test_a_property_that_another_schema_declares_one_way_deep_in_the_example_may_be_omitted() -> None:
    declaring = "{properties: {x: {properties: {a: {properties: {b: {readOnly: true}}}}}}}"
    requiring = "{properties: {x: {properties: {a: {required: [b]}}}}}"
    content = f"{{schema: {{allOf: [{declaring}, {requiring}]}}, example: {{x: {{a: {{}}}}}}}}"
    assert of_media_type("application/json", content) == []
    assert len(of_media_type("application/json", content, "responses")) == 1


@pytest.mark.parametrize(
    "schema",
    [
        "{properties: {a: {type: string, pattern: '^(?!a)'}}}",
        "{patternProperties: {'^(?!a)': {}}}",
        "{properties: {a: {$recursiveRef: '#'}}}",
    ],
)
def test_a_part_that_cannot_be_evaluated_is_reported_even_if_no_value_meets_it(schema: str) -> None:
    (fault,) = faults(f"components: {{schemas: {{A: {{$ref: '#/components/schemas/B', example: {{}}}}, B: {schema}}}}}")
    assert "could not be evaluated" in format_fault(fault) or "could not be followed" in format_fault(fault)


def test_nothing_is_rejected_because_of_a_pattern_that_cannot_be_evaluated() -> None:
    found = of_schema("{oneOf: [{pattern: '(?=a)'}, {type: string}], not: {pattern: '(?=b)'}, example: x}")
    assert [item.partition(": ")[2][:8] for item in found] == ["pattern "] * 2


def test_a_format_that_is_no_text_is_not_held_against_an_example() -> None:
    description = describe(
        'openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\n'
        "components: {schemas: {A: {type: string, format: [date], example: x}, B: {format: {}, example: 5}}}\n"
    )

    assert list(check_examples(description)) == []


def test_a_dynamic_reference_with_one_target_is_followed() -> None:
    found = of_schema(
        "{$dynamicAnchor: node, properties: {v: {type: integer}, kids: {items: {$dynamicRef: '#node'}}},"
        " examples: [{kids: [{v: 1}]}, {kids: [{kids: [{v: x}]}]}]}"
    )
    assert found == ['/examples/1/kids/0/kids/0/v: `v` is `"x"`, a string; the schema expects an integer']


def test_what_a_dynamic_reference_speaks_of_is_evaluated() -> None:
    found = of_schema(
        "{$defs: {D: {$dynamicAnchor: d, properties: {a: {}}}}, $dynamicRef: '#d', unevaluatedProperties: false,"
        " default: {a: 1, b: 2}}"
    )
    assert found == ["/default/b: `b` of `default` is not in the schema, which allows no other keys"]


TREES = (
    "Tree: {$id: tree, $dynamicAnchor: node, type: object, "
    "properties: {children: {type: array, items: {$dynamicRef: '#node'}}}}, "
    "Strict: {$id: strict, $dynamicAnchor: node, $ref: tree, unevaluatedProperties: false}, "
)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("$ref: tree, example: {children: [{x: 1}]}", []),
        ("$ref: strict, example: {children: [{children: []}]}", []),
        ("$ref: strict, example: {children: [{x: 1}]}", ["/example/children/0/x"]),
        ("$ref: strict, example: {children: [{children: [{x: 1}]}]}", ["/example/children/0/children/0/x"]),
        ("allOf: [{$ref: tree}, {$ref: strict}], example: {children: [{x: 1}]}", ["/example/children/0/x"]),
        ("not: {$ref: strict}, example: {children: [{x: 1}]}", []),
        ("not: {$ref: strict}, example: {children: [{}]}", ["/example"]),
        ("oneOf: [{$ref: tree}, {$ref: strict}], example: {children: [{x: 1}]}", []),
        ("properties: {a: {$ref: strict}}, example: {a: {children: [{x: 1}]}}", ["/example/a/children/0/x"]),
    ],
)
def test_a_dynamic_reference_leads_to_the_resource_that_was_entered_first(schema: str, expected: list[str]) -> None:
    found = faults(f"components: {{schemas: {{{TREES}A: {{{schema}}}}}}}")
    assert [format_fault(fault).partition(":")[0].removeprefix("/components/schemas/A") for fault in found] == expected


def test_a_resource_that_was_left_says_nothing_of_a_dynamic_reference() -> None:
    number = "First: {$id: first, $defs: {n: {$dynamicAnchor: v, type: number}}}"
    text = "Second: {$id: second, $ref: start, $defs: {s: {$dynamicAnchor: v, type: 'null'}}}"
    start = "Start: {$id: start, $dynamicRef: '#v', $defs: {d: {$dynamicAnchor: v, type: string}}}"
    schema = "{if: {$ref: first}, then: {$ref: second}, example: 5}"
    (fault,) = faults(f"components: {{schemas: {{{number}, {text}, {start}, A: {schema}}}}}")
    assert format_fault(fault) == "/components/schemas/A/example: `example` is `5`, a number; the schema expects null"


@pytest.mark.parametrize("kept", ["", "unevaluatedProperties: false, "])
def test_what_is_known_of_a_schema_in_one_scope_is_not_taken_for_another(kept: str) -> None:
    schema = "{allOf: [{$ref: tree}, {properties: {children: {items: {$ref: strict}}}}], example: {children: [{x: 1}]}}"
    found = faults(f"components: {{schemas: {{{TREES}A: {{{kept}{schema[1:]}}}}}")
    assert [format_fault(fault).partition(":")[0] for fault in found] == ["/components/schemas/A/example/children/0/x"]


def test_a_reference_by_a_json_pointer_is_not_dynamic() -> None:
    found = of_schema(
        "{$dynamicRef: '#/components/schemas/A/$defs/a', $defs: {a: {$dynamicAnchor: a, type: string},"
        " b: {$id: b, $dynamicAnchor: a}}, example: 5}"
    )
    assert found == ["/example: `example` is `5`, a number; the schema expects a string"]


@pytest.mark.parametrize("example", ["{a: {v: 1}}", "{a: 5}"])
def test_a_dynamic_reference_with_several_targets_is_reported_once(example: str) -> None:
    anchors = "B: {$dynamicAnchor: n, type: object}, C: {$dynamicAnchor: n}"
    schema = f"{{properties: {{a: {{$dynamicRef: '#n'}}}}, example: {example}}}"
    (fault,) = faults(f"components: {{schemas: {{A: {schema}, D: {schema}, {anchors}}}}}")
    assert fault.report.severity == "info"
    assert format_fault(fault) == (
        "/components/schemas/A/properties/a/$dynamicRef: `$dynamicRef: #n` could not be followed: "
        "2 schemas have that `$dynamicAnchor`; examples are checked without it"
    )


def test_what_a_mapping_was_not_checked_for_is_reported_though_it_is_accepted() -> None:
    found = of_schema(
        "{properties: {a: {allOf: [{pattern: '(?=b)'}]}}, patternProperties: {'(?!c)': {}}, example: {a: x}}"
    )
    assert sorted(item.partition(": ")[0] for item in found) == [
        "/patternProperties/(?!c)",
        "/properties/a/allOf/0/pattern",
    ]


def test_a_pattern_that_no_example_is_held_against_is_not_reported() -> None:
    schemas = "A: {properties: {a: {type: string}}, example: {a: x}}, B: {properties: {a: {pattern: '(?=b)'}}}"
    assert faults(f"components: {{schemas: {{{schemas}}}}}") == []


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_null_examples_are_one_info_at_the_first(version: str) -> None:
    properties = "a: {type: string, example: null}, b: {enum: [x], example: null}, c: {type: integer, example: 1}"
    properties += ", d: {anyOf: [{type: string}, {type: integer}], example: null}"
    (fault,) = faults(f"components: {{schemas: {{A: {{properties: {{{properties}}}}}}}}}", version)
    assert fault.report.severity == "info"
    assert format_fault(fault).startswith(
        "/components/schemas/A/properties/a/example: `example` is null, and so are 2 more;"
    )
    assert fault.report.group is not None
    assert len(fault.report.group.places) == 3


@pytest.mark.parametrize(
    ("schema", "version"),
    [
        ("{type: string, nullable: false, example: null}", "3.0.3"),
        ("{type: string, nullable: true, example: null}", "3.1.0"),
        ("{type: string, default: null}", "3.0.3"),
        ("{properties: {a: {type: string}}, example: {a: null}}", "3.0.3"),
    ],
)
def test_a_null_that_is_meant_is_a_warning(schema: str, version: str) -> None:
    (fault,) = faults(f"components: {{schemas: {{A: {schema}}}}}", version)
    assert fault.report.severity is None


@pytest.mark.parametrize(
    ("schema", "count"),
    [
        ("{type: integer, enum: ['1', '2'], example: '1'}", 0),
        ("{type: integer, const: '1', default: '1'}", 0),
        ("{type: integer, enum: ['1', '2'], example: '3'}", 1),
        ("{type: integer, enum: [1, 2], example: '1'}", 1),
    ],
)
def test_a_value_that_enum_lists_and_type_rules_out_is_reported_there_alone(schema: str, count: int) -> None:
    assert len(of_schema(schema)) == count


def test_plain_examples_are_accepted_without_a_compiled_schema() -> None:
    program = "import sys; from preclear.cli import main; main(['check', '-']); print(*sys.modules, file=sys.stderr)"
    schema = "{type: object, properties: {a: {type: array, items: {type: string, format: date}}}, required: [a]}"
    text = HEAD.format("3.0.3") + f"components: {{schemas: {{A: {schema}}}, parameters: {{P: {{name: p, in: query, "
    text += "schema: {$ref: '#/components/schemas/A'}, example: {a: ['2026-01-31']}}}}\n"
    result = subprocess.run([sys.executable, "-c", program], input=text, capture_output=True, text=True, check=True)
    modules = result.stderr.split()
    assert "invalid-example" not in result.stdout
    assert "preclear.openapi.examples.evaluator.simple_validator" in modules
    assert "preclear.openapi.examples.fast_validator" not in modules


def test_examples_that_are_too_deep_are_one_info() -> None:
    schemas = "".join(
        f"S{number}: {{allOf: [{{$ref: '#/components/schemas/S{number + 1}'}}], example: {{a: 1}}}}, "
        for number in range(120)
    )
    (fault,) = faults(f"components: {{schemas: {{{schemas} S120: {{properties: {{a: {{not: {{}}}}}}}}}}}}")[-1:]
    assert fault.report.severity == "info"
    assert "more examples could not be evaluated: checking each against its schema goes deeper" in format_fault(fault)
