"""Operations on values: copied on write, all of them about the value before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from preclear.source import apply_operations, load_bytes
from tests.source.editing.editing import mapping, operation

if TYPE_CHECKING:
    from preclear.source import Json
    from tests.source.editing.editing import Change

TEXT = b'{"a": {"b": 1, "c": 2, "d": 3}, "l": [10, 20, 30, 40], "n": null, "same": {"x": {}}}'

CASES: dict[str, tuple[list[Change], str, Json]] = {
    "set": ([("set", ("a", "b"), [])], "a", {"b": [], "c": 2, "d": 3}),
    "a renamed entry keeps its position": ([("rename", ("a", "b"), "z")], "a", {"z": 1, "c": 2, "d": 3}),
    "two entries change names": (
        [("rename", ("a", "b"), "c"), ("rename", ("a", "c"), "b")],
        "a",
        {"c": 1, "b": 2, "d": 3},
    ),
    "an entry is renamed and set": (
        [("rename", ("a", "c"), "z"), ("set", ("a", "c"), 0)],
        "a",
        {"b": 1, "z": 0, "d": 3},
    ),
    "an inserted entry comes last": ([("insert", ("a",), "e", 4)], "a", {"b": 1, "c": 2, "d": 3, "e": 4}),
    "removed": ([("remove", ("a", "c"))], "a", {"b": 1, "d": 3}),
    "indexes are those before": (
        [("remove", ("l", 0)), ("insert", ("l",), 1, 15), ("remove", ("l", 2)), ("insert", ("l",), 4, 50)],
        "l",
        [15, 20, 40, 50],
    ),
    "inserted items keep their order": (
        [("insert", ("l",), 0, 1), ("insert", ("l",), 0, 2)],
        "l",
        [1, 2, 10, 20, 30, 40],
    ),
    "the same insert counts once": ([("insert", ("l",), 0, 1), ("insert", ("l",), 0, 1)], "l", [1, 10, 20, 30, 40]),
    "true isn't one": ([("insert", ("l",), 0, 1), ("insert", ("l",), 0, True)], "l", [1, True, 10, 20, 30, 40]),
    "into null, by a key": ([("insert", ("n",), "k", 1)], "n", {"k": 1}),
    "into null, by an index": ([("insert", ("n",), 0, 1)], "n", [1]),
    "nothing in a node that is set": ([("set", ("a",), {}), ("remove", ("a", "b"))], "a", {}),
}


@pytest.mark.parametrize(("changes", "key", "expected"), CASES.values(), ids=CASES)
def test_operations_refer_to_the_value_before(changes: list[Change], key: str, expected: Json) -> None:
    document = load_bytes(TEXT, "openapi.json")

    value = mapping(apply_operations(document.value, [operation(document, change) for change in changes]))

    assert value[key] == expected
    if isinstance(expected, dict):
        assert list(mapping(value[key])) == list(expected)
    assert document.value == load_bytes(TEXT, "openapi.json").value


def test_what_does_not_change_is_shared() -> None:
    document = load_bytes(TEXT, "openapi.json")

    value = mapping(apply_operations(document.value, [operation(document, ("remove", ("a", "b")))]))

    assert value["same"] is mapping(document.value)["same"]
    assert value["a"] is not mapping(document.value)["a"]


@pytest.mark.parametrize(
    "change",
    [
        ("set", ("a", "z"), 1),
        ("remove", ("l", 4)),
        ("rename", ("n", "z"), "y"),
        ("insert", ("l",), 5, 1),
        ("insert", ("l",), "k", 1),
        ("insert", ("a",), 0, 1),
        ("insert", ("a", "b"), "k", 1),
    ],
)
def test_a_node_that_does_not_exist_raises(change: Change) -> None:
    document = load_bytes(TEXT, "openapi.json")

    with pytest.raises(LookupError):
        apply_operations(document.value, [operation(document, change)])


def test_the_cost_is_linear_in_the_size_of_the_value() -> None:
    text = "[" + ",".join(f'{{"k{index}": {index}}}' for index in range(20_000)) + "]"
    document = load_bytes(text.encode(), "openapi.json")
    operations = [operation(document, ("rename", (index, f"k{index}"), "n")) for index in range(20_000)]

    assert apply_operations(document.value, operations) == [{"n": index} for index in range(20_000)]
