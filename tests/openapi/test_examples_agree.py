"""Our two ways of holding a value against a schema agree with jsonschema-rs, and with one another."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from jsonschema_rs import Draft202012Validator

from preclear.openapi import Description
from preclear.openapi.example_bundle import Bundle
from preclear.openapi.example_dialects import Dialects
from preclear.openapi.example_dynamic import DynamicReferences
from preclear.openapi.example_evaluation import Evaluation, Ground, Steps
from preclear.openapi.example_hidden import OneWay
from preclear.openapi.example_patterns import Patterns
from preclear.openapi.version import Version
from preclear.source import DEFAULT_LIMITS, Node, load_bytes

if TYPE_CHECKING:
    from preclear.source import Json

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
    sure = fast = fitting = 0
    for _ in range(25):
        schemas: dict[str, Json] = {"A": schema(random, 3), "B": {"properties": {"a": schema(random, 2)}}}
        root: dict[str, Json] = {"components": {"schemas": schemas}}
        document = load_bytes(b"{}", "a.yaml")
        document.value = root
        description = Description(document, Version("3.1.0", "3.1"), None, DEFAULT_LIMITS)
        description.survey()
        patterns, dynamic = Patterns(), DynamicReferences(description)
        node = Node(document, ("components", "schemas", "A"), schemas["A"])
        bundle = Bundle(description, patterns, dynamic)
        bundle.add(node)
        oracle = Draft202012Validator({"$ref": "#/components/schemas/A"} | root, validate_formats=True)
        for _ in range(10):
            instance = value(random, 3)
            evaluation = Evaluation(
                Ground(description, patterns, OneWay(description), Dialects(description), dynamic),
                "either",
                Steps(200_000),
            )
            outcome = evaluation.whole(node, Node(document, ("example",), instance))
            expected = oracle.is_valid(instance)
            accepted = bundle.accepts(node, instance)
            assert expected or not accepted, (root, instance)
            fast += accepted
            fitting += expected
            if outcome.sure or outcome.failures:
                sure += 1
                assert (not outcome.failures) == expected, (root, instance, outcome)
    assert sure > 150  # what leads back to itself, and `contains` beside `unevaluatedItems`, is not judged
    assert fast > 0.8 * fitting  # where choices may multiply, the fast way is not asked
