"""Numbers in messages agree with their nouns."""

from __future__ import annotations

import re

import pytest

from preclear.engine import check_document
from preclear.source import Limits
from preclear.source.wording import format_count
from tests.source.loading import message, read_json, read_yaml

_WRONG = re.compile(r"\b1 (?:item|level|reference|byte|entrie|character)s\b")


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "0 entries"), (1, "1 entry"), (2, "2 entries"), (1_234, "1,234 entries")]
)
def test_a_noun_takes_its_plural_but_for_one(number: int, expected: str) -> None:
    assert format_count(number, "entry", "entries") == expected


@pytest.mark.parametrize("text", ["a: {b: 1}\n", "? {a: {b: 1}}\n: 1\n"])
def test_a_limit_of_one_level_is_one_level(text: str) -> None:
    assert "nested more than 1 level deep" in message(read_yaml(text, Limits(depth=1)))
    assert "nested more than 1 level deep" in message(read_json('{"a": {"b": 1}}', Limits(depth=1)))


@pytest.mark.parametrize(
    ("schemas", "limits", "expected"),
    [
        ("A: {allOf: [{$ref: '#/components/schemas/A/allOf/3'}]}", Limits(), "the last item is `0`"),
        ("A: {allOf: [{$ref: '#/components/schemas/A/allOf/3'}, {}]}", Limits(), "the last item is `1`"),
        (
            "".join(f"{a}: {{$ref: '#/components/schemas/{b}'}}, " for a, b in ("AB", "BC", "CD")) + "D: {}",
            Limits(ref_chain=1),
            "leads through more than 1 reference, as 1 more reference does",
        ),
    ],
)
def test_what_a_reference_leads_to_is_counted(schemas: str, limits: Limits, expected: str) -> None:
    head = 'openapi: 3.1.0\ninfo: {title: T, version: "1"}\npaths: {}\n'
    document = read_yaml(f"{head}components: {{schemas: {{{schemas}}}}}\n", limits)
    messages = [finding.message for finding in check_document(document, rules={}, limits=limits).findings]

    assert any(expected in item for item in messages), messages
    assert not any(_WRONG.search(item) for item in messages)
