"""A text that an alias or a merge key shares changes only if all nodes that it stands for want it."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from preclear.source import DEFAULT_LIMITS, apply_operations, edit_document, edit_files, load_bytes
from tests.source.editing.editing import edit, edit_groups, operation
from tests.source.editing.random_texts import random_operations

if TYPE_CHECKING:
    from tests.source.editing.editing import Change

ALIAS = "a: &x\n  b: 1\n  c: 2\nd: *x\nl: [*x]\n"
MERGE = "base: &base\n  k: 1\n  m: {n: 1}\nx:\n  <<: *base\n  own: 1\ny:\n  <<: [*base]\n  k: 2\n"
NESTED = "a: &a\n  b: &b {c: 1}\n  d: *b\ne: *a\nf: {<<: *b, g: 1}\n"

ACCEPTED: dict[str, tuple[str, list[Change], str]] = {
    "all want the same value": (
        ALIAS,
        [("set", ("a", "b"), 9), ("set", ("d", "b"), 9), ("set", ("l", 0, "b"), 9)],
        ALIAS.replace("b: 1", "b: 9"),
    ),
    "all want the same key": (
        ALIAS,
        [("rename", ("a", "b"), "z"), ("rename", ("d", "b"), "z"), ("rename", ("l", 0, "b"), "z")],
        ALIAS.replace("b: 1", "z: 1"),
    ),
    "all want the same entry": (
        ALIAS,
        [("insert", ("a",), "z", 1), ("insert", ("d",), "z", 1), ("insert", ("l", 0), "z", 1)],
        ALIAS.replace("c: 2\n", "c: 2\n  z: 1\n"),
    ),
    "all want it removed": (
        ALIAS,
        [("remove", ("a", "b")), ("remove", ("d", "b")), ("remove", ("l", 0, "b"))],
        ALIAS.replace("  b: 1\n", ""),
    ),
    "an alias is replaced": (ALIAS, [("set", ("d",), 1)], ALIAS.replace("d: *x", "d: 1")),
    "an alias is removed": (ALIAS, [("remove", ("l", 0))], ALIAS.replace("[*x]", "[]")),
    "the key of an alias": (ALIAS, [("rename", ("d",), "z")], ALIAS.replace("d: *x", "z: *x")),
    "the key of the anchor": (ALIAS, [("rename", ("a",), "z")], ALIAS.replace("a: &x", "z: &x")),
    "the anchor goes with its aliases": (
        ALIAS,
        [("remove", ("a",)), ("set", ("d",), 1), ("set", ("l",), [])],
        "d: 1\nl: []\n",
    ),
    "beside an alias of the mapping around it, which has no value": (
        "a: &x\n  b: 1\n  c: *x\nd: 1\n",
        [("set", ("a", "b"), 2)],
        "a: &x\n  b: 2\n  c: *x\nd: 1\n",
    ),
    "elsewhere": ("z: 1\n" + ALIAS, [("set", ("z",), 2)], "z: 2\n" + ALIAS),
    "an entry of its own in a mapping that merges another": (
        MERGE,
        [("set", ("x", "own"), 2), ("insert", ("x",), "z", 1), ("set", ("y", "k"), 3)],
        MERGE.replace("own: 1", "own: 2\n  z: 1").replace("k: 2", "k: 3"),
    ),
    "all that merge an entry": (
        MERGE,
        [("set", ("base", "k"), 5), ("set", ("x", "k"), 5)],
        MERGE.replace("k: 1", "k: 5"),
    ),
    "below an entry that all merge": (
        MERGE,
        [("rename", (name, "m", "n"), "o") for name in ("base", "x", "y")],
        MERGE.replace("{n: 1", "{o: 1"),
    ),
    "an entry that one of them has already": (
        MERGE.replace("own", "z"),
        [("insert", ("base",), "z", 1), ("insert", ("y",), "z", 1)],
        MERGE.replace("own", "z").replace("m: {n: 1}\n", "m: {n: 1}\n  z: 1\n") + "  z: 1\n",
    ),
    "through two anchors": (
        NESTED,
        [
            ("set", pointer, 2)
            for pointer in (("a", "b", "c"), ("a", "d", "c"), ("e", "b", "c"), ("e", "d", "c"), ("f", "c"))
        ],
        NESTED.replace("c: 1", "c: 2"),
    ),
    "an anchor of its own": ("a: &x {b: 1}\n", [("remove", ("a",)), ("insert", (), "c", 1)], "c: 1\n"),
    "an anchor that is defined again": (
        "a: &x 1\nb: &x 2\nc: *x\n",
        [("remove", ("a",))],
        "b: &x 2\nc: *x\n",
    ),
}

REFUSED: dict[str, tuple[str, Change, str]] = {
    "a value": (ALIAS, ("set", ("a", "b"), 9), "`a.b` is shared with `l.0.b` through an alias"),
    "a value, through the alias": (ALIAS, ("set", ("d", "b"), 9), "`d.b` is shared with `l.0.b` through an alias"),
    "a key": (ALIAS, ("rename", ("a", "b"), "z"), "`a.b` is shared with `l.0.b` through an alias"),
    "an entry": (ALIAS, ("insert", ("a",), "z", 9), "`a` is shared with `l.0` through an alias"),
    "an anchor": (ALIAS, ("set", ("a",), 9), "`a` has an anchor that `d` refers to"),
    "an anchor inside": (
        "a: {b: &x 1}\nc: *x\n",
        ("remove", ("a",)),
        "`a` has an anchor that `c` refers to",
    ),
    "an anchor of a key": ("a: {&x b: 1}\nc: *x\n", ("remove", ("a",)), "`a` has an anchor that an alias refers to"),
    "a merged entry": (MERGE, ("set", ("x", "k"), 9), "`x.k` is shared with `base.k` through an alias"),
    "a merged mapping": (MERGE, ("insert", ("base",), "z", 9), "`base` is shared with `y` through an alias"),
    "an entry that hides another": (MERGE, ("remove", ("y", "k")), "the edited text has other values than expected"),
    "an alias as a key": (
        "a: &x b\n*x : 1\n",
        ("rename", ("b",), "c"),
        "the key of `b` has an anchor, an alias or a tag",
    ),
}


@pytest.mark.parametrize(("before", "changes", "after"), ACCEPTED.values(), ids=ACCEPTED)
def test_a_shared_text_changes_if_all_of_its_nodes_want_it(before: str, changes: list[Change], after: str) -> None:
    assert edit(before, *changes) == after


@pytest.mark.parametrize(("text", "change", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_shared_text_stays_otherwise(text: str, change: Change, reason: str) -> None:
    document = load_bytes(text.encode(), "openapi.yaml")

    result = edit_groups(document, [change])

    assert result.refused == [(0, reason)]
    assert result.data == {}


@pytest.mark.parametrize(("text", "change", "reason"), REFUSED.values(), ids=REFUSED)
def test_an_adapted_document_is_written_anew_then(text: str, change: Change, reason: str) -> None:
    document = load_bytes(text.encode(), "openapi.yaml")

    result = edit_document(document, [[operation(document, change)]], DEFAULT_LIMITS)

    assert result.rewrite_reason == reason
    assert result.document.value == apply_operations(document.value, [operation(document, change)])
    assert "&" not in result.document.text


def test_different_wishes_are_both_refused() -> None:
    document = load_bytes(ALIAS.encode(), "openapi.yaml")

    result = edit_groups(document, [("set", ("a", "b"), 1)], [("set", ("d", "b"), 2)], [("set", ("l",), 0)])

    assert [index for index, _ in result.refused] == [0, 1]
    assert result.applied == [2]


def test_a_group_that_is_refused_takes_others_along_that_need_it() -> None:
    document = load_bytes(("z: &y {q: 1}\nw: *y\n" + ALIAS).encode(), "openapi.yaml")
    together: list[Change] = [("set", ("l", 0, "b"), 9), ("set", ("w", "q"), 9)]  # the second is shared with `z`

    result = edit_groups(document, [("set", ("a", "b"), 9), ("set", ("d", "b"), 9)], together, [("insert", (), "n", 1)])

    assert [index for index, _ in result.refused] == [0, 1]
    assert result.applied == [2]


def test_aliases_of_aliases_of_aliases_cost_nothing() -> None:
    lines = ["a0: &a0 {k: 1}", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 15))]
    document = load_bytes("\n".join(lines).encode(), "openapi.yaml")
    assert document.is_loaded

    result = edit_groups(document, [("set", ("a0", "k"), 2)], [("set", ("a14", 0), 2)])

    assert [index for index, _ in result.refused] == [0]
    assert result.applied == [1]


@pytest.mark.parametrize("text", [ALIAS, MERGE, NESTED, ALIAS.replace("*x", "*x ").replace("\n", "\r\n")])
def test_random_edits_of_shared_texts(text: str) -> None:
    document = load_bytes(text.encode(), "openapi.yaml")
    applied_count = 0
    for seed in range(200):
        operations = random_operations(Random(seed), document, 3)  # noqa: S311
        result = edit_files([[operation] for operation in operations], DEFAULT_LIMITS)
        applied = [operations[index] for index in result.applied]
        applied_count += len(applied)
        if applied:
            reloaded = load_bytes(result.data[document], document.path)
            assert reloaded.value == apply_operations(document.value, applied)
    assert applied_count > 100


def test_a_key_that_is_an_alias_has_the_name_of_its_anchor() -> None:
    before = 'a: &x "b"\n*x : {c: 1}\n&y k: 1\nl: {*y : 2}\n'

    after = edit(before, ("set", ("b", "c"), 5), ("set", ("l", "k"), 6))

    assert after == before.replace("c: 1", "c: 5").replace("*y : 2", "*y : 6")


def test_a_mapping_that_is_merged_where_it_is_written() -> None:
    before = "a:\n  <<: {b: 1, c: 2}\n  d: 3\n"

    assert edit(before, ("set", ("a", "b"), 5), ("rename", ("a", "c"), "e")) == before.replace("b: 1, c", "b: 5, e")


def test_an_alias_of_a_key_has_no_entries_to_change() -> None:
    document = load_bytes(b"&x b: 1\na: *x\nc: 1\n", "openapi.yaml")

    result = edit_groups(document, [("set", ("a",), {"z": 1})], [("set", ("c",), 2)])

    assert result.data[document] == b"&x b: 1\na:\n  z: 1\nc: 2\n"


def test_an_operation_on_the_same_node_is_not_refused_along() -> None:
    document = load_bytes(ALIAS.encode(), "openapi.yaml")

    result = edit_groups(document, [("rename", ("a",), "z")], [("insert", ("a",), "n", 1)])

    assert [index for index, _ in result.refused] == [1]
    assert result.data[document].decode() == ALIAS.replace("a: &x", "z: &x")
