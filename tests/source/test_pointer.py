"""JSON Pointers: RFC 6901."""

from __future__ import annotations

import pytest

from preclear.source import parse_array_index


@pytest.mark.parametrize(("part", "index"), [("0", 0), ("1", 1), ("10", 10), ("999999999", 999999999)])
def test_an_index_is_read(part: str, index: int) -> None:
    assert parse_array_index(part) == index


@pytest.mark.parametrize(
    "part",
    [
        "",
        "00",
        "01",
        "-",
        "-1",
        "+1",
        "1.0",
        "1e0",
        " 1",
        "1 ",
        "1\n",
        "1_0",
        "\u0661",
        "\u00b2",
        "\uff11",
        "x",
        "9" * 5000,
    ],
)
def test_anything_else_is_no_index(part: str) -> None:
    assert parse_array_index(part) is None
