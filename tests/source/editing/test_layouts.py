"""Encodings, byte order marks, directives, markers and tabs stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from preclear.source import DEFAULT_LIMITS, Insert, Place, Remove, Set, edit_document, edit_files, load_bytes
from tests.source.editing.editing import edit

if TYPE_CHECKING:
    from preclear.source import EditOperation

YAML = "a: é😀 # c\nb:\n  - 1\n"
JSON = '{"a": "é😀", "b": [1]}\n'


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
@pytest.mark.parametrize(("text", "name"), [(YAML, "openapi.yaml"), (JSON, "openapi.json")])
def test_the_encoding_stays(mark: bytes, text: str, name: str) -> None:
    encoding = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(mark, "utf-8")
    document = load_bytes(mark + text.encode(encoding), name)
    groups: list[list[EditOperation]] = [[Set(Place(document, ("b", 0)), "ü")], [Insert(Place(document, ("b",)), 1, 2)]]

    edited = edit_files(groups, DEFAULT_LIMITS).data[document]

    new_item = "ü\n  - 2" if text is YAML else '"ü", 2'
    assert edited == mark + text.replace("1", new_item).encode(encoding)
    assert edit_document(document, groups, DEFAULT_LIMITS).document.data == edited


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe"])
def test_a_text_that_is_written_anew_has_the_same_encoding(mark: bytes) -> None:
    encoding = "utf-16-le" if mark == b"\xff\xfe" else "utf-8"
    document = load_bytes(mark + "a: &x é\nb: *x\n".encode(encoding), "openapi.yaml")

    result = edit_document(document, [[Set(Place(document, ("a",)), 1)]], DEFAULT_LIMITS)

    assert result.document.data == mark + "a: 1\nb: é\n".encode(encoding)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("%YAML 1.2\n---\na: 1\n...\n", "%YAML 1.2\n---\na: 2\n...\n"),
        ("--- # c\na: 1\n", "--- # c\na: 2\n"),
        ("--- {a: 1}\n", "--- {a: 2}\n"),
        ("# c\n\n  # d\n  a: 1\n\n", "# c\n\n  # d\n  a: 2\n\n"),
        ("a:\t1\t# c\n", "a:\t2\t# c\n"),
        ("a: 1\n---\na: 3\n", "a: 2\n---\na: 3\n"),
        ("{?a: 1, a: 1}\n", "{?a: 1, a: 2}\n"),
        ("x: 'a\u2028b'\na: 1\n", "x: 'a\u2028b'\na: 2\n"),
        ("&ä x: 1\na: 1\n", "&ä x: 1\na: 2\n"),
        ("x: |\n  1\n \t\n  2\na: 1\n", "x: |\n  1\n \t\n  2\na: 2\n"),
    ],
)
def test_the_rest_of_the_text_stays(before: str, after: str) -> None:
    assert edit(before, ("set", ("a",), 2)) == after


def test_a_repeated_key_can_be_removed() -> None:
    document = load_bytes(b"a: 1\nb: 2\na: 3\nc: 1\n", "openapi.yaml")

    result = edit_files([[Remove(Place(document, ("a",)))], [Set(Place(document, ("c",)), 2)]], DEFAULT_LIMITS)

    assert result.data[document] == b"b: 2\nc: 2\n"


def test_the_last_of_two_equal_keys_is_set() -> None:
    assert edit("a: 1\nb: 2\na: 3\n", ("set", ("a",), 4)) == "a: 1\nb: 2\na: 4\n"


def test_a_repeated_key_in_json_is_edited_where_it_counts() -> None:
    assert edit('{"a": 1, "b": 2, "a": 3}', ("set", ("a",), 4), name="openapi.json") == '{"a": 1, "b": 2, "a": 4}'
