"""Queries are those of RFC 9535, and neither an overlay nor a document can make them run away."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

import jsonpath_rfc9535
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.edit.overlay.budget import STEPS, STEPS_PER_NODE, Budget, ExhaustedBudgetError
from preclear.edit.overlay.iregexp import MAX_STATES, ComplexPatternError, InvalidPatternError, Pattern
from preclear.edit.overlay.query import (
    MAX_QUERY_LENGTH,
    MAX_SEGMENTS,
    ComplexQueryError,
    InvalidQueryError,
    QueryEvaluator,
)
from preclear.source import load_bytes
from tests.edit.overlay.texts import document_of, errors_with, overlay_with_text

if TYPE_CHECKING:
    from preclear.source import Json, Pointer

SECONDS = 5.0


def select(query: str, value: Json, nodes: int = 1_000) -> list[Pointer]:
    evaluator = QueryEvaluator(Budget(nodes))
    return evaluator.select(evaluator.parse(query), value)


def deep_list(depth: int) -> Json:
    value: Json = []
    for _ in range(depth):
        value = [value]
    return value


def no_cost(_: int) -> None:
    """Spend nothing."""


@pytest.mark.parametrize(
    ("pattern", "matched", "unmatched"),
    [
        ("", [""], ["a"]),
        ("a|bc|", ["a", "bc", ""], ["b", "abc"]),
        ("(ab)+c?", ["ab", "ababc"], ["", "c", "aba"]),
        ("a{2}", ["aa"], ["a", "aaa"]),
        ("a{2,}", ["aa", "aaaa"], ["a"]),
        ("a{1,3}", ["a", "aaa"], ["", "aaaa"]),
        ("a{0,2}b", ["b", "aab"], ["aaab"]),
        (".", ["a", "é", "\u2028", "🐶"], ["", "\n", "\r", "ab"]),
        ("[a-c_]+", ["abc_"], ["d", "-"]),
        ("[^a-c]", ["d", "\n"], ["a", ""]),
        ("[-a]", ["-", "a"], ["b"]),
        ("[a-]", ["-", "a"], ["b"]),
        ("[a\\-\\]]+", ["]-a"], ["\\"]),
        ("[\\p{Lu}0]", ["A", "É", "0"], ["a", "1"]),
        ("\\p{L}\\P{L}", ["a1"], ["ab", "11"]),
        ("\\.\\n\\t\\r\\\\", [".\n\t\r\\"], [""]),
        ("^ab$", ["ab"], ["^ab$", "abc"]),
        ("a^b|a$b", [], ["ab", "a^b"]),
        ("(a*)*b", ["aaab", "b"], ["a"]),
        ("(a|ab)(c|bcd)", ["abcd", "abc", "ac"], ["ab"]),
        ("(|a)+", ["", "a", "aa"], ["b"]),
    ],
)
def test_a_pattern_matches_a_whole_text(pattern: str, matched: list[str], unmatched: list[str]) -> None:
    compiled = Pattern(pattern)

    assert [text for text in matched if not compiled.matches(text, no_cost, anywhere=False)] == []
    assert [text for text in unmatched if compiled.matches(text, no_cost, anywhere=False)] == []


@pytest.mark.parametrize(
    ("pattern", "text", "is_found"),
    [
        ("b", "abc", True),
        ("^b", "abc", False),
        ("^a", "abc", True),
        ("c$", "abc", True),
        ("b$", "abc", False),
        ("", "", True),
        ("x*", "abc", True),
        ("[0-9]{3}", "ab123", True),
        ("[0-9]{3}", "a1b2c3", False),
        ("^$", "", True),
        ("$", "abc", True),
    ],
)
def test_a_pattern_is_found_anywhere(pattern: str, text: str, is_found: bool) -> None:
    assert Pattern(pattern).matches(text, no_cost, anywhere=True) is is_found


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        ")",
        "a)",
        "(a",
        "*",
        "a**",
        "a|*",
        "[",
        "[]",
        "[b-a]",
        "[a-c-e]",
        "[[a]",
        "\\d",
        "\\",
        "a{2,1}",
        "a{,2}",
        "{",
        "]",
        "}",
        "\\p{X}",
        "\\p{Lx}",
        "(?:a)",
        "a+?",
        "[\\d]",
        "a{1}{2}",
    ],
)
def test_what_is_no_i_regexp_matches_nothing(pattern: str) -> None:
    with pytest.raises(InvalidPatternError):
        Pattern(pattern)
    assert select(f"$[?match(@, {json.dumps(pattern)})]", ["a", "(", pattern]) == []


@pytest.mark.parametrize(
    "pattern",
    [
        "a{1000000000}",
        "a{1000000000000}",
        "((a{1,99}){1,99}){1,99}",
        "((){900}){900}",
        "(" * 500 + ")" * 500,
        "ab" * 9000,
    ],
)
def test_a_pattern_that_needs_too_much_is_refused(pattern: str) -> None:
    with pytest.raises(ComplexPatternError):
        Pattern(pattern)


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.sampled_from(["a", "b", ".", "[ab]", "[^a]"]),
        lambda inner: (
            st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{0,2}"])).map(lambda pair: f"({pair[0]}){pair[1]}")
            | st.lists(inner, min_size=2, max_size=3).map("".join)
            | st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({'|'.join(parts)})")
        ),
        max_leaves=6,
    ),
    st.text("abc\n", max_size=6),
)
def test_a_pattern_matches_what_another_engine_matches(pattern: str, text: str) -> None:
    expected = [bool(jsonpath_rfc9535.find(f"$[?{name}(@, '{pattern}')]", [text])) for name in ("match", "search")]

    assert [bool(select(f"$[?{name}(@, '{pattern}')]", [text])) for name in ("match", "search")] == expected


DOCUMENT: Json = {
    "a": [{"b": 1, "c": "x"}, {"b": 2}, [1, 2, {"b": 3}]],
    "b": {"a": {"b": None}},
    "": {"'": [True, 1.0]},
}


@pytest.mark.parametrize(
    "query",
    [
        "$",
        "$.*",
        "$..*",
        "$..b",
        "$..[0]",
        "$..['b', 'c']",
        "$.a[?@.b]",
        "$.a[?@.b > 1]",
        "$..[?@ == 1]",
        "$.a[::-1]",
        "$.a[-1]",
        "$..[?@.b && !@.c]",
        "$..[?length(@) == 2]",
        "$..[?count(@.*) > 1]",
        "$..[?value(@..b) == 3]",
        "$[''][\"'\"]",
        "$..[?@ == $.b]",
        "$.a[?@.b == $.a[0].b]",
        "$..a..b",
        "$.a[0:2, 1:]",
        "$..[?match(@, '.')]",
    ],
)
def test_the_selected_nodes_are_those_of_the_library(query: str) -> None:
    expected = dict.fromkeys(node.location for node in jsonpath_rfc9535.find(query, DOCUMENT))

    assert select(query, DOCUMENT) == list(expected)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "a",
        "$.",
        "$[",
        "$[?",
        "$.a.",
        "$['a",
        "$[01]",
        "$[1e3]",
        "$ ",
        "$[?@.a == 1e999]",
        "$[9007199254740992]",
        "$.a[?length(@.*) == 1]",
        "$[?nope(@)]",
        "$[?@.a = 1]",
        "$.x-a",
        "$['\\x']",
        "$['\\ud800']",
        f"$[{'9' * 5000}]",
    ],
)
def test_what_is_no_query_is_refused(query: str) -> None:
    with pytest.raises(InvalidQueryError):
        QueryEvaluator(Budget(1)).parse(query)


@pytest.mark.parametrize(
    "query",
    [
        "$" + ".a" * 40_000,
        "$" + ".a" * 60_000,
        "$[?" + "(" * 20_000 + "@" + ")" * 20_000 + "]",
        "$[?" + "!" * 2_000 + "@]",
        "$" + "[?@" * 900 + "]" * 900,
        "$[?" + "||".join(["@.a"] * 9_000) + "]",
    ],
    ids=range(6),
)
def test_a_query_that_python_cannot_hold_is_refused(query: str) -> None:
    started = process_time()
    with pytest.raises(ComplexQueryError):
        QueryEvaluator(Budget(1)).parse(query)
    assert process_time() - started < SECONDS


def test_the_deepest_document_can_be_queried() -> None:
    value: Json = {}
    for _ in range(500):
        value = {"a": value}

    assert select("$" + "['a']" * 500, value) == [("a",) * 500]
    assert len(select("$..a", value)) == 500


@pytest.mark.parametrize(
    "query",
    [
        "$" + "..*" * 9,
        "$.a[?count($..*) > 1]",
        "$..[?@..[?@..[?@..x]]]",
        "$.a[?$.a == $['a']]",
        "$.d" + "[0, 0]" * 40,
        "$.a[?search(@.s, '(a|b)*c')]",
    ],
)
def test_a_query_that_takes_too_long_is_stopped(query: str) -> None:
    value: Json = {"a": [{"b": [[[index]]], "s": "ab" * 500} for index in range(2_000)], "d": deep_list(50)}
    started = process_time()
    with pytest.raises(ExhaustedBudgetError):
        select(query, value, 1)
    assert process_time() - started < SECONDS


def doubling_actions() -> list[Any]:
    actions: list[Any] = []
    for number in range(60):
        actions += [{"target": "$", "update": {f"c{number}": {}}}, {"target": f"$.c{number}", "copy": "$"}]
    return actions


GROWING: dict[str, list[Any]] = {
    "a document copied into itself": doubling_actions(),
    "a list copied into itself": [{"target": "$.a", "copy": "$.a", "description": str(number)} for number in range(60)],
    "a list in a list in a list": [
        {"target": "$.a" + "[-1]" * number, "update": [[]], "description": str(number)} for number in range(200)
    ],
    "a large update of many nodes": [
        {"target": "$.a", "update": list(range(20_000))},
        {"target": "$", "update": {"b": {}}},
        {"target": "$.a", "update": [{}] * 20_000},
        {"target": "$.a[?@ == $.b]", "update": {str(number): number for number in range(1_000)}},
    ],
    "a query with many results": [{"target": "$" + "..*" * 60, "update": 1}],
}


@pytest.mark.parametrize("name", GROWING)
def test_overlays_that_grow_without_end_are_stopped(tmp_path: Path, name: str) -> None:
    text = json.dumps({"overlay": "1.1.0", "info": {"title": "T", "version": "1"}, "actions": GROWING[name]})
    document = load_bytes(f'{{"a": {json.dumps(deep_list(30))}}}'.encode(), "openapi.json")
    started = process_time()

    errors = errors_with(document, [overlay_with_text(tmp_path, text, "overlay.json")])

    messages = [message for kind, _, message in errors if kind == "inapplicable-overlay-action"]
    assert messages
    assert all(" too many steps " in message or "; the limit is " in message for message in messages)
    assert process_time() - started < SECONDS


def test_a_pattern_that_needs_too_much_is_reported_at_its_target(tmp_path: Path) -> None:
    overlay = overlay_with_text(
        tmp_path,
        """\
        overlay: 1.1.0
        info: {title: T, version: "1"}
        actions:
          - target: $..[?match(@, 'a{1000000000}')]
            remove: true
        """,
    )

    ((kind, place, message),) = errors_with(document_of(), [overlay])

    assert (kind, place) == ("inapplicable-overlay-action", "overlay.yaml:4")
    assert message.endswith("is too deeply nested, or has too large a regular expression")


def test_the_page_names_the_bounds() -> None:
    page = (Path(__file__).parents[3] / "docs" / "overlays.md").read_text(encoding="utf-8")

    for bound in (STEPS, STEPS_PER_NODE, MAX_QUERY_LENGTH, MAX_SEGMENTS, MAX_STATES):
        assert f" {bound:,} " in page.replace("\n", " ")


def test_the_library_is_imported_only_when_an_overlay_is_applied() -> None:
    code = """\
import sys
from preclear.edit.overlay import write_overlay
import preclear.edit.overlay.write
assert "jsonpath_rfc9535" not in sys.modules
from preclear.edit.overlay import apply_overlays
assert "jsonpath_rfc9535" in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
