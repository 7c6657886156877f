"""The interpreter of the official schemas accepts only what the validator accepts."""

from __future__ import annotations

import subprocess
import sys
from copy import deepcopy
from functools import cache
from pathlib import Path
from random import Random
from time import process_time
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema_rs import validator_for

from preclear import load
from preclear.openapi.structure.official_schemas import official_schema, validator
from preclear.openapi.structure.official_schemas.schema_interpreter import SchemaInterpreter
from preclear.openapi.structure.official_schemas.schema_patterns import UndecidedError, matches
from preclear.openapi.values import as_list, as_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXTURES = Path(__file__).parents[2] / "fixtures" / "rules"
SERIES = ("3.0", "3.1", "3.2")
TEXTS = [
    "",
    "x-a",
    "xx-a",
    "/",
    "/a",
    "a/",
    "$ref",
    "$refs",
    "0",
    "a0",
    "200",
    "20",
    "2000",
    "600",
    "1XX",
    "default",
    "default1",
    "a.b_c-d",
    "a b",
    "a\n",
    "\n",
    "bearer",
    "BEARER",
    "bearers",
    "a@b",
    "a@b@c",
    "@",
    "a@ b",
    "#",
    "a#",
    "##",
    "#a",
    "schemas",
    "schemasresponses",
    "callbacks",
    "get",
    "trace\n",
    "a|b",
    "a\x1cb",
    "a\\b",
    '"',
    "200\n",
]
VALUES: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    2.0,
    "",
    "a",
    "a b",
    [],
    {},
    [1, True],
    ["a", "a"],
    {"$ref": "#/a"},
    float("inf"),
    "\ud800",
    2**80,
    {"type": "object"},
    {"x-a": 1},
    "query",
    "path",
    "a@b",
]
KEYS = ["x-a", "", "$ref", "type", "in", "name", "200", "default", "/a", "get", "schema", "examples", "é", "properties"]


@cache
def read_documents(series: str) -> list[Any]:
    """Return the values of up to 25 small fixtures of `series`."""
    values: list[Any] = []
    name = f"openapi: {series}".encode()
    for path in sorted(FIXTURES.rglob("*.yaml")):
        text = path.read_bytes()
        if len(text) < 8_000 and len(values) < 25 and text.count(name):
            value = load(path).value
            if isinstance(value, dict):
                values.append(value)
    return values


def iter_places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each mapping and list in `value` with each of its keys or indices."""
    for key in (*as_mapping(value), *range(len(as_list(value)))):
        yield value, key
        yield from iter_places(value[key])


def change(value: Any, random: Random) -> None:
    """Remove, replace, rename or copy a part of `value`."""
    parent, key = random.choice([*iter_places(value)])
    kind = random.randrange(4)
    if kind == 0:
        del parent[key]
    elif kind == 1:
        parent[key] = deepcopy(random.choice(VALUES))
    elif kind == 2 and as_mapping(parent):
        parent[random.choice(KEYS)] = parent.pop(key)
    else:
        other, other_key = random.choice([*iter_places(value)])
        parent[key] = deepcopy(other[other_key])


def is_accepted_by_validator(series: str, value: Any) -> bool:
    try:
        return validator(series).is_valid({"document": [value]})
    except ValueError:
        return False


def is_accepted(series: str, value: Any) -> bool:
    return SchemaInterpreter(official_schema(series)).accepts("document", value)


@pytest.mark.parametrize("series", SERIES)
def test_it_accepts_nothing_that_the_validator_rejects(series: str) -> None:
    random, accepted, rejected = Random(1), 0, 0
    for original in read_documents(series):
        for number in range(9):
            value = deepcopy(original)
            for _ in range(min(number, 1 + number % 3)):
                change(value, random)
            if is_accepted(series, value):
                assert is_accepted_by_validator(series, value), value
                accepted += 1
            else:
                rejected += not is_accepted_by_validator(series, value)

    assert accepted > 10
    assert rejected > 10


@pytest.mark.parametrize("series", ["3.0", "3.1"])
def test_it_accepts_most_small_documents_that_are_valid(series: str) -> None:
    valid = [value for value in read_documents(series) if is_accepted_by_validator(series, value)]

    accepted = [value for value in valid if is_accepted(series, value)]

    assert len(accepted) > 0.8 * len(valid)


def test_a_pattern_matches_as_in_the_validator() -> None:
    patterns: set[str] = set()
    for part, key in (place for series in SERIES for place in iter_places(official_schema(series))):
        if key == "pattern" and isinstance(part[key], str):
            patterns.add(part[key])
        elif key == "patternProperties":
            patterns.update(as_mapping(part[key]))
    known = 0
    for pattern in sorted(patterns):
        is_found = validator_for({"pattern": pattern}).is_valid
        for text in TEXTS:
            try:
                assert matches(pattern, text) == is_found(text), (pattern, text)
                known += 1
            except UndecidedError:
                continue

    assert known > 10 * len(TEXTS)


@pytest.mark.parametrize("value", [float("inf"), float("nan"), "\ud800", 2**80, {"\udfff": 1}])
def test_a_value_that_the_validator_may_refuse_is_left_to_it(value: Any) -> None:
    document: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": "a", "version": "1"}, "paths": {}}
    assert is_accepted("3.1", document)

    assert not is_accepted("3.1", document | {"x-a": value})


def test_deep_and_many_values_are_left_to_the_validator() -> None:
    deep: Any = {}
    for _ in range(5_000):
        deep = [deep]
    document: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": "a", "version": "1"}, "paths": {}}

    assert not is_accepted("3.1", document | {"x-a": deep})
    assert not is_accepted("3.1", document | {"x-a": [0] * 5_000})
    large: list[Any] = [0] * 1_000_000
    started = process_time()
    assert not is_accepted("3.1", document | {"x-a": [large] * 1_000})
    assert process_time() - started < 1

    interpreter = SchemaInterpreter(official_schema("3.1"))
    assert sum(interpreter.accepts("document", document) for _ in range(1_000)) < 500


def test_a_check_of_a_small_document_imports_no_validator(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths: {}\n")
    program = (
        "import sys; from preclear.cli import main; main(['check', 'a.yaml', '--isolated']);"
        "print([name for name in ('jsonschema_rs', 'dataclasses', 'json') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, timeout=60)

    assert done.stdout.splitlines()[-1] == "[]", done.stderr
