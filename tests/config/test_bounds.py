"""Configs that a hostile repository brings along: bounded in time and memory, refused at their place."""

from __future__ import annotations

import sys
import tracemalloc
from time import process_time

import pytest

from preclear.config.patterns import matches, split_pattern
from preclear.config.reader.toml_bounds import find_bounds_problem
from tests.config.reading import read, troubles
from tests.pace import seconds


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (".".join("a" * 33) + " = 1", (1, 64), "this key has more than 32 parts"),
        (".".join(["'a'"] * 40) + " = 1", (1, 128), "this key has more than 32 parts"),
        (f"a = 1\n[{' . '.join('b' * 40)}]", (2, 128), "this key has more than 32 parts"),
        (f"a = {'[' * 33}{']' * 33}", (1, 37), "arrays and tables nest deeper than 32 levels"),
        (f"a = {'{b = ' * 33}1{'}' * 33}", (1, 165), "arrays and tables nest deeper than 32 levels"),
        ("".join(f"k{n} = 1\n" for n in range(10_001)), (10_001, 8), "there are more than 10,000 keys and values"),
        (f"select = [{'1,' * 10_001}]", (1, 20_010), "there are more than 10,000 keys and values"),
        ("[[ignores]]\n" * 12_000, (10_001, 11), "there are more than 10,000 keys and values"),
    ],
)
def test_what_is_too_much_is_refused_where_it_becomes_too_much(text: str, place: tuple[int, int], message: str) -> None:
    assert troubles(text) == [(*place, message)]


@pytest.mark.parametrize(
    "text",
    [
        "show = 'info'",
        "version = '" + "." * 100 + "[" * 100 + "'",
        'version = """' + "\n.[{=," * 20_000 + '"""',
        "# " + ".[{=," * 20_000 + "\nshow = 'info'",
        "select = ['all'] # " + "." * 40,
    ],
)
def test_texts_and_comments_count_for_nothing(text: str) -> None:
    read(text)


@pytest.mark.parametrize(
    "unit",
    ['"', "'", '\\"""', "'''\"\"\"", "a.", "[", "=", "#", "a b ", '"""\\', "\\\\", "é."],
)
def test_bounds_are_looked_at_in_linear_time(unit: str) -> None:
    start = process_time()

    find_bounds_problem(unit * (400_000 // len(unit)))

    assert process_time() - start < seconds(2)


def test_a_key_of_many_parts_takes_no_memory() -> None:
    tracemalloc.start()
    try:
        assert troubles(".".join(["a"] * 20_000) + "=1")
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_of_many_faults_the_first_hundred_are_reported() -> None:
    start = process_time()

    found = troubles("".join(f"kk{number} = 1\n" for number in range(9_000)))

    assert [line for line, _, _ in found] == list(range(1, 101))
    assert process_time() - start < seconds(3)


@pytest.mark.parametrize("setting", ["documents", "[[ignores]]\nrules = ['all']\nreason = 'x'\npaths"])
def test_a_pattern_has_bounds_of_its_own(setting: str) -> None:
    line = setting.count("\n") + 1
    column = len(setting.rpartition("\n")[2]) + 5

    assert troubles(f"{setting} = ['{'*a' * 250}']") == []
    assert troubles(f"{setting} = ['{'*a' * 251}']")[0][:2] == (line, column)
    assert troubles(f'{setting} = ["a\\u0000b.yaml"]') == [
        (line, column, "`a\0b.yaml` has a NUL character; expected the path of a file")
    ]
    many = troubles(f"{setting} = [{', '.join(repr(f'a{number}') for number in range(1_005))}]")
    assert [message for _, _, message in many] == ["there are more than 1,000 paths and patterns"]


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 12 + "*b", "a" * 200),
        ("*a*" * 100, "a" * 4_000 + "/b"),
        ("**/" * 100 + "zz.yaml", "a/" * 500 + "doc.yaml"),
        ("**/a/" * 100 + "zz.yaml", "a/" * 500 + "doc.yaml"),
        ("**/*a*/" * 60 + "zz.yaml", "aaaa/" * 400 + "doc.yaml"),
        ("?" * 400 + "*" * 90, "a" * 3_000 + "/b"),
    ],
)
def test_no_pattern_takes_long(pattern: str, path: str) -> None:
    start = process_time()

    for number in range(20):
        matches(pattern, f"{path}{number}")

    assert process_time() - start < seconds(1)


def test_several_stars_for_folders_are_one() -> None:
    assert split_pattern("./a/**/**//**/b/**/") == ["a", "**", "b", "**"]


@pytest.mark.skipif(sys.platform == "win32", reason="paths are shorter there")
def test_a_long_name_in_a_config_is_answered_at_once() -> None:
    start = process_time()

    assert len(troubles(f"{'a' * 500_000} = 1")) == 1

    assert process_time() - start < seconds(2)
