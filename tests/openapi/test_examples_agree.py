"""Our three ways to check a value against a schema agree with jsonschema-rs, and with one another."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from jsonschema_rs import Draft202012Validator

from preclear.openapi import ApiDescription
from preclear.openapi.examples.evaluator.budget import StepBudget
from preclear.openapi.examples.evaluator.dialects import Dialects
from preclear.openapi.examples.evaluator.dynamic import DynamicReferences
from preclear.openapi.examples.evaluator.evaluation import Evaluation, EvaluationContext
from preclear.openapi.examples.evaluator.one_way import OneWayProperties
from preclear.openapi.examples.evaluator.patterns import PatternMatcher
from preclear.openapi.examples.evaluator.simple_validator import SimpleValidator
from preclear.openapi.examples.fast_validator import FastValidator
from preclear.openapi.version import Version
from preclear.source import DEFAULT_LIMITS, Node, load_bytes

if TYPE_CHECKING:
    from preclear.openapi.examples.evaluator.result import ExampleFailure
    from preclear.source import Json, Pointer

KEYS = ("a", "b", "c")
TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")


def value(random: Random, depth: int) -> Json:
    kinds: list[Json] = [None, True, False, 0, 1, 2.5, -3, "", "a", "abc", "2026-01-31"]
    roll = random.random()
    if depth and roll < 0.35:
        return {random.choice(KEYS): value(random, depth - 1) for _ in range(random.randrange(4))}
    if depth and roll < 0.6:
        return [value(random, depth - 1) for _ in range(random.randrange(4))]
    return random.choice(kinds)


def schema(random: Random, depth: int) -> Json:
    made: dict[str, Json] = {}
    for _ in range(random.randrange(1, 4)):
        keyword = random.choice(PLAIN if not depth else (*PLAIN, *APPLYING))
        if keyword in LISTS:
            made[keyword] = [schema(random, depth - 1) for _ in range(random.randrange(1, 4))]
        elif keyword in MAPS:
            names = ("^a", "b$") if keyword == "patternProperties" else KEYS
            made[keyword] = {name: schema(random, depth - 1) for name in names if random.random() < 0.6}
        elif keyword in PLAIN:
            made[keyword] = plain(random, keyword)
        else:
            made[keyword] = random.choice((False, True)) if random.random() < 0.3 else schema(random, depth - 1)
    return made


PLAIN = (
    *("type", "enum", "const", "minimum", "exclusiveMaximum", "multipleOf", "minLength", "maxItems", "uniqueItems"),
    *("minProperties", "required", "dependentRequired", "pattern", "format", "$ref"),
)
LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
MAPS = ("properties", "patternProperties", "dependentSchemas")
APPLYING = (
    *LISTS,
    *MAPS,
    *("not", "if", "then", "else", "items", "additionalProperties", "propertyNames", "contains"),
    *("unevaluatedProperties", "unevaluatedItems", "properties", "allOf", "oneOf"),
)


def plain(random: Random, keyword: str) -> Json:
    if keyword == "type":
        names: list[Json] = [*random.sample(TYPES, random.randrange(1, 4))]
        return names
    if keyword == "enum":
        return [value(random, 1) for _ in range(3)]
    if keyword == "const":
        return value(random, 1)
    if keyword == "required":
        required: list[Json] = [*random.sample(KEYS, random.randrange(3))]
        return required
    choices: dict[str, Json] = {
        "uniqueItems": True,
        "dependentRequired": {"a": ["b"]},
        "pattern": random.choice(["^a", "b", "[0-9]"]),
        "format": random.choice(["date", "email"]),
        "$ref": "#/components/schemas/B",
    }
    return choices.get(keyword, random.randrange(1, 4))


@pytest.mark.parametrize("seed", range(40))
def test_on_made_up_schemas(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the same cases in every run
    sure = fast = simple = fitting = 0
    for _ in range(25):
        schemas: dict[str, Json] = {"A": schema(random, 3), "B": {"properties": {"a": schema(random, 2)}}}
        root: dict[str, Json] = {"components": {"schemas": schemas}}
        document = load_bytes(b"{}", "a.yaml")
        document.value = root
        description = ApiDescription(document, Version("3.1.0", "3.1"), None, DEFAULT_LIMITS)
        description.analyze()
        patterns, dynamic = PatternMatcher(), DynamicReferences(description)
        node = Node(document, ("components", "schemas", "A"), schemas["A"])
        bundle = FastValidator(description, patterns, dynamic)
        bundle.add(node)
        simple_validator = SimpleValidator(description, patterns)
        oracle = Draft202012Validator({"$ref": "#/components/schemas/A"} | root, validate_formats=True)
        for _ in range(10):
            instance = value(random, 3)
            evaluation = Evaluation(
                EvaluationContext(
                    description, patterns, OneWayProperties(description), Dialects(has_other_dialects=False), dynamic
                ),
                "either",
                StepBudget(200_000),
            )
            outcome = evaluation.evaluate(node, Node(document, ("example",), instance))
            expected = oracle.is_valid(instance)
            accepted = bundle.accepts(node, instance)
            assert expected or not accepted, (root, instance)
            if simple_validator.accepts(node, instance):
                assert expected, (root, instance)
                simple += 1
            fast += accepted
            fitting += expected
            if outcome.is_conclusive or outcome.failures:
                sure += 1
                assert (not outcome.failures) == expected, (root, instance, outcome)
    assert sure > 150  # what leads back to itself is not judged
    assert fast > 0.8 * fitting  # where choices may multiply, the fast way is not asked
    assert simple > 0.15 * fitting  # most of these schemas have keywords that it doesn't know


def reference_loops(random: Random) -> dict[str, Json]:
    """Schemas of OpenAPI 3.0 that refer to one another, also in circles."""
    return {name: schema_3_0(random, 3) for name in ("A", "B", "C")}


def described(failures: tuple[ExampleFailure, ...]) -> list[tuple[str, Pointer, Pointer, tuple[str, ...]]]:
    return [(failure.keyword, failure.schema.pointer, failure.node.pointer, failure.names) for failure in failures]


def schema_3_0(random: Random, depth: int) -> Json:
    made = schema(random, depth)
    assert isinstance(made, dict)
    if random.random() < 0.3:
        made["nullable"] = True
    if random.random() < 0.2:
        made["readOnly"] = True
    if "minimum" in made and random.random() < 0.5:
        made["exclusiveMinimum"] = True
    if depth and random.random() < 0.4:
        made["properties"] = {name: schema_3_0(random, depth - 1) for name in KEYS}
    if random.random() < 0.1:
        made["$ref"] = f"#/components/schemas/{random.choice('ABC')}"
    return made


@pytest.mark.parametrize("seed", range(40))
def test_simple_validator_accepts_only_what_the_evaluator_accepts_in_3_0(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the same cases in every run
    accepted = rejected = 0
    for _ in range(25):
        schemas = reference_loops(random)
        document = load_bytes(b"{}", "a.yaml")
        document.value = {"components": {"schemas": schemas}}
        description = ApiDescription(document, Version("3.0.3", "3.0"), None, DEFAULT_LIMITS)
        description.analyze()
        patterns, dynamic = PatternMatcher(), DynamicReferences(description)
        context = EvaluationContext(
            description, patterns, OneWayProperties(description), Dialects(has_other_dialects=False), dynamic
        )
        node = Node(document, ("components", "schemas", "A"), schemas["A"])
        simple_validator = SimpleValidator(description, patterns)
        for _ in range(10):
            instance = value(random, 3)
            example = Node(document, ("example",), instance)
            failures = Evaluation(context, "either", StepBudget(200_000)).evaluate(node, example).failures
            rejected += bool(failures)
            if simple_validator.accepts(node, instance):
                assert not failures, (schemas, instance, failures)
                accepted += 1
            quick = Evaluation(context._replace(simple_validator=simple_validator), "request", StepBudget(200_000))
            failures = Evaluation(context, "request", StepBudget(200_000)).evaluate(node, example).failures
            assert described(quick.evaluate(node, example).failures) == described(failures), (schemas, instance)
    assert accepted > 80
    assert rejected > 20


def resources(random: Random) -> dict[str, Json]:
    """Schemas with an `$id` each, that share dynamic anchors and refer to one another; references lead on, not back."""
    made: dict[str, Json] = {}
    for number in range(5):
        anchors: dict[str, Json] = {
            f"d{name}": {"$dynamicAnchor": name, "type": [*random.sample(TYPES, 4)]}
            for name in ("x", "y")
            if random.random() < 0.6
        }
        content: dict[str, Json] = {"$id": f"https://a.example/{number}", "$defs": anchors}
        for keyword in random.sample(("allOf", "anyOf", "oneOf", "properties", "if", "not", "$ref"), 2):
            part = led_on(random, number, anchors)
            if keyword == "properties":
                content[keyword] = {"a": part}
            elif keyword == "$ref":
                content |= {"$ref": f"https://a.example/{number + 1}"} if number < 4 else {}
            else:
                content[keyword] = [part, led_on(random, number, anchors)] if keyword in LISTS else part
        if random.random() < 0.2:
            content["unevaluatedProperties"] = False
        made[f"S{number}"] = content
    return made


def led_on(random: Random, number: int, anchors: dict[str, Json]) -> Json:
    names = [name[1:] for name in anchors]
    if names and random.random() < 0.6:
        return {"$dynamicRef": f"#{random.choice(names)}"}
    further = random.randrange(number + 1, 6)
    return {"$ref": f"https://a.example/{further}"} if further < 5 else {"type": [*random.sample(TYPES, 5)]}


@pytest.mark.parametrize("seed", range(20))
def test_on_dynamic_references_between_resources(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the same cases in every run
    fitting = 0
    for _ in range(25):
        schemas = resources(random)
        document = load_bytes(b'{"a": "$dynamicAnchor"}', "a.yaml")
        document.value = {"openapi": "3.1.0", "components": {"schemas": schemas}}
        description = ApiDescription(document, Version("3.1.0", "3.1"), None, DEFAULT_LIMITS)
        description.analyze()
        ground = EvaluationContext(
            description,
            PatternMatcher(),
            OneWayProperties(description),
            Dialects(has_other_dialects=False),
            DynamicReferences(description),
        )
        node = Node(document, ("components", "schemas", "S0"), schemas["S0"])
        bundle = FastValidator(description, ground.patterns, ground.dynamic_references)
        bundle.add(node)
        oracle = Draft202012Validator({"$ref": "https://a.example/0", "$defs": schemas})
        for _ in range(10):
            instance = value(random, 2)
            expected = oracle.is_valid(instance)
            outcome = Evaluation(ground, "either", StepBudget(200_000)).evaluate(
                node, Node(document, ("example",), instance)
            )
            assert outcome.is_conclusive or outcome.failures
            assert (not outcome.failures) == expected, (schemas, instance, outcome)
            assert expected or not bundle.accepts(node, instance)
            fitting += expected
    assert 20 < fitting < 230
