"""Broken documents: whatever is wrong with one, it can be compared, and with itself it has no changes."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import reduce
from typing import TYPE_CHECKING

from hypothesis import assume, given, settings, strategies

from preclear.engine import check_document
from preclear.mapping import compare_plans, make_document_snapshot
from preclear.source import get_child, load_bytes
from tests.mapping.plan_changes.comparing import BASE, see
from tests.texts import connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from preclear.source import Json, Pointer

VALUES: list[Json] = [
    None,
    True,
    0,
    1.5,
    "",
    "x",
    [],
    {},
    [1],
    {"a": 1},
    {"type": "null"},
    {"required": [1, "a"]},
    {"enum": {}},
    {"$ref": "#/components/schemas/Pet"},
    {"$ref": "#/components/schemas/None"},
    {"$ref": "other.yaml"},
    {"$ref": 5},
    {"oneOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "null"}]},
    {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "null"}]},
]
KEYWORDS = ("$ref", "additionalProperties", "allOf", "anyOf", "const", "enum", "items", "not", "nullable", "oneOf")


def pointers(value: Json, pointer: Pointer = ()) -> Iterator[Pointer]:
    children: list[tuple[str | int, Json]] = []
    if isinstance(value, dict):
        children += value.items()
    elif isinstance(value, list):
        children += enumerate(value)
    for key, child in children:
        yield (*pointer, key)
        yield from pointers(child, (*pointer, key))


def mutate(value: Json, pointer: Pointer, chance: Random) -> None:
    """Remove the value at `pointer`, replace it, or add a keyword beside it; nothing if it's gone already."""
    try:
        holder = reduce(get_child, pointer[:-1], value)
    except LookupError:
        return
    last, new = pointer[-1], deepcopy(chance.choice(VALUES))
    if isinstance(holder, list) and isinstance(last, int) and last < len(holder):
        holder[last] = new
    elif isinstance(holder, dict) and isinstance(last, str) and last in holder:
        choice = chance.random()
        if choice < 0.2:
            del holder[last]
        else:
            holder[chance.choice(KEYWORDS) if choice < 0.4 else last] = new


VALUE = load_bytes(BASE.encode(), "openapi.yaml").value
POINTERS = [*pointers(VALUE)]
OLD = connect(BASE)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(chance=strategies.randoms(use_true_random=True))
def test_a_mutant_is_compared_and_every_change_has_lines(chance: Random) -> None:
    mutant = deepcopy(VALUE)
    for pointer in chance.sample(POINTERS, chance.randint(1, 3)):
        mutate(mutant, pointer, chance)
    document = load_bytes(json.dumps(mutant).encode(), "openapi.json")
    connector = check_document(document, rules={}, with_examples=False).connector
    assume(connector is not None)
    assert connector is not None
    old, new = make_document_snapshot(OLD), make_document_snapshot(connector, as_imported=chance.random() < 0.3)

    there, back = compare_plans(old, new, connector.place), compare_plans(new, old, OLD.place)

    assert all(see(change).subject for change in (*there.changes, *back.changes))
    assert compare_plans(new, new, connector.place).changes == ()
