"""Where YAML's keys and values stand, by positions that were counted by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.source.loading import read_json, read_yaml, span_text

if TYPE_CHECKING:
    from preclear.source import Json

PETS = """\
# A comment
openapi: 3.1.0
info: &info
  title: "Pets, and more"  # behind it
  'x-owner': 'it''s mine'
  description: >-
    Two lines
    of text.

  contact:
paths:
  /pets/{id}:
    get:
      tags: [cat, {deep: "x"},
        dog]
      parameters:
      - name: id
        in: path
      -   name: q
          in: query
    post: {}
other: *info
"""


@pytest.mark.parametrize(
    ("pointer", "key", "value"),
    [
        (("openapi",), "2:1-2:8", "2:10-2:15"),
        (("info",), "3:1-3:5", "4:3-10:11"),
        (("info", "title"), "4:3-4:8", "4:10-4:26"),
        (("info", "x-owner"), "5:3-5:12", "5:14-5:26"),
        (("info", "description"), "6:3-6:14", "6:16-8:13"),
        (("info", "contact"), "10:3-10:10", "10:11-10:11"),
        (("paths", "/pets/{id}"), "12:3-12:13", "13:5-21:13"),
        (("paths", "/pets/{id}", "get", "tags"), "14:7-14:11", "14:13-15:13"),
        (("paths", "/pets/{id}", "get", "tags", 1), None, "14:19-14:30"),
        (("paths", "/pets/{id}", "get", "tags", 1, "deep"), "14:20-14:24", "14:26-14:29"),
        (("paths", "/pets/{id}", "get", "tags", 2), None, "15:9-15:12"),
        (("paths", "/pets/{id}", "get", "parameters"), "16:7-16:17", "17:7-20:20"),
        (("paths", "/pets/{id}", "get", "parameters", 0), None, "17:9-18:17"),
        (("paths", "/pets/{id}", "get", "parameters", 1, "name"), "19:11-19:15", "19:17-19:18"),
        (("paths", "/pets/{id}", "post"), "21:5-21:9", "21:11-21:13"),
        (("other",), "22:1-22:6", "22:8-22:13"),
        ((), None, "2:1-22:13"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_keys_and_values_are_where_they_stand(
    pointer: tuple[str | int, ...], key: str | None, value: str, line_end: str, mark: str
) -> None:
    document = read_yaml(mark + PETS.replace("\n", line_end))
    assert document.faults == []
    assert span_text(document, *pointer) == value
    if key is None:
        with pytest.raises(LookupError):
            document.span(pointer, "key")
    else:
        assert span_text(document, *pointer, key=True) == key


def test_a_pointer_through_an_alias_leads_to_the_text_at_the_anchor() -> None:
    document = read_yaml(PETS)
    assert span_text(document, "other", "title", key=True) == "4:3-4:8"
    assert span_text(document, "other", "title") == "4:10-4:26"


def test_a_pointer_through_a_merge_key_leads_to_the_text_that_is_merged() -> None:
    document = read_yaml("a: &a {x: 1, y: 2}\nb: &b\n  z: 3\n  y: 4\nc:\n  <<: [*a, *b]\n  x: 5\n")
    assert document.value == {"a": {"x": 1, "y": 2}, "b": {"z": 3, "y": 4}, "c": {"x": 5, "y": 2, "z": 3}}
    assert span_text(document, "c", "x") == "7:6-7:7"
    assert span_text(document, "c", "y") == "1:17-1:18"
    assert span_text(document, "c", "z", key=True) == "3:3-3:4"
    with pytest.raises(LookupError):
        document.span(("c", "<<"))


def test_of_two_equal_keys_the_place_is_that_of_the_later() -> None:
    assert span_text(read_yaml("a: 1\nb: 2\na: 3\n"), "a") == "3:4-3:5"
    assert span_text(read_json('{"a": 1,\n "a": 2}'), "a") == "2:7-2:8"


@pytest.mark.parametrize("pointer", [("b",), ("a", "x"), (0,), ("l", 2), ("l", -1), ("l", "0"), ("a", "")])
def test_a_pointer_that_leads_to_nothing_is_a_lookup_error(pointer: tuple[str | int, ...]) -> None:
    for document in (
        read_yaml("a: 1\nl: [x, y]\n"),
        read_yaml("a: 1\nl:\n- x\n- y\n"),
        read_yaml("&k a: 1\nl:\n- x\n- y\n"),
        read_json('{"a": 1, "l": ["x", "y"]}'),
    ):
        with pytest.raises(LookupError):
            document.span(pointer)


@pytest.mark.parametrize(
    ("text", "pointer", "key", "value"),
    [
        ("? a\n: b\n", ("a",), "1:3-1:4", "2:3-2:4"),
        ("? !!seq [k]\n: 1\n", ("!!seq [k]",), "1:9-1:12", "2:3-2:4"),
        ("a:\n  ? b\n  : c: 1\n    d: 2\n  e: 3\n", ("a", "b"), "2:5-2:6", "3:5-4:9"),
        ("a:\n  ? b\n  : c: 1\n    d: 2\n  e: 3\n", ("a", "b", "d"), "4:5-4:6", "4:8-4:9"),
        ("a:\n  ? b\n  : c: 1\n    d: 2\n  e: 3\n", ("a", "e"), "5:3-5:4", "5:6-5:7"),
        ("? a b\r\n: - 1\r\n  - c: 2\r\nd: 3\r\n", ("a b", 1, "c"), "3:5-3:6", "3:8-3:9"),
        ("? a\n: |\n  x\n  y\n? b\n:\n  c: 1\n", ("a",), "1:3-1:4", "2:3-4:4"),
        ("? a\n: |\n  x\n  y\n? b\n:\n  c: 1\n", ("b",), "5:3-5:4", "7:3-7:7"),
        ("- ? a\n  : 1\n  b: 2\n", (0, "a"), "1:5-1:6", "2:5-2:6"),
        ("? a\n: \nb: 2\n", ("a",), "1:3-1:4", "2:2-2:2"),
        ("? a\n# c\n: 1\n", ("a",), "1:3-1:4", "3:3-3:4"),
        ("? a\n  b\n: 1\n", ("a b",), "1:3-2:4", "3:3-3:4"),
        ("? a: b\n: 1\nc: 2\n", ("c",), "3:1-3:2", "3:4-3:5"),
        ("? a\nb: 1\n", ("b",), "2:1-2:2", "2:4-2:5"),
        ("&k a: b\n", ("a",), "1:4-1:5", "1:7-1:8"),
        ("a: !!str 1\n", ("a",), "1:1-1:2", "1:10-1:11"),
        ("a: &x !!map\n  b: 1\n", ("a",), "1:1-1:2", "2:3-2:7"),
        ('"q\\u0061" : b\n', ("qa",), "1:1-1:10", "1:13-1:14"),
        ("a: b c\n  d  # e\nf: 1\n", ("a",), "1:1-1:2", "1:4-2:4"),
        ("a: |2\n   x\n  y\nb: 1\n", ("a",), "1:1-1:2", "1:4-3:4"),
        ("a: |\n  x\n# not of it\nb: 1\n", ("a",), "1:1-1:2", "1:4-2:4"),
        ("a:\n  - - 1\n    - 2\n", ("a", 0, 1), None, "3:7-3:8"),
        ("a:\n- # nothing\n- 1\n", ("a", 0), None, "2:2-2:2"),
        ("---\na: 1\n...\n", (), None, "2:1-2:5"),
        ("😀: 😀x\nb: ü\n", ("😀",), "1:1-1:2", "1:4-1:6"),
        ("a: x\u2028b\nc: 3\n", ("c",), "2:1-2:2", "2:4-2:5"),
        ("a: x\u2028b\nc: 3\n", ("a",), "1:1-1:2", "1:4-1:7"),
        ("a: |\n\t\n  x\nb: 1\n", ("b",), "4:1-4:2", "4:4-4:5"),
        ("a:\n\t\n  b: 1\n \t# c\n  c: [\n\t\n  1]\n", ("a", "c", 0), None, "7:3-7:4"),
        ("a: x\n\t\nb: 1\n", ("a",), "1:1-1:2", "1:4-1:5"),
        ("&k a: x\n \t\nb:\n\t\n  c: 1\n", ("b", "c"), "5:3-5:4", "5:6-5:7"),
        ("%FOO x\n---\n&k a: 1\n", ("a",), "3:4-3:5", "3:7-3:8"),
        ("a: 'x\ny'\nb: 1\n", ("a",), "1:1-1:2", "1:4-2:3"),
        ("a: {b: 1,\nc: 2}\nd: 1\n", ("a", "c"), "2:1-2:2", "2:4-2:5"),
        ("[a: 1, b]", (0, "a"), "1:2-1:3", "1:5-1:6"),
        ('a: [it\'s, "b]", c] # ]\nb: 1\n', ("a", 2), None, "1:17-1:18"),
        ("just text\n", (), None, "1:1-1:10"),
    ],
)
def test_unusual_yaml_has_exact_places_too(
    text: str, pointer: tuple[str | int, ...], key: str | None, value: str
) -> None:
    document = read_yaml(text)
    assert document.is_loaded
    assert span_text(document, *pointer) == value
    if key is not None:
        assert span_text(document, *pointer, key=True) == key


def test_keys_too_long_for_their_line_are_found_without_reading_the_whole_text(monkeypatch: pytest.MonkeyPatch) -> None:
    value = {"a": {"k" * 200: {"b": [1, 2]}, "l" * 200: [{"c": 3}], "m" * 200: "text"}, "z": 4}
    text = yaml.safe_dump(value)
    assert text.count("? ") == 3
    document = read_yaml(text)
    monkeypatch.delattr("preclear.source.yaml.index.YamlIndex")
    assert span_text(document, "a", "k" * 200, "b", 1) == "5:7-5:8"
    assert span_text(document, "a", "l" * 200, key=True) == "6:5-6:205"
    assert span_text(document, "a", "m" * 200) == "9:5-9:9"
    assert span_text(document, "z") == "10:4-10:5"


def test_a_line_is_given_without_its_end() -> None:
    document = read_yaml("a: 1\r\nb: 2\rc: 3\nd: 4")
    assert [document.line(number) for number in (1, 2, 3, 4)] == ["a: 1", "b: 2", "c: 3", "d: 4"]
    with pytest.raises(LookupError):
        document.line(5)


@pytest.mark.parametrize("indent", [None, 0, 2, "\t"])
def test_json_has_places_however_it_is_laid_out(indent: int | str | None) -> None:
    value: Json = {"a": [1, {"b]": "}"}, []], "c\n": {}, "d": {"e": [[-1.5e3, None]]}}
    text = json.dumps(value, indent=indent)
    document = read_json(text)
    offsets = {"a": "[", "c\n": "{}", "d": "{"}
    for key, begins in offsets.items():
        start = document.span((key,)).start
        assert document.line(start.line)[start.column - 1 :].startswith(begins)
    assert document.line(document.span(("d", "e", 0, 0)).end.line)[
        : document.span(("d", "e", 0, 0)).end.column - 1
    ].endswith("-1500.0")
    span = document.span(("a", 1, "b]"), "key")
    assert document.line(span.start.line)[span.start.column - 1 : span.end.column - 1] == '"b]"'
    assert document.span(()).end == document.lines.position(len(text))


def test_a_thousand_places_of_a_large_document_are_found_without_reading_it_again() -> None:
    body = "".join(f"  /p{n}:\n    get:\n      operationId: op{n}\n      tags: [a, b]\n" for n in range(5_000))
    document = read_yaml(f"openapi: 3.1.0\npaths:\n{body}")
    for n in range(0, 5_000, 5):
        assert document.span(("paths", f"/p{n}", "get", "operationId")).start == (n * 4 + 5, 20)
