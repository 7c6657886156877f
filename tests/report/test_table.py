"""Columns of text."""

from __future__ import annotations

import pytest

from preclear.report.cells import fitted, width
from preclear.report.style import GREEN, RED, Style
from preclear.report.table import table
from tests.hostile.runner import command_in


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    assert list(table(("NAME", "IS"), [("犬", "a dog"), ("listPets", "an action")], 80)) == [
        "NAME      IS",
        "犬        a dog",
        "listPets  an action",
    ]


def test_the_widest_column_is_cut_to_the_room() -> None:
    lines = list(table(("A", "B"), [("x" * 100, "short"), ("y", "also")], 40))

    assert lines == ["A" + " " * 34 + "B", "x" * 32 + "…  short", "y" + " " * 34 + "also"]
    assert max(map(width, lines)) == 40


def test_colours_paint_the_first_column_alone() -> None:
    assert list(table(("S", "N"), [("ok", "a"), ("no", "b")], 80, Style(colour=True), (GREEN, RED)))[1:] == [
        "\x1b[32mok\x1b[0m  a",
        "\x1b[1;31mno\x1b[0m  b",
    ]


def test_a_cut_never_splits_a_wide_character() -> None:
    assert fitted("犬犬犬", 4) == "犬… "
    assert fitted("犬犬犬", 6) == "犬犬犬"


def test_a_cell_never_acts() -> None:
    assert list(table(("N",), [("\x1b[2J\n::error::x",)], 80))[1] == "\\x1b[2J\\n::error::x"


@pytest.mark.parametrize(
    "cells", [("::error::x", "a"), ("  ::error::x", "a"), ("", "::error::x"), (" ", "\xa0::error::x")]
)
def test_no_row_is_a_command(cells: tuple[str, str]) -> None:
    heading, row = table(("ID", "NAME"), [cells], 80)

    assert not command_in(row)
    assert "\\x3a:error::x" in row
    assert heading.startswith("ID")


def test_colons_within_a_row_stay() -> None:
    assert list(table(("ID", "NAME"), [("a", "::error::x")], 80))[1] == "a   ::error::x"
