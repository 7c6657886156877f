"""Every key and value of a TOML text is found where it stands: what stands there reads as it."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preclear.config.reader.toml_places import KeyPath, locate_toml
from preclear.source.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source import Json, Span

EXAMPLE = '''\
# a comment = "no key"
title = "a # \\" b"  # another
"quoted key" = 'C:\\dir'
a.b . "c.d" = [1, 2.5, # [
  "x]", [true, {y = 1, z.w = 'q'}], ]
text = """
two \\
  "lines" = ""\\""""
raw = \'\'\'
'' = 3\'\'\'

[table]
when = 1979-05-27 07:32:00Z
[[many]]
k = 1
[many.sub . "x"]
deep = inf
[[many]]
k = 2
[[many.inner]]
[[many.inner]]
v = {}
empty = []
'''


def written(text: str, span: Span) -> str:
    lines = Lines(text)
    (line, column), (last, end) = span
    return text[lines.offset(line - 1, column - 1) : lines.offset(last - 1, end - 1)]


def ways(value: Json, way: KeyPath = ()) -> Iterator[tuple[KeyPath, Json]]:
    """Every key and index with its value."""
    content: list[tuple[str | int, Json]] = []
    if isinstance(value, dict):
        content += value.items()
    elif isinstance(value, list):
        content += enumerate(value)
    for key, item in content:
        yield (*way, key), item
        yield from ways(item, (*way, key))


def assert_found(text: str) -> None:
    text = text.replace("\r\n", "\n")
    places = locate_toml(text)
    known = dict(ways(tomllib.loads(text)))
    assert places.values.keys() | places.keys.keys() == known.keys()
    for way, span in places.values.items():
        again = tomllib.loads(f"x = {written(text, span)}")["x"]
        assert repr(again) == repr(known[way])  # by repr, for nan is not nan
    for way, span in places.keys.items():
        key = next(part for part in reversed(way) if isinstance(part, str))
        assert list(tomllib.loads(f"{written(text, span)} = 1")) == [key]
    for way, value in known.items():
        if isinstance(value, dict | list) and value:
            continue
        assert way in places.values or (way in places.keys and value in ({}, []))


def test_an_example_with_all_that_toml_has() -> None:
    assert_found(EXAMPLE)


def test_a_key_is_where_it_is_and_not_where_its_name_is_written_first() -> None:
    places = locate_toml(EXAMPLE)

    assert places.keys["many", 1, "k"].start == (19, 1)
    assert places.keys["many", 1, "inner", 1].start == (21, 8)
    assert places.keys["a", "b", "c.d"].start == (4, 7)
    assert places.values["a", "b", "c.d", 3, 1, "z", "w"].start == (5, 30)


def test_lines_that_end_like_on_windows_count_once() -> None:
    assert locate_toml(EXAMPLE.replace("\n", "\r\n")) == locate_toml(EXAMPLE)


BARE = st.from_regex(r"[A-Za-z0-9_-]{1,5}", fullmatch=True)
SIGNS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8)
SPACE = st.sampled_from(["", " ", "\t "])
BLANK = st.sampled_from(["", " ", "\n", ' # c = [1] \' """\n\t'])
LITERAL = SIGNS.filter(lambda text: "'" not in text).map(lambda text: f"'{text}'")


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


BASIC = SIGNS.map(lambda text: f'"{escaped(text)}"')
LONG = st.lists(st.sampled_from(["a", '"b', '""b', "'", "\n", "\\\\", '\\"', "#", "]"]), max_size=6).flatmap(
    lambda parts: st.sampled_from(["", '"', '""']).map(lambda end: f'"""{"".join(parts)}{end}"""')
)
RAW = st.lists(st.sampled_from(["a", "'b", "''b", '"', "\n", "\\"]), max_size=6).flatmap(
    lambda parts: st.sampled_from(["", "'", "''"]).map(lambda end: f"'''{''.join(parts)}{end}'''")
)
PLAIN = st.sampled_from(
    ["1", "-0x1f".removeprefix("-"), "+1_000", "6.5e-3", "nan", "true", "1979-05-27 07:32:00-07:00"]
)
KEY = st.one_of(BARE, BASIC, LITERAL)
DOTTED = st.lists(st.tuples(SPACE, KEY, SPACE).map("".join), min_size=1, max_size=3).map(".".join)


def arrays(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    item = st.tuples(BLANK, values, BLANK).map("".join)
    return st.tuples(st.lists(item, max_size=3), BLANK).map(
        lambda held: f"[{','.join(held[0])}{',' if held[0] and held[1] else ''}{held[1]}]"
    )


def tables(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(SPACE, DOTTED, st.just("="), SPACE, values, SPACE).map("".join)
    return st.lists(pair, max_size=3).map(lambda pairs: f"{{{','.join(pairs)}}}")


VALUE = st.recursive(
    st.one_of(BASIC, LITERAL, LONG, RAW, PLAIN), lambda values: st.one_of(arrays(values), tables(values)), max_leaves=6
)
PAIR = st.tuples(SPACE, DOTTED, st.just("="), SPACE, VALUE, st.sampled_from(["", " # x = 1"])).map("".join)
LINE = st.one_of(
    PAIR,
    PAIR,
    st.just(""),
    st.just("# [c]"),
    DOTTED.map(lambda key: f"[{key}]"),
    DOTTED.map(lambda key: f"[[{key}]]"),
    st.sampled_from(["[[a]]", "[a.b]", "[[a.b]]", "[c]"]),
)


def is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except ValueError:
        return False
    return True


@given(st.lists(LINE, max_size=8).map("\n".join).filter(is_toml))
def test_every_text_that_is_toml(text: str) -> None:
    assert_found(text)


@pytest.mark.parametrize("text", ["", "\n", "# only", "a = 1", "a=[]"])
def test_the_smallest_texts(text: str) -> None:
    assert_found(text)
