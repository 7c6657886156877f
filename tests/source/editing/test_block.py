"""Edits of YAML in block style."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.source.editing.editing import edit

if TYPE_CHECKING:
    from tests.source.editing.editing import Change

PETS = """\
# the head
pets:   # all of them
  # about cat
  cat:   # a cat
    legs: 4
    # about its name
    name: Tom   # the name
  dog:
    legs: 4

  # the last one
  fish: {legs: 0}   # none
# the tail
"""

REMOVALS: dict[str, tuple[str, list[Change], str]] = {
    "with its lines, and the comment above stays": (
        PETS,
        [("remove", ("pets", "cat"))],
        PETS.replace("  cat:   # a cat\n    legs: 4\n    # about its name\n    name: Tom   # the name\n", ""),
    ),
    "the last entry": (PETS, [("remove", ("pets", "fish"))], PETS.replace("  fish: {legs: 0}   # none\n", "")),
    "the first entry": (
        PETS,
        [("remove", ("pets", "cat", "legs"))],
        PETS.replace("    legs: 4\n    # about its name", "    # about its name"),
    ),
    "deeper comments below it go with it": (
        "a:\n  b: 1\n    # more about b\n  # about c\n  c: 2\n",
        [("remove", ("a", "b"))],
        "a:\n  # about c\n  c: 2\n",
    ),
    "the only entry": ("a:   # c\n  b: 1\nd: 2\n", [("remove", ("a", "b"))], "a: {}   # c\nd: 2\n"),
    "the only item": ("a:\n- b: 1\n  c: 2\nd: 2\n", [("remove", ("a", 0))], "a: []\nd: 2\n"),
    "all entries": ("a:\n  b: 1\n  c: 2\n", [("remove", ("a", "b")), ("remove", ("a", "c"))], "a: {}\n"),
    "all entries of the root": ("# c\na: 1\n", [("remove", ("a",))], "# c\n{}\n"),
    "the first entry after a dash": ("- a: 1\n  b: 2\n  c: 3\n", [("remove", (0, "a"))], "- b: 2\n  c: 3\n"),
    "two entries after a dash": ("- a: 1\n  b: 2\n  c: 3\n", [("remove", (0, "a")), ("remove", (0, "b"))], "- c: 3\n"),
    "the only entry after a dash": ("- a: 1\n- b\n", [("remove", (0, "a"))], "- {}\n- b\n"),
    "the first entry after a dash, before a comment": (
        "- a: 1 # one\n  # about b\n  b: 2\n",
        [("remove", (0, "a"))],
        "-\n  # about b\n  b: 2\n",
    ),
    "the first of nested items": ("- - a\n  - b\n- c\n", [("remove", (0, 0))], "- - b\n- c\n"),
    "the only one of nested items": ("- - a\n- c\n", [("remove", (0, 0))], "- []\n- c\n"),
    "an item": ("a:\n  - b # b\n  - c # c\n  - d # d\n", [("remove", ("a", 1))], "a:\n  - b # b\n  - d # d\n"),
    "a text of several lines": (
        "a: |\n  x\n\n  y\nb: >-\n  z\nc: 1\n",
        [("remove", ("b",))],
        "a: |\n  x\n\n  y\nc: 1\n",
    ),
    "after a text that keeps its blank lines": (
        "a: |+\n  x\n\nb: 1\n\nc: 2\n",
        [("remove", ("b",))],
        "a: |+\n  x\n\nc: 2\n",
    ),
    "a plain text of several lines": ("a: x\n  y\n  z\nb: 1\n", [("remove", ("a",))], "b: 1\n"),
    "a key in two parts": ("? a\n: 1\n? b\n: 2\n", [("remove", ("a",))], "? b\n: 2\n"),
    "the last line, without a line break": ("a: 1\nb: 2", [("remove", ("b",))], "a: 1\n"),
}

INSERTS: dict[str, tuple[str, list[Change], str]] = {
    "an entry": (
        PETS,
        [("insert", ("pets", "dog"), "name", "Rex")],
        PETS.replace("dog:\n    legs: 4\n", "dog:\n    legs: 4\n    name: Rex\n"),
    ),
    "after the comments in the same column": (
        "a:\n  b: 1\n  # c: 2\nd: 3\n",
        [("insert", ("a",), "e", 4)],
        "a:\n  b: 1\n  # c: 2\n  e: 4\nd: 3\n",
    ),
    "at the end of the file": ("a: 1\n", [("insert", (), "b", {"c": [1]})], "a: 1\nb:\n  c:\n    - 1\n"),
    "without a line break at the end": ("a: 1", [("insert", (), "b", 2)], "a: 1\nb: 2"),
    "before the end marker": ("a: 1\n...\n", [("insert", (), "b", 2)], "a: 1\nb: 2\n...\n"),
    "into an empty mapping": ("a: {} # none\n", [("insert", ("a",), "b", 1)], "a: # none\n  b: 1\n"),
    "into an empty list": (
        "a:\n  b: []\nc:\n  - x\n",
        [("insert", ("a", "b"), 0, 1)],
        "a:\n  b:\n    - 1\nc:\n  - x\n",
    ),
    "into nothing": ("a: # none\nb: 1\n", [("insert", ("a",), "c", 1)], "a: # none\n  c: 1\nb: 1\n"),
    "into null": ("a: ~\nb: null\n", [("insert", ("a",), "c", 1), ("insert", ("b",), 0, 1)], "a:\n  c: 1\nb:\n  - 1\n"),
    "into an item": ("- a: 1\n- c\n", [("insert", (0,), "b", 2)], "- a: 1\n  b: 2\n- c\n"),
    "into an empty item": ("-\n- {}\n", [("insert", (0,), "b", 2), ("insert", (1,), "c", 3)], "- b: 2\n- c: 3\n"),
    "items": (
        "a:\n  # one\n  - 1\n  # two\n  - 2\n",
        [("insert", ("a",), 0, 0), ("insert", ("a",), 1, {"b": 1, "c": 2}), ("insert", ("a",), 2, 3)],
        "a:\n  # one\n  - 0\n  - 1\n  - b: 1\n    c: 2\n  # two\n  - 2\n  - 3\n",
    ),
    "nested items": ("- - a\n", [("insert", (0,), 0, 1), ("insert", (0,), 1, 2)], "- - 1\n  - a\n  - 2\n"),
    "in the columns of the document": (
        "a:\n    b:\n    - 1\n",
        [("insert", ("a",), "c", {"d": [{"e": 1, "f": 2}]})],
        "a:\n    b:\n    - 1\n    c:\n        d:\n        - e: 1\n          f: 2\n",
    ),
    "after a value at the end of the file": (
        "a: 1\nb:",
        [("set", ("b",), []), ("insert", (), "c", 1)],
        "a: 1\nb: []\nc: 1",
    ),
    "after a text at the end of the file": (
        "a: 1\nb:",
        [("insert", (), "c", 1), ("set", ("b",), "x\ny")],
        "a: 1\nb: |-\n  x\n  y\nc: 1",
    ),
    "deeper collections first": (
        "a:\n  - b: 1\n",
        [("insert", (), "z", 1), ("insert", ("a",), 1, 2), ("insert", ("a", 0), "c", 3)],
        "a:\n  - b: 1\n    c: 3\n  - 2\nz: 1\n",
    ),
    "a text of several lines": (
        "a: 1",
        [("insert", (), "b", "x\n  y\n")],
        "a: 1\nb: |\n  x\n    y\n",
    ),
    "after a text without a line break at its end": ("a: |\n  x", [("insert", (), "b", 1)], "a: |-\n  x\nb: 1"),
    "where another goes": ("a:\n  b: 1\n", [("remove", ("a", "b")), ("insert", ("a",), "c", 2)], "a:\n  c: 2\n"),
    "where the last goes, after a text that keeps its blank lines": (
        "a: |+\n  x\n\nb: 1\n\n",
        [("remove", ("b",)), ("insert", (), "c", 2)],
        "a: |+\n  x\n\nc: 2\n",
    ),
    "where the last goes": (
        "a:\n  b: 1\n  c: 2\n",
        [("remove", ("a", "c")), ("insert", ("a",), "d", 3)],
        "a:\n  b: 1\n  d: 3\n",
    ),
}

SETS: dict[str, tuple[str, list[Change], str]] = {
    "a scalar by a mapping": ("a: 1 # one\nb: 2\n", [("set", ("a",), {"c": [1]})], "a: # one\n  c:\n    - 1\nb: 2\n"),
    "nothing by a scalar": ("a:\nb: # two\n", [("set", ("a",), 1), ("set", ("b",), "x")], "a: 1\nb: x # two\n"),
    "an item by a mapping": ("- 1 # one\n- 2\n", [("set", (1,), {"a": 1, "b": 2})], "- 1 # one\n- a: 1\n  b: 2\n"),
    "a mapping by a scalar": ("a: # c\n  b: 1\n  c: 2 # d\ne: 1\n", [("set", ("a",), 5)], "a: 5 # c\ne: 1\n"),
    "a mapping by a mapping": (
        PETS,
        [("set", ("pets", "dog"), {"tail": 1})],
        PETS.replace("dog:\n    legs: 4", "dog:\n    tail: 1"),
    ),
    "a mapping by an empty one": ("a:\n  b: 1\nc: 1\n", [("set", ("a",), {})], "a: {}\nc: 1\n"),
    "a mapping after a dash": ("- a: 1\n  b: 2\n- c\n", [("set", (0,), "x")], "- x\n- c\n"),
    "a list by a mapping": ("a:\n- 1\n- 2\nb: 3\n", [("set", ("a",), {"c": 1})], "a:\n  c: 1\nb: 3\n"),
    "a mapping by a list": ("a:\n    c: 1\nb: 3\n", [("set", ("a",), [1, 2])], "a:\n    - 1\n    - 2\nb: 3\n"),
    "a mapping in braces by another": ("a: {b: 1} # c\n", [("set", ("a",), {"d": 1})], "a: # c\n  d: 1\n"),
    "a value on the line below": ("a:\n  x y\nb: 1\n", [("set", ("a",), 5)], "a:\n  5\nb: 1\n"),
    "the value of a key in two parts": ("? a\n: 1\n", [("set", ("a",), {"b": 1, "c": 2})], "? a\n: b: 1\n  c: 2\n"),
    "the root": ("# c\na: 1\n", [("set", (), {"b": [1]})], "# c\nb:\n  - 1\n"),
    "a text of several lines, before a comment": (
        "a: x # c\nb: 1\n",
        [("set", ("a",), "y\nz\n")],
        "a: | # c\n  y\n  z\nb: 1\n",
    ),
    "an anchor stays": (
        "a: &x 1\nb: &y\n  c: 1\n",
        [("set", ("a",), {"z": 1}), ("set", ("b",), 2)],
        "a: &x\n  z: 1\nb: &y 2\n",
    ),
    "a tag doesn't stay": (
        "a: !!str 1\nb: &y !!int 2\n",
        [("set", ("a",), 2), ("set", ("b",), "x")],
        "a: 2\nb: &y x\n",
    ),
}


@pytest.mark.parametrize(("before", "changes", "after"), REMOVALS.values(), ids=REMOVALS)
def test_an_entry_is_removed(before: str, changes: list[Change], after: str) -> None:
    assert edit(before, *changes) == after


@pytest.mark.parametrize(("before", "changes", "after"), INSERTS.values(), ids=INSERTS)
def test_an_entry_is_inserted(before: str, changes: list[Change], after: str) -> None:
    assert edit(before, *changes) == after


@pytest.mark.parametrize(("before", "changes", "after"), SETS.values(), ids=SETS)
def test_a_value_is_set(before: str, changes: list[Change], after: str) -> None:
    assert edit(before, *changes) == after


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_new_lines_end_as_the_others_do(line_end: str) -> None:
    before = PETS.replace("\n", line_end)
    after = PETS.replace("dog:\n    legs: 4\n", "dog:\n    legs: 4\n    tail:\n      x: 1\n").replace("\n", line_end)

    assert edit(before, ("insert", ("pets", "dog"), "tail", {"x": 1})) == after


def test_mixed_line_ends_stay() -> None:
    before = "a:\r\n  b: 1\r\nc:\n  d: 1\ne: 1\r\n"

    edited = edit(before, ("insert", ("a",), "x", 1), ("insert", ("c",), "x", 1), ("remove", ("e",)))

    assert edited == "a:\r\n  b: 1\r\n  x: 1\r\nc:\n  d: 1\n  x: 1\n"
