"""What is said of JSON that is none, and of JSON that no reader holds."""

from __future__ import annotations

import json

import pytest

from preclear.source import Limits
from tests.source.loading import message, read_json, reported


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('{"a": 1,}', "1:8-1:9", "`,` comes before `}`, expected another entry: JSON doesn't allow trailing commas"),
        ("[1,\n]", "1:3-1:4", "`,` comes before `]`"),
        ('{"a": 1} // x', "1:10-1:14", "comments aren't allowed in JSON"),
        ('{/* x */ "a": 1}', "1:2-1:9", "comments aren't allowed"),
        ('{"a": 1 # x\n}', "1:9-1:12", "comments aren't allowed"),
        ("{'a': 1}", "1:2-1:3", "`'` isn't a quote in JSON, expected a key in double quotes"),
        ("{a: 1}", "1:2-1:3", "`a` isn't allowed here, expected a key in double quotes"),
        ("[01]", "1:2-1:4", "number `01` has a leading zero"),
        ("[+1]", "1:2-1:4", "`+1` isn't a valid number in JSON"),
        ("[1.]", "1:2-1:4", "`1.` isn't a valid number in JSON"),
        ("[NaN]", "1:2-1:5", "`NaN` isn't a number in JSON, expected a finite one"),
        ("[-Infinity]", "1:2-1:11", "`-Infinity` isn't a number in JSON"),
        ("[True]", "1:2-1:6", "`True` isn't a JSON keyword, expected `true`"),
        ("[None]", "1:2-1:6", "`None` isn't a JSON keyword, expected `null`"),
        ("{} {}", "1:4-1:5", "`{` follows the end of the document"),
        ('{"a" 1}', "1:6-1:7", "`1` isn't allowed here, expected `:` after the key"),
        ('{"a": 1 "b": 2}', "1:9-1:10", "`\"` isn't allowed here, expected `,` or `}`"),
        ('{"a": }', "1:7-1:8", "`}` isn't allowed here, expected a value"),
        ('{"a": [1, 2', "1:12-1:12", "the text ends here, expected `,` or `]`"),
        ('["x\n"]', "1:2-1:3", "`\"` opens a string that isn't closed on its line"),
        ('["x\ty"]', "1:4-1:5", "a tab is in a string, expected an escape"),
        ('["x\\qy"]', "1:4-1:6", "`\\q` isn't an escape in JSON"),
        ('["😀\\ud800"]', "1:4-1:10", "`\\ud800` is half of a surrogate pair"),
        ('["\\ud83d\\ude00\\udc00"]', "1:15-1:21", "`\\udc00` is half of a surrogate pair"),
        ('["\x00"]', "1:3-1:4", "`U+0000`, a control character, is in a string"),
        ("nul", "1:1-1:4", "`nul` isn't allowed here, expected a value"),
        ("\ufeff\n[1,]", "2:3-2:4", "`,` comes before `]`"),
    ],
)
def test_a_syntax_error_says_what_stands_there_and_what_was_expected(text: str, place: str, words: str) -> None:
    document = read_json(text)
    assert reported(document) == [("syntax-error", place)]
    assert words in message(document)
    assert not document.is_loaded


def test_every_duplicate_is_listed_and_the_last_one_is_the_value() -> None:
    document = read_json('{"a": {"b": 1,\n "b": 2,\n "\\u0062": 3}, "c": 0,\n "a": {"d": 1}}')
    assert document.value == {"a": {"d": 1}, "c": 0}
    assert reported(document) == [
        ("duplicate-key", "2:2-2:5"),
        ("duplicate-key", "3:2-3:10"),
        ("duplicate-key", "4:2-4:5"),
    ]
    assert [fault.report.message for fault in document.faults] == [
        "key `b` is repeated, expected once: first on line 1",
        "key `b` is repeated, expected once: first on line 1",
        "key `a` is repeated, expected once: first on line 1",
    ]
    assert [fault.report.location.place.pointer for fault in document.faults] == [("a", "b"), ("a", "b"), ("a",)]


@pytest.mark.parametrize("number", ["1e999", "-1e999", "-1.5E+400"])
def test_a_number_that_no_reader_of_json_holds_is_past_a_limit_and_no_matter_of_yaml(number: str) -> None:
    document = read_json(f'{{"a": [1, {number}]}}')
    assert reported(document) == [("exceeded-limit", f"1:11-1:{11 + len(number)}")]
    largest = "1.7976931348623157e+308"
    assert message(document) == f"`{number}` exceeds the largest number that JSON readers support, {largest}"
    assert not document.is_loaded


def test_large_numbers_that_readers_hold_are_read() -> None:
    assert read_json("[1.7976931348623157e+308]").value == [float("1.7976931348623157e+308")]
    assert read_json("[12345678901234567890123]").value == [12345678901234567890123]


@pytest.mark.parametrize(
    ("limits", "text", "place", "words"),
    [
        (Limits(depth=2), '{"a":\n [[1]]}', "2:3-2:4", "nested more than 2 levels deep"),
        (Limits(nodes=3), "[1, 2, 3, 4]", "1:11-1:12", "more than 3 keys, values and items"),
        (Limits(scalar_bytes=3), '["xxxx"]', "1:2-1:8", "this string has 4 characters"),
        (Limits(key_bytes=3), '{"xxxx": 1}', "1:2-1:8", "this key has 4 characters"),
        (Limits(digits=30), f"[{'1' * 31}]", "1:2-1:33", "this number has 31 digits"),
    ],
)
def test_what_is_past_a_limit_is_refused(limits: Limits, text: str, place: str, words: str) -> None:
    document = read_json(text, limits)
    assert reported(document) == [("exceeded-limit", place)]
    assert words in message(document)


def test_a_wider_limit_lets_deeper_documents_through() -> None:
    text = "[" * 500 + "]" * 500
    document = read_json(text, Limits(depth=500))
    assert document.faults == []
    assert document.span((0,) * 499).start == (1, 500)
    assert document.span((0,)).end == (1, 1000)


def test_utf_16_json_is_read() -> None:
    document = read_json('{"a": "é"}'.encode("utf-16"))
    assert document.value == {"a": "é"}
    assert reported(document) == [("unexpected-encoding", "1:1-1:1")]


@pytest.mark.parametrize(
    "text", ["0", '"x"', "null", "[]", "{}", '{"a":{"b":[1,2.5,-3e-2,true,false,null,"\\n\\u00e9"]}}']
)
def test_json_is_read_as_the_standard_library_reads_it(text: str) -> None:
    for document in (read_json(text), read_json(text, Limits(depth=99)), read_json(f" \r\n\t{text}\n ")):
        assert document.is_loaded
        assert document.value == json.loads(text)
