"""Keys and scalars keep the style that they are written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from preclear.source import load_bytes, render_block
from tests.source.editing.editing import edit

if TYPE_CHECKING:
    from preclear.source import Json

SCALARS: list[tuple[str, Json, str]] = [
    ("x", "z", "z"),
    ("x", "y", '"y"'),
    ("x", "3.1.0", "3.1.0"),
    ("x", "1.10-rc", "1.10-rc"),
    ("x", "it's: fine", "'it''s: fine'"),
    ("'x'", "y", "'y'"),
    ("'x'", "it's", "'it''s'"),
    ("'x'", "tab\t", '"tab\\t"'),
    ('"x"', "y", '"y"'),
    ('"x"', 'a "b"\n', '"a \\"b\\"\\n"'),
    ("x", "yes", '"yes"'),
    ("x", "1.10", '"1.10"'),
    ("x", "2024-01-01", '"2024-01-01"'),
    ("x", "0o17", '"0o17"'),
    ("x", "~", '"~"'),
    ("x", "", '""'),
    ("x", "# no", "'# no'"),
    ("x", "a #b", "'a #b'"),
    ("x", "a: b", "'a: b'"),
    ("x", "a:", "'a:'"),
    ("x", " a", "' a'"),
    ("x", "- a", "'- a'"),
    ("x", "-a", "-a"),
    ("x", "{a}", "'{a}'"),
    ("x", "---", "'---'"),
    ("x", "a\u2028b", '"a\\u2028b"'),
    ("x", "\x7f", '"\\u007f"'),
    ("x", "😀 é", "😀 é"),
    ("x", 5, "5"),
    ("'x'", True, "true"),
    ('"x"', None, "null"),
    ("1", "1", '"1"'),
    ("1", 1e30, "1e+30"),
    ("|\n  x\n  y", "z", "z"),
    (">-\n  x\n  y", "z\nw\n", "|\n  z\n  w"),
    ("|\n  x", "z\nw", "|-\n  z\n  w"),
    ("x", " z\nw", '" z\\nw"'),
    ("x", "z  \nw\n", "|\n  z  \n  w"),
    ("x", "z\n \nw\n", '"z\\n \\nw\\n"'),
    ("x\n  y", "z", "z"),
    ("'x\n\n  y'", "z", "'z'"),
]


@pytest.mark.parametrize(("old", "value", "new"), SCALARS)
def test_a_scalar_keeps_its_style_where_that_can_hold_it(old: str, value: Json, new: str) -> None:
    assert edit(f"a: {old}\nb: 1\n", ("set", ("a",), value)) == f"a: {new}\nb: 1\n"


@pytest.mark.parametrize(
    ("old", "key", "new"),
    [
        ("a", "b", "b"),
        ("'a'", "b", "'b'"),
        ('"a"', "b", '"b"'),
        ("a", "200", '"200"'),
        ("a", "on", '"on"'),
        ("a", "x y", "x y"),
        ("a", "x: y", "'x: y'"),
        ("a", "/pets/{id}", "/pets/{id}"),
        ("a", "", '""'),
        ("? a\n", "b", "? b\n"),
        ('"\\u0061"', "é", '"é"'),
        ("a ", "b", "b "),
    ],
)
def test_a_key_keeps_its_style_where_that_can_hold_it(old: str, key: str, new: str) -> None:
    assert edit(f"{old}: 1 # one\nz: 1\n", ("rename", ("a",), key)) == f"{new}: 1 # one\nz: 1\n"


def test_a_long_key_is_written_where_it_can_be_read() -> None:
    key = "k" * 2_000
    text = edit("a: 1\n", ("insert", (), key, {"b": 1}))

    assert text == f"a: 1\n? {key}\n:\n  b: 1\n"


TEXTS = [
    "", " ", "a", "a\n", "\na", "a\n\n", "a\n b", " a\nb", "a \nb", "a\tb", "\t", "'", '"', "\\", "a\rb", "\x00",
    "\ufeff", "a: b", "a #b", "#", "-", "- a", "?", ":", "::", "a:b", "%a", "@a", "`a", "!a", "&a", "*a", "|", ">", "[",
    "]", "{", "}", ",", "=", "<<", "null", "true", "No", "1", "1_000", "0x1F", "1:30", ".5", "1e3", ".inf", "+1", "---",
    "... a", "--- a", "-- a", "ab\n---\nc", "a\n# b", "é", "😀", "\ud83d", "2001-12-14t21:59:43.10-05:00",
]  # fmt: skip


def test_what_is_written_reads_the_same_in_both_versions_of_yaml() -> None:
    texts = [text for text in TEXTS if text not in ("\ud83d", "\x00")]
    value: Json = {
        "list": [*texts],
        "mapping": {text: text for text in texts},
        "nested": [[[1], {"a": []}], {}, [None]],
    }

    text = render_block(value) + "\n"

    document = load_bytes(text.encode(), "openapi.yaml")
    assert document.value == value
    assert not document.ambiguous_scalars
    assert not document.faults
    assert yaml.safe_load(text) == value
