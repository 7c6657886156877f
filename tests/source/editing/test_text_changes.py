"""Changes of texts for groups of operations: each group alone gives what its operations give."""

from __future__ import annotations

import json
from random import Random
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.source import (
    DEFAULT_LIMITS,
    Document,
    Place,
    Remove,
    Set,
    TextChange,
    apply_operations,
    edit_files,
    find_text_changes,
    load_bytes,
)
from preclear.source.editing import text_changes
from tests.pace import seconds
from tests.source.editing.editing import operation
from tests.source.editing.random_texts import random_operations
from tests.source.editing.test_properties import random_document


def apply_changes(document: Document, changes: tuple[TextChange, ...]) -> str:
    """Make changes in the text of a document. They are in order and have something between them."""
    text, lines, pieces, position = document.text, document.lines, [""], 0
    for number, (changed, (start, end), new_text) in enumerate(changes):
        assert changed is document
        first, last = (lines.offset(place.line - 1, place.column - 1) for place in (start, end))
        assert first > position or not number
        assert text[first:last] != new_text
        pieces += [text[position:first], new_text]
        position = last
    return "".join([*pieces, text[position:]])


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**40), st.booleans())
def test_each_group_alone_gives_the_edited_value(seed: int, has_anchors: bool) -> None:
    random = Random(seed)  # noqa: S311
    document = random_document(random, has_anchors=has_anchors)
    operations = random_operations(random, document, random.choice((1, 2, 4, 8)))
    groups = [[each] for each in operations] + [operations[:2]]

    results = find_text_changes(groups, DEFAULT_LIMITS)

    for group, changes in zip(groups, results, strict=True):
        if changes:
            reloaded = load_bytes(apply_changes(document, changes).encode(), document.path)
            assert reloaded.is_loaded
            assert reloaded.value == apply_operations(document.value, group)
    for group in groups:
        (changes,) = find_text_changes([group], DEFAULT_LIMITS)
        is_refused = not group or bool(edit_files([group], DEFAULT_LIMITS).refused)
        assert (changes is None) == is_refused


def test_two_changes_of_one_node_are_alternatives() -> None:
    document = load_bytes(b"a: 1 # one\nb: 2\n", "openapi.yaml")
    groups = [[operation(document, change)] for change in (("set", ("a",), 5), ("set", ("a",), 6), ("remove", ("a",)))]

    texts = [apply_changes(document, changes) for changes in find_text_changes(groups, DEFAULT_LIMITS) if changes]

    assert texts == ["a: 5 # one\nb: 2\n", "a: 6 # one\nb: 2\n", "b: 2\n"]


def test_what_touches_is_one_change_and_what_changes_nothing_is_none() -> None:
    document = load_bytes(b'{"a": {"b": 1}, "c": 2}', "openapi.json")
    group = [operation(document, change) for change in (("insert", ("a",), "x", 1), ("insert", ("a",), "y", 2))]

    both, nothing = find_text_changes([group, [operation(document, ("set", ("c",), 2))]], DEFAULT_LIMITS)

    assert both is not None
    assert [change.new_text for change in both] == [', "x": 1, "y": 2']
    assert nothing == ()


def test_a_group_whose_text_cannot_be_edited_has_no_changes() -> None:
    document = load_bytes(b"a: &x {b: 1}\nc: *x\nd: 2\n", "openapi.yaml")
    groups = [[operation(document, change)] for change in (("set", ("c", "b"), 5), ("set", ("d",), 6))]

    shared, own = find_text_changes(groups, DEFAULT_LIMITS)

    assert shared is None
    assert own is not None


def test_changes_of_several_files_are_sorted_by_path() -> None:
    documents = [load_bytes(b"a: 1\n", path) for path in ("z.yaml", "b.yaml")]
    (changes,) = find_text_changes([[Set(Place(each, ("a",)), 2) for each in documents]], DEFAULT_LIMITS)

    assert changes is not None
    assert [change.document.path for change in changes] == ["b.yaml", "z.yaml"]


def test_groups_beyond_the_limits_have_no_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    document = load_bytes(json.dumps({"a": [*range(10)]}).encode(), "openapi.json")
    groups = [[Remove(Place(document, ("a", index)))] for index in range(5)]

    monkeypatch.setattr(text_changes, "MAX_MEMBERS", 30)
    assert [changes is not None for changes in find_text_changes(groups, DEFAULT_LIMITS)] == [True] * 3 + [False] * 2
    monkeypatch.setattr(text_changes, "MAX_OPERATIONS", 2)
    assert [changes is not None for changes in find_text_changes(groups, DEFAULT_LIMITS)] == [True] * 2 + [False] * 3


def test_a_text_that_cannot_be_read_again_takes_few_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    document = load_bytes(json.dumps({"a": {str(index): "x" for index in range(200)}}).encode(), "openapi.json")
    groups = [[Set(Place(document, ("a", str(index))), "y")] for index in range(200)]
    attempts = 0

    def fail(*_: object) -> str:
        nonlocal attempts
        attempts += 1
        return "it has other values"

    monkeypatch.setattr("preclear.source.editing.file_edits.find_reload_problem", fail)

    assert find_text_changes(groups, DEFAULT_LIMITS) == [None] * 200
    assert attempts <= 22


@pytest.mark.once
@pytest.mark.parametrize("name", ["openapi.json", "openapi.yaml"])
def test_many_groups_take_linear_time(name: str) -> None:
    def measure(number: int) -> float:
        text = json.dumps({"a": {f"k{index}": {"b": "x", "c": [1, 2]} for index in range(number)}}, indent=1)
        document = load_bytes(text.encode(), name)
        groups = [[Set(Place(document, ("a", f"k{index}", "b")), "y")] for index in range(number)]
        start = process_time()
        assert None not in find_text_changes(groups, DEFAULT_LIMITS)
        return process_time() - start

    small = min(measure(2_000) for _ in range(2))
    large = min(measure(8_000) for _ in range(2))

    assert large <= 2.4 * 2 * small + seconds(0.5)
