"""Edits of JSON texts: indented, minified, and everything between."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from preclear.source import DEFAULT_LIMITS, Place, Set, edit_document, load_bytes
from tests.source.editing.editing import edit

if TYPE_CHECKING:
    from preclear.source import Json
    from tests.source.editing.editing import Change

INDENTED = '{\n  "a": {\n    "b": 1,\n    "c": 1.10e-7\n  },\n  "l": [1, 2],\n  "e": {},\n  "n": null\n}\n'

CASES: dict[str, tuple[str, list[Change], str]] = {
    "a scalar": ('{"a": 1, "b": 2.50}', [("set", ("a",), "x")], '{"a": "x", "b": 2.50}'),
    "a key": ('{"a":1}', [("rename", ("a",), 'q"é')], '{"q\\"é":1}'),
    "escapes stay": ('{"\\u00e9":"\\u00e9","b":1}', [("rename", ("é",), "ü")], '{"\\u00fc":"\\u00e9","b":1}'),
    "no escapes are added": ('{"é":"é"}', [("rename", ("é",), "😀")], '{"😀":"é"}'),
    "minified": ('{"a":{"b":1}}', [("insert", ("a",), "c", [1, {"d": 2}])], '{"a":{"b":1,"c":[1,{"d":2}]}}'),
    "minified, with spaces": ('{"a": {"b": 1}}', [("insert", ("a",), "c", [1, 2])], '{"a": {"b": 1, "c": [1, 2]}}'),
    "into an empty object": ('{"a":{}}', [("insert", ("a",), "c", 1)], '{"a":{"c":1}}'),
    "into null": ('{"a": null}', [("insert", ("a",), "c", 1)], '{"a": {"c": 1}}'),
    "the last one": ('{"a": {"b": 1}, "l": [1]}', [("remove", ("a", "b")), ("remove", ("l", 0))], '{"a": {}, "l": []}'),
    "the first of three": ("[1, 2, 3]", [("remove", (0,))], "[2, 3]"),
    "the last of three": ("[1, 2, 3]", [("remove", (2,))], "[1, 2]"),
    "two of three": ("[ 1, 2, 3 ]", [("remove", (0,)), ("remove", (1,))], "[ 3 ]"),
    "the last two": ("[ 1, 2, 3 ]", [("remove", (1,)), ("remove", (2,))], "[ 1 ]"),
    "all, and another": ("[1, 2]", [("remove", (0,)), ("remove", (1,)), ("insert", (), 1, 3)], "[3]"),
    "the last, and another": ('{"a": 1, "b": 2}', [("remove", ("b",)), ("insert", (), "c", 3)], '{"a": 1, "c": 3}'),
    "items": ("[1,2]", [("insert", (), 0, 0), ("insert", (), 1, 1.5), ("insert", (), 2, 3)], "[0,1,1.5,2,3]"),
    "before a removed item": ("[1, 2, 3]", [("remove", (1,)), ("insert", (), 1, 9)], "[1, 9, 3]"),
    "an indented entry": (
        INDENTED,
        [("insert", ("a",), "d", {"x": [1]}), ("remove", ("a", "b"))],
        INDENTED.replace('    "b": 1,\n', "").replace(
            "1.10e-7\n", '1.10e-7,\n    "d": {\n      "x": [\n        1\n      ]\n    }\n'
        ),
    ),
    "the last indented entry": (INDENTED, [("remove", ("n",))], INDENTED.replace(',\n  "n": null', "")),
    "an indented object becomes empty": (
        INDENTED,
        [("remove", ("a", "b")), ("remove", ("a", "c"))],
        INDENTED.replace('{\n    "b": 1,\n    "c": 1.10e-7\n  }', "{}"),
    ),
    "an indented empty object": (
        INDENTED,
        [("insert", ("e",), "k", 1)],
        INDENTED.replace('"e": {}', '"e": {\n    "k": 1\n  }'),
    ),
    "an object that is set": (
        INDENTED,
        [("set", ("a",), {"z": 1})],
        INDENTED.replace('"b": 1,\n    "c": 1.10e-7', '"z": 1'),
    ),
    "a list on one line stays so": (
        INDENTED,
        [("insert", ("l",), 2, {"x": 1}), ("set", ("l", 0), [])],
        INDENTED.replace("[1, 2]", '[[], 2, {"x": 1}]'),
    ),
    "tabs": (
        '{\n\t"a": {\n\t\t"b": 1\n\t}\n}',
        [("insert", ("a",), "c", [1])],
        '{\n\t"a": {\n\t\t"b": 1,\n\t\t"c": [\n\t\t\t1\n\t\t]\n\t}\n}',
    ),
    "windows line ends": (
        '{\r\n  "a": 1\r\n}\r\n',
        [("insert", (), "b", [1])],
        '{\r\n  "a": 1,\r\n  "b": [\r\n    1\r\n  ]\r\n}\r\n',
    ),
    "the root": ('  {"a": 1}\n', [("set", (), [1])], "  [1]\n"),
    "an odd layout": (
        '{"a" :1\n ,"b" :2\n ,"c" :3}',
        [("remove", ("b",)), ("set", ("c",), {"x": 1})],
        '{"a" :1\n ,"c" :{"x":1}}',
    ),
}


@pytest.mark.parametrize(("before", "changes", "after"), CASES.values(), ids=CASES)
def test_only_the_edited_part_changes(before: str, changes: list[Change], after: str) -> None:
    assert edit(before, *changes, name="openapi.json") == after


@pytest.mark.parametrize("indent", [1, 2, 4, "\t"])
def test_an_indented_text_stays_as_json_writes_it(indent: int | str) -> None:
    value: Json = {"a": {"b": [{"c": 1}, {"d": {}}]}, "e": "é"}
    text = json.dumps(value, indent=indent, ensure_ascii=False)

    edited = edit(
        text,
        ("insert", ("a", "b"), 1, {"x": [1, 2]}),
        ("insert", ("a", "b", 1, "d"), "y", {"z": None}),
        ("set", ("a", "b", 0, "c"), {"w": []}),
        name="openapi.json",
    )

    expected: Json = {"a": {"b": [{"c": {"w": []}}, {"x": [1, 2]}, {"d": {"y": {"z": None}}}]}, "e": "é"}
    assert edited == json.dumps(expected, indent=indent, ensure_ascii=False)


def test_json_in_a_file_that_is_called_yaml_stays_json() -> None:
    assert edit('{"a": "x"}', ("set", ("a",), "y"), name="openapi.yaml") == '{"a": "y"}'


def test_thousands_of_edits_take_no_longer_than_a_few() -> None:
    value = {f"k{index}": {"a": [index], "b": "x"} for index in range(4_000)}
    text = json.dumps(value, indent=1)
    document = load_bytes(text.encode(), "openapi.json")
    groups = [[Set(Place(document, (key, "a", 0)), "set")] for key in value]

    result = edit_document(document, groups, DEFAULT_LIMITS)

    assert result.rewrite_reason is None
    assert result.document.value == {key: {"a": ["set"], "b": "x"} for key in value}
