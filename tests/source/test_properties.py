"""Generated documents: however they are written, places lead to the text; and no text whatever makes loading raise."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.source import Document, load_bytes
from tests.source.all_places import all_places

if TYPE_CHECKING:
    from preclear.source import Json, Pointer

WORDS = st.text(st.sampled_from("ab:# -'\"\\{}[],é😀\t\n0.~!&*|>%@`?="), max_size=8)
SCALARS = st.none() | st.booleans() | st.integers(-999, 999) | st.sampled_from([0.5, -1e30]) | WORDS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)
COMMENTS = ("", "  # a comment: [it's", "\n\n# a line: of its own")


def render(value: Json, how: str, comment: str) -> str:
    """`value` as indented or flow YAML, or as indented or minified JSON."""
    if how.startswith("json"):
        return json.dumps(value, indent=2 if how == "json indented" else None, ensure_ascii="ascii" in how)
    text = yaml.safe_dump(value, default_flow_style=how == "flow", allow_unicode=True, sort_keys=False)
    return text if text.endswith("...\n") else text.rstrip("\n") + comment + "\n"


def text_at(document: Document, pointer: Pointer, part: str) -> str:
    start, end = document.span(pointer, "key" if part == "key" else "value")
    lines = document.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    taken = lines[start.line - 1 : end.line]
    taken[-1] = taken[-1][: end.column - 1]
    return "\n".join([taken[0][start.column - 1 :], *taken[1:]])


@settings(max_examples=150, deadline=None)
@given(
    VALUES,
    st.sampled_from(["block", "flow", "json indented", "json ascii", "json"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from(COMMENTS),
)
def test_the_text_at_a_place_reads_as_the_key_or_value_there(
    value: Json, how: str, line_end: str, mark: str, comment: str
) -> None:
    is_json = how.startswith("json")
    text = render(value, how, comment)
    document = load_bytes((mark + text.replace("\n", line_end)).encode(), "openapi.json" if is_json else "openapi.yaml")
    assert document.is_loaded, [fault.report.message for fault in document.faults]
    assert document.value == value
    waiting: list[tuple[Pointer, Json]] = [((), value)]
    while waiting:
        pointer, inner = waiting.pop()
        written = text_at(document, pointer, "value")
        if not isinstance(inner, (dict, list)) and "\n" not in written:
            assert load_bytes(written.encode() or b"null", "openapi.json" if is_json else "openapi.yaml").value == inner
        if isinstance(inner, dict):
            for key, child in inner.items():
                waiting.append(((*pointer, key), child))
                if "\n" not in (named := text_at(document, (*pointer, key), "key")):
                    entry = f"{{{named}: 0}}" if is_json else f"{named}: 0"
                    assert load_bytes(entry.encode(), document.path).value == {key: 0}
        elif isinstance(inner, list):
            waiting.extend(((*pointer, index), child) for index, child in enumerate(inner))


@settings(max_examples=150, deadline=None)
@given(
    VALUES,
    st.sampled_from(["block", "flow", "json indented", "json"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(COMMENTS),
)
def test_the_locators_agree_with_a_full_pass(value: Json, how: str, line_end: str, comment: str) -> None:
    text = render(value, how, comment).replace("\n", line_end)
    document = load_bytes(text.encode(), "openapi.json" if how.startswith("json") else "openapi.yaml")
    for pointer, seen in all_places(document.text, document.format):
        assert document.span(pointer) == document.lines.span(seen.start, seen.end)
        if seen.key_start >= 0:
            assert document.span(pointer, "key") == document.lines.span(seen.key_start, seen.key_end)


YAML_SEED = rb"""openapi: 3.1.0
info: &i {title: 'a', version: 1.0}
paths:
  /a/{b}:
    get: # c
      - *i
      - |
        x
      - <<: *i
        on: [1, 0x1F, 2024-01-01, "\u00e9"]
    ? [k]
    : !!str 1
"""
JSON_SEED = rb'{"openapi": "3.1.0", "a": [1, -2.5e3, true, null, {"b\u00e9": "\ud83d\ude00", "c": []}], "d": {"e": {}}}'
BITS = (
    *(bytes([character]) for character in b"\t\n\r*[]{}'\"\\#!|,~=\0\x1b\xff\xc3"),
    *(b": ", b"- ", b"> ", b"? ", b"&a", b"<<", b"!!int ", b"%YAML 9.9\n---\n", b"---\n", b"...\n"),
    *(b"\xe2\x80\xa8", b"\xc2\x85", b"\xef\xbb\xbf", b"9" * 500, b"1e999", b".inf", b"0000-00-00"),
)


def mutant(random_source: random.Random) -> bytes:
    data = bytearray(random_source.choice((YAML_SEED, JSON_SEED)))
    for _ in range(random_source.randint(1, 3)):
        at = random_source.randrange(len(data) + 1)
        length = random_source.choice((0, 0, 1, 5))
        data[at : at + length] = random_source.choice((random_source.choice(BITS), random_source.randbytes(1)))
    return bytes(data)


def test_no_mutant_makes_loading_or_locating_raise() -> None:
    random_source = random.Random(20)  # noqa: S311
    loaded = 0
    for _ in range(1500):
        data = mutant(random_source)
        for name in ("openapi.yaml", "openapi.json", "<stdin>"):
            document = load_bytes(data, name)
            assert document.is_loaded or document.faults, data
            for fault in document.faults:
                assert fault.report.location.place.span.start <= fault.report.location.place.span.end
                assert fault.report.message
            if document.is_loaded:
                loaded += 1
                locate_all(document, data)
    assert loaded > 200


def locate_all(document: Document, data: bytes) -> None:
    waiting: list[tuple[Pointer, Json]] = [((), document.value)]
    while waiting:
        pointer, value = waiting.pop()
        try:
            document.span(pointer)
            if pointer and isinstance(pointer[-1], str):
                document.span(pointer, "key")
        except LookupError as error:
            raise AssertionError(f"no place for {pointer} in {data!r}") from error
        if isinstance(value, dict):
            waiting.extend(((*pointer, key), child) for key, child in value.items())
        elif isinstance(value, list):
            waiting.extend(((*pointer, index), child) for index, child in enumerate(value))
