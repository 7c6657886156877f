"""Columns of text."""

from __future__ import annotations

import pytest

from preclear.report.rendering.cells import fit, measure_width
from preclear.report.rendering.style import GREEN, RED, Style
from preclear.report.rendering.table import format_table
from tests.hostile.runner import command_in


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    assert list(format_table(("NAME", "IS"), [("犬", "a dog"), ("listPets", "an action")], 80)) == [
        "NAME      IS",
        "犬        a dog",
        "listPets  an action",
    ]


def test_the_widest_column_is_cut_to_the_room() -> None:
    lines = list(format_table(("A", "B"), [("x" * 100, "short"), ("y", "also")], 40))

    assert lines == ["A" + " " * 34 + "B", "x" * 32 + "…  short", "y" + " " * 34 + "also"]
    assert max(map(measure_width, lines)) == 40


def test_colours_paint_the_first_column_alone() -> None:
    assert list(
        format_table(("S", "N"), [("ok", "a"), ("no", "b")], 80, Style(has_colour=True), {"ok": GREEN, "no": RED})
    )[1:] == [
        "\x1b[32mok\x1b[0m  a",
        "\x1b[1;31mno\x1b[0m  b",
    ]


def test_a_cut_never_splits_a_wide_character() -> None:
    assert fit("犬犬犬", 4) == "犬… "
    assert fit("犬犬犬", 6) == "犬犬犬"


def test_a_cell_never_acts() -> None:
    assert list(format_table(("N",), [("\x1b[2J\n::error::x",)], 80))[1] == "\\x1b[2J\\n::error::x"


@pytest.mark.parametrize(
    "cells", [("::error::x", "a"), ("  ::error::x", "a"), ("", "::error::x"), (" ", "\xa0::error::x")]
)
def test_no_row_is_a_command(cells: tuple[str, str]) -> None:
    heading, row = format_table(("ID", "NAME"), [cells], 80)

    assert not command_in(row)
    assert "\\x3a:error::x" in row
    assert heading.startswith("ID")


def test_colons_within_a_row_stay() -> None:
    assert list(format_table(("ID", "NAME"), [("a", "::error::x")], 80))[1] == "a   ::error::x"
