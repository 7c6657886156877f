"""Groups of a round: whole or not at all, and never two changes of one node."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from preclear.source import DEFAULT_LIMITS, Place, Remove, Rename, Set, edit_document, edit_files, load_bytes
from tests.source.editing.editing import edit_groups, operation

if TYPE_CHECKING:
    from preclear.source import EditOperation
    from tests.source.editing.editing import Change

TEXT = b"a:\n  b: {c: 1, d: 2}\n  e: 1\nl: [1, 2]\n"

SET_A: Change = ("set", ("a", "b"), 1)

OVERLAPS: dict[str, tuple[Change, Change]] = {
    "the same node": (SET_A, ("set", ("a", "b"), 2)),
    "the same node, with another type": (("set", ("a", "e"), 2), ("set", ("a", "e"), 2.0)),
    "below it": (SET_A, ("set", ("a", "b", "c"), 2)),
    "above it": (("set", ("a", "b", "c"), 2), ("remove", ("a", "b"))),
    "its key": (SET_A, ("rename", ("a", "b"), "z")),
    "its entries": (SET_A, ("insert", ("a", "b"), "z", 1)),
    "an entry before": (("insert", ("a", "b"), "z", 1), SET_A),
    "two names of one entry": (("rename", ("a", "b"), "y"), ("rename", ("a", "b"), "z")),
    "one name of two entries": (("rename", ("a", "b"), "z"), ("rename", ("a", "e"), "z")),
    "one new key": (("insert", ("a",), "z", 1), ("insert", ("a",), "z", 2)),
    "a new key and a new name": (("insert", ("a",), "z", 1), ("rename", ("a", "e"), "z")),
    "a new name and a new key": (("rename", ("a", "e"), "z"), ("insert", ("a",), "z", 1)),
}

INDEPENDENT: dict[str, tuple[Change, Change]] = {
    "the same": (SET_A, SET_A),
    "the same name": (("rename", ("a", "b"), "z"), ("rename", ("a", "b"), "z")),
    "a sibling": (SET_A, ("remove", ("a", "e"))),
    "a name, and below it": (("rename", ("a", "b"), "z"), ("remove", ("a", "b", "c"))),
    "two items at one index": (("insert", ("l",), 1, 5), ("insert", ("l",), 1, 6)),
    "an item and another": (("insert", ("l",), 1, 5), ("remove", ("l", 1))),
    "two new keys": (("insert", ("a",), "y", 1), ("insert", ("a",), "z", 1)),
}


@pytest.mark.parametrize(("first", "second"), OVERLAPS.values(), ids=OVERLAPS)
def test_an_overlapping_group_is_postponed_whole(first: Change, second: Change) -> None:
    document = load_bytes(TEXT, "openapi.yaml")
    other: Change = ("set", ("l", 0), 9)

    result = edit_groups(document, [first], [other, second], [("set", ("l", 1), 8)])

    assert (result.applied, result.postponed, result.refused) == ([0, 2], [1], [])
    groups = [[operation(document, change) for change in group] for group in ([first], [other, second])]
    edited = edit_document(document, groups, DEFAULT_LIMITS)
    assert (edited.applied, edited.postponed) == ([0], [1])
    assert edited.operations == tuple(groups[0])


@pytest.mark.parametrize(("first", "second"), INDEPENDENT.values(), ids=INDEPENDENT)
def test_groups_without_an_overlap_are_made_together(first: Change, second: Change) -> None:
    document = load_bytes(TEXT, "openapi.yaml")

    result = edit_groups(document, [first], [second, first])

    assert (result.applied, result.postponed, result.refused) == ([0, 1], [], [])


@pytest.mark.parametrize(
    ("group", "reason"),
    [
        ([SET_A, ("set", ("a", "b"), 2)], "`b` has two different changes"),
        ([SET_A, ("remove", ("a", "b"))], "`b` has two different changes"),
        ([("rename", ("a", "b"), "e")], "`e` exists already"),
        ([("rename", ("a", "b"), "z"), ("insert", ("a",), "z", 1)], "`z` exists already"),
        ([("insert", ("a",), "e", 2)], "`e` exists already"),
    ],
)
def test_a_group_that_contradicts_itself_is_not_made(group: list[Change], reason: str) -> None:
    document = load_bytes(TEXT, "openapi.yaml")

    result = edit_groups(document, group, [("set", ("l", 1), 8)])

    assert (result.applied, result.refused) == ([1], [(0, reason)])
    edited = edit_document(document, [[operation(document, change) for change in group]], DEFAULT_LIMITS)
    assert (edited.applied, edited.postponed, edited.document.data) == ([], [0], TEXT)


def test_names_can_be_exchanged_in_one_group() -> None:
    document = load_bytes(TEXT, "openapi.yaml")

    result = edit_groups(document, [("rename", ("a", "b"), "e"), ("rename", ("a", "e"), "b")])

    assert result.data[document] == b"a:\n  e: {c: 1, d: 2}\n  b: 1\nl: [1, 2]\n"


def test_operations_in_a_node_that_the_group_removes_do_not_matter() -> None:
    document = load_bytes(TEXT, "openapi.yaml")

    result = edit_groups(
        document, [("remove", ("a", "b")), ("set", ("a", "b", "c"), 1), ("insert", ("a", "b"), "z", 1)]
    )

    assert result.data[document] == b"a:\n  e: 1\nl: [1, 2]\n"


def test_a_group_is_whole_over_several_files() -> None:
    first = load_bytes(b"a: 1\nb: 2\n", "a.yaml")
    second = load_bytes(b"c: &x {k: 1}\nd: *x\n", "b.yaml")
    third = load_bytes(b'{"e": 1}', "c.json")
    groups: list[list[EditOperation]] = [
        [Set(Place(first, ("a",)), 9), Set(Place(second, ("c", "k")), 9)],  # shared in the second file
        [Rename(Place(first, ("b",)), "z"), Set(Place(third, ("e",)), "z")],
        [Remove(Place(second, ("d",))), Set(Place(first, ("a",)), 5)],
    ]

    result = edit_files(groups, DEFAULT_LIMITS)

    assert result.refused == [(0, "`c.k` is shared with `d.k` through an alias")]
    assert result.applied == [1, 2]
    assert result.data == {first: b"a: 5\nz: 2\n", second: b"c: &x {k: 1}\n", third: b'{"e": "z"}'}


def test_only_the_group_that_breaks_the_result_is_refused() -> None:
    document = load_bytes(
        b"base: &b {k: 1}\nx: {<<: *b, k: 2, l: 3}\n" + b"".join(b"n%d: 1\n" % n for n in range(40)), "o.yaml"
    )
    hidden: Change = ("remove", ("x", "k"))  # the merged `k` would come out

    result = edit_groups(
        document,
        *([("set", (f"n{n}",), 2)] for n in range(20)),
        [hidden],
        *([("remove", (f"n{n}",))] for n in range(20, 40)),
    )

    assert result.refused == [(20, "the edited text has other values than expected")]
    assert len(result.applied) == 40


def test_nothing_to_do_changes_nothing() -> None:
    document = load_bytes(TEXT, "openapi.yaml")

    edited = edit_document(document, [], DEFAULT_LIMITS)

    assert edit_files([], DEFAULT_LIMITS).data == {}
    assert (edited.document.data, edited.operations, edited.rewrite_reason) == (TEXT, (), None)


@pytest.mark.parametrize("change", [("set", ("z",), 1), ("remove", ("a", "z")), ("insert", ("l",), 3, 1)])
def test_a_node_that_does_not_exist_raises(change: Change) -> None:
    document = load_bytes(TEXT, "openapi.yaml")

    with pytest.raises(LookupError):
        edit_document(document, [[operation(document, change)]], DEFAULT_LIMITS)
    with pytest.raises(LookupError):
        edit_files([[operation(document, change)]], DEFAULT_LIMITS)


@pytest.mark.parametrize("is_yaml", [True, False])
@pytest.mark.parametrize("has_alias", [True, False])
def test_the_deepest_document_that_can_be_read_can_be_edited(is_yaml: bool, has_alias: bool) -> None:
    depth = 490
    limits = DEFAULT_LIMITS.with_overrides({"depth": 500})
    inner = '{"a": ' * depth + "1" + "}" * depth
    if is_yaml:
        inner = "".join(f"{' ' * level}a:\n" for level in range(depth)) + " " * depth + "1\n"
        inner = "x: &x 1\ny: *x\n" + inner if has_alias else inner
    document = load_bytes(inner.encode(), "openapi.yaml" if is_yaml else "openapi.json", limits)
    group: list[EditOperation] = [Set(Place(document, ("a",) * depth), {"b": [2]})]
    if has_alias and is_yaml:
        group.append(Set(Place(document, ("x",)), 2))  # the text is written anew

    result = edit_document(document, [group], limits)

    assert result.document.is_loaded
    value = result.document.value
    for _ in range(depth):
        assert isinstance(value, dict)
        value = value["a"]
    assert value == {"b": [2]}
    assert (result.rewrite_reason is not None) == (has_alias and is_yaml)
