"""Schemas that are a part of themselves: which are loops, where that is reported, and how it grows."""

from __future__ import annotations

import pytest

from preclear.openapi.references.resolver import References
from preclear.source import Node, format_pointer
from tests.texts import describe

HEAD = 'openapi: 3.1.0\ninfo: {title: Harbour, version: "1"}\ncomponents:\n  schemas:\n'
A, B = "{$ref: '#/components/schemas/A'}", "{$ref: '#/components/schemas/B'}"


def loops(*lines: str, version: str = "3.1.0") -> list[tuple[str, str, str]]:
    """Pointer below `components.schemas`, severity and keyword of every loop."""
    description = describe(HEAD.replace("3.1.0", version) + "".join(f"    {line}\n" for line in lines))
    found: list[tuple[str, str, str]] = []
    for kind, report in description.faults:
        assert kind.name == "reference-loop"
        pointer = format_pointer(report.location.place.pointer[2:])
        word = report.message.partition(" in `")[2].partition("`")[0]
        found.append((pointer, report.severity or kind.severity, word))
    return found


@pytest.mark.parametrize(
    ("schema", "pointer", "severity"),
    [
        (f"allOf: [{{type: object}}, {A}]", "allOf/1", "error"),
        (f"anyOf: [{{type: string}}, {A}]", "anyOf/1", "warning"),
        (f"oneOf: [{A}, {{type: string}}]", "oneOf/0", "warning"),
        (f"not: {A}", "not", "warning"),
        (f"if: {A}", "if", "warning"),
        (f"if: {{type: string}}, then: {A}", "then", "warning"),
        (f"if: {{type: string}}, else: {A}", "else", "warning"),
        (f"dependentSchemas: {{a: {A}}}", "dependentSchemas/a", "warning"),
        (f"allOf: [{{oneOf: [{{not: {A}}}]}}]", "allOf/0/oneOf/0/not", "warning"),
        (f"$ref: '#/components/schemas/C', allOf: [{A}]", "allOf/0", "error"),
    ],
)
def test_a_schema_that_applies_itself_to_the_same_value_is_a_loop(schema: str, pointer: str, severity: str) -> None:
    ((found, grave, word),) = loops(f"A: {{{schema}}}", "C: {}")

    assert (found, grave) == (f"/A/{pointer}/$ref", severity)
    assert word in pointer.split("/")[-2:]


@pytest.mark.parametrize(
    "schema",
    [
        f"properties: {{a: {A}}}",
        f"items: {A}",
        f"prefixItems: [{A}]",
        f"contains: {A}",
        f"additionalProperties: {A}",
        f"propertyNames: {A}",
        f"allOf: [{{properties: {{a: {A}}}}}]",
        f"not: {{items: {{anyOf: [{A}]}}}}",
        f"$defs: {{a: {A}}}",
        f"allOf: [{B}, {B}]",
    ],
)
def test_a_schema_that_holds_itself_further_in_is_none(schema: str) -> None:
    assert loops(f"A: {{{schema}}}", "B: {type: string}") == []


def test_a_base_type_and_its_subtypes_that_lead_to_one_another_are_one_warning() -> None:
    cat, dog = "{$ref: '#/components/schemas/Cat'}", "{$ref: '#/components/schemas/Dog'}"
    found = loops(f"A: {{oneOf: [{cat}, {dog}]}}", f"Cat: {{allOf: [{A}, {{type: object}}]}}", f"Dog: {{allOf: [{A}]}}")

    assert found == [("/A/oneOf/0/$ref", "warning", "oneOf")]


def test_what_leads_into_a_loop_is_none_itself() -> None:
    found = loops(f"A: {{allOf: [{B}]}}", "B: {allOf: [{$ref: '#/components/schemas/C'}]}", f"C: {{anyOf: [{B}]}}")

    assert found == [("/B/allOf/0/$ref", "warning", "allOf")]


def test_a_loop_over_a_reference_with_keywords_beside_it_is_found() -> None:
    assert loops("A: {$ref: '#/components/schemas/B', description: a}", f"B: {{allOf: [{A}]}}") == [
        ("/B/allOf/0/$ref", "error", "allOf")
    ]


def test_in_3_0_nothing_is_read_beside_a_reference() -> None:
    assert loops(f"A: {{$ref: '#/components/schemas/B', allOf: [{A}]}}", "B: {}", version="3.0.3") == []


def test_a_chain_of_references_alone_is_reported_once_as_a_chain() -> None:
    assert [pointer for pointer, _, _ in loops(f"A: {B}", f"B: {A}", f"C: {{allOf: [{A}]}}")] == ["/A/$ref", "/B/$ref"]


@pytest.mark.parametrize("end", ["{type: object}", "{allOf: [{$ref: '#/components/schemas/S0'}]}"])
def test_a_long_chain_costs_a_few_steps_for_each_schema(end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = 0
    follow = References.follow

    def counting(self: References, holder: Node, word: str = "$ref") -> object:
        nonlocal steps
        steps += 1
        return follow(self, holder, word)

    monkeypatch.setattr(References, "follow", counting)
    count = 1_000
    lines = [
        f"    S{n}: {{allOf: [{{$ref: '#/components/schemas/S{n + 1}'}}, {{type: object}}]}}" for n in range(count)
    ]

    description = describe(HEAD + "\n".join([*lines, f"    S{count}: {end}"]))

    assert len(description.faults) == (count + 1 if "$ref" in end else 0)
    assert steps < 20 * count
