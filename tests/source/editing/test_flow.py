"""Edits of YAML in flow style."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.source.editing.editing import edit

if TYPE_CHECKING:
    from tests.source.editing.editing import Change

TALL = "a: {\n  b: 1, # one\n  # about c\n  c: 2, # two\n  d: 3 # three\n}\n"

CASES: dict[str, tuple[str, list[Change], str]] = {
    "the first": ("{a: 1, b: 2}\n", [("remove", ("a",))], "{b: 2}\n"),
    "the last": ("{a: 1, b: 2 }\n", [("remove", ("b",))], "{a: 1 }\n"),
    "the last, before a comma": ("[a, b, ]\n", [("remove", (1,))], "[a, ]\n"),
    "the only one": ("k: [ a ] # c\n", [("remove", ("k", 0))], "k: [] # c\n"),
    "without a value": ("{a, b, c: 1}\n", [("remove", ("b",)), ("set", ("a",), 1)], "{a: 1, c: 1}\n"),
    "the first of several lines": (TALL, [("remove", ("a", "b"))], TALL.replace("  b: 1, # one\n", "")),
    "the second of several lines": (TALL, [("remove", ("a", "c"))], TALL.replace("  c: 2, # two\n", "")),
    "the last of several lines": (
        TALL,
        [("remove", ("a", "d"))],
        TALL.replace("c: 2, # two\n  d: 3 # three\n", "c: 2 # two\n"),
    ),
    "another on several lines": (
        TALL,
        [("insert", ("a",), "e", {"f": [1]})],
        TALL.replace("d: 3 # three\n", 'd: 3, # three\n  e: {"f": [1]}\n'),
    ),
    "another": ("a: {b: 1, c: 2}\n", [("insert", ("a",), "d", "x")], "a: {b: 1, c: 2, d: x}\n"),
    "another, before a comma": ("[a, b,]\n", [("insert", (), 2, "c")], "[a, b, c,]\n"),
    "into an empty one, in another": ("a: [{}]\n", [("insert", ("a", 0), "b", 1)], 'a: [{"b": 1}]\n'),
    "items": ("[a, b]\n", [("insert", (), 0, 0), ("insert", (), 1, 1), ("insert", (), 2, 2)], "[0, a, 1, b, 2]\n"),
    "in the quotes of the keys": ("{'a': 1}\n", [("insert", (), "b", 2)], "{'a': 1, 'b': 2}\n"),
    "like json": ('a: {"b":1}\n', [("rename", ("a", "b"), "c d")], 'a: {"c d":1}\n'),
    "a text that needs quotes here": ("[a: b, c]\n", [("set", (1,), "d, e")], "[a: b, 'd, e']\n"),
    "a text of several lines": ("{a: b}\n", [("set", ("a",), "x\ny\n")], '{a: "x\\ny\\n"}\n'),
    "a mapping in it": (
        "{a: b, c: [d]}\n",
        [("set", ("a",), {"x": "y"}), ("set", ("c",), 1)],
        '{a: {"x": "y"}, c: 1}\n',
    ),
    "a key in two parts": ("{? a : 1, b: 2}\n", [("remove", ("b",)), ("rename", ("a",), "z")], "{? z : 1}\n"),
}


@pytest.mark.parametrize(("before", "changes", "after"), CASES.values(), ids=CASES)
def test_only_the_edited_part_changes(before: str, changes: list[Change], after: str) -> None:
    assert edit(before, *changes) == after
