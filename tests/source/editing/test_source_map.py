"""Places of an edited document lead back to the one before, and the other way."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from preclear.source import (
    DEFAULT_LIMITS,
    EditSourceMap,
    Place,
    Position,
    Span,
    derive_document,
    edit_document,
    get_child,
    load_bytes,
)
from tests.source.editing.editing import operation
from tests.source.editing.random_texts import pointers, random_operations, random_value, write_randomly

if TYPE_CHECKING:
    from preclear.source import Document, PlacePart, Pointer
    from tests.source.editing.editing import Change

TEXT = "a: {b: 1, c: 2}\nl: [1, {x: 1}, 3]\ns: {t: 1}\ngone: 1\n"
CHANGES: list[Change] = [
    ("rename", ("a",), "A"),
    ("insert", ("a",), "new", {"deep": [1]}),
    ("remove", ("a", "b")),
    ("remove", ("l", 0)),
    ("insert", ("l",), 1, {}),
    ("insert", ("l",), 3, 4),
    ("set", ("s",), {"t": 2, "u": 3}),
    ("remove", ("gone",)),
]


@pytest.fixture
def edited() -> Document:
    document = load_bytes(TEXT.encode(), "openapi.yaml")
    result = edit_document(document, [[operation(document, change)] for change in CHANGES], DEFAULT_LIMITS)
    assert result.rewrite_reason is None
    assert result.postponed == []
    return result.document


@pytest.mark.parametrize(
    ("pointer", "part", "expected", "expected_part"),
    [
        (("A",), "key", ("a",), "key"),
        (("A", "c"), "value", ("a", "c"), "value"),
        (("A", "new"), "key", ("a",), "key"),
        (("A", "new", "deep", 0), "value", ("a",), "key"),
        (("l", 0), "value", ("l",), "key"),
        (("l", 1), "value", ("l", 1), "value"),
        (("l", 1, "x"), "key", ("l", 1, "x"), "key"),
        (("l", 2), "value", ("l", 2), "value"),
        (("l", 3), "value", ("l",), "key"),
        (("s",), "value", ("s",), "value"),
        (("s", "t"), "value", ("s", "t"), "value"),
        (("s", "u"), "value", ("s",), "key"),
        (("gone",), "key", (), "value"),
        ((), "value", (), "value"),
    ],
)
def test_a_place_comes_from_the_same_or_the_nearest_old_node(
    edited: Document, pointer: Pointer, part: PlacePart, expected: Pointer, expected_part: PlacePart
) -> None:
    original = Place(edited, pointer, part).original

    assert original.document is not edited
    assert (original.pointer, original.part) == (expected, expected_part)
    assert original.span


@pytest.mark.parametrize(
    ("pointer", "missing", "expected"),
    [(("A",), "z", "z"), (("A",), "b", None), (("A", "new"), "z", None), (("s",), "z", "z")],
)
def test_a_missing_key_stays_missing_where_the_old_node_has_none(
    edited: Document, pointer: Pointer, missing: str, expected: str | None
) -> None:
    assert Place(edited, pointer, "key", missing).original.missing == expected


def test_an_exact_place_is_mapped_by_its_pointer(edited: Document) -> None:
    exact = Span(Position(9, 9), Position(9, 10))

    original = Place(edited, ("A",), "key", exact=exact).original

    assert (original.pointer, original.exact) == (("a",), None)


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [
        (("a", "c"), ("A", "c")),
        (("a", "b"), None),
        (("l", 0), None),
        (("l", 1, "x"), ("l", 1, "x")),
        (("l", 2), ("l", 2)),
        (("s", "t"), ("s", "t")),
        (("gone",), None),
        ((), ()),
    ],
)
def test_a_pointer_before_leads_to_the_one_after(edited: Document, pointer: Pointer, expected: Pointer | None) -> None:
    source_map = edited.source_map
    assert isinstance(source_map, EditSourceMap)
    assert source_map.forward(pointer) == expected


def test_maps_chain() -> None:
    document = load_bytes(b"a: {b: 1}\n", "openapi.yaml")
    first = edit_document(document, [[operation(document, ("rename", ("a",), "c"))]], DEFAULT_LIMITS).document
    second = edit_document(first, [[operation(first, ("rename", ("c", "b"), "d"))]], DEFAULT_LIMITS).document

    original = Place(second, ("c", "d"), "key").original

    assert (original.document, original.pointer, original.part) == (document, ("a", "b"), "key")


def test_a_derived_document_is_the_same_file() -> None:
    document = load_bytes(b'{"a": 1}', "shown.json", file=None)

    derived = derive_document(document, b'{"a": 2}', EditSourceMap(document, []), DEFAULT_LIMITS)

    assert (derived.path, derived.file, derived.format, derived.value) == ("shown.json", None, "json", {"a": 2})
    assert Place(derived, ("a",)).original == Place(document, ("a",))


@pytest.mark.parametrize("seed", range(40))
def test_every_place_of_a_random_edit_has_an_original(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    text, name = write_randomly(random, {"k": random_value(random, 4)})
    document = load_bytes(text.encode(), name)
    groups = [[operation] for operation in random_operations(random, document, 5)]

    edited = edit_document(document, groups, DEFAULT_LIMITS).document

    source_map = edited.source_map
    assert isinstance(source_map, EditSourceMap)
    for pointer, _ in pointers(edited.value):
        for part in ("key", "value") if pointer and isinstance(pointer[-1], str) else ("value",):
            original = Place(edited, pointer, part).original
            assert original.document is document
            assert original.span
    for pointer, value in pointers(document.value):
        new_pointer = source_map.forward(pointer)
        if new_pointer is not None:
            new_value = edited.value
            for key in new_pointer:
                new_value = get_child(new_value, key)
            is_scalar = not isinstance(value, (dict, list)) and not isinstance(new_value, (dict, list))
            back = source_map.original(Place(edited, new_pointer))
            assert back.pointer == pointer or not is_scalar
