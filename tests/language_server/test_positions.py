"""Positions in the three encodings, there and back, against Python's own codecs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from preclear.language_server.positions import PositionEncoder
from preclear.source import Document, Position, Span

if TYPE_CHECKING:
    from collections.abc import Callable

UNITS: dict[types.PositionEncodingKind, Callable[[str], int]] = {
    types.PositionEncodingKind.Utf8: lambda text: len(text.encode("utf-8", "surrogatepass")),
    types.PositionEncodingKind.Utf16: lambda text: len(text.encode("utf-16-le", "surrogatepass")) // 2,
    types.PositionEncodingKind.Utf32: len,
}
CHARACTERS = st.one_of(
    st.sampled_from("ab: \t\r\n\u00e9\u2028\u2029\x85\x0b\x0c\U0001f600\U0010ffff\ud800\udfff\u0301"),
    st.characters(codec="utf-8"),
)


def make_document(text: str) -> Document:
    return Document("a.yaml", None, b"", text)


def split(text: str) -> list[str]:
    """The lines of a text as the protocol has them."""
    return re.split(r"\r\n|\n|\r", text)


@pytest.mark.parametrize("encoding", UNITS)
@given(text=st.text(CHARACTERS, max_size=40))
def test_every_position_there_and_back(encoding: types.PositionEncodingKind, text: str) -> None:
    document, encoder, count = make_document(text), PositionEncoder(encoding), UNITS[encoding]
    offset = 0
    for number, line in enumerate(split(text)):
        for column in range(len(line) + 1):
            position = encoder.position(document, Position(number + 1, column + 1))
            assert position == types.Position(number, count(line[:column]))
            assert encoder.source_position(document, position) == Position(number + 1, column + 1)
            assert encoder.offset(document, position) == offset + column
            assert encoder.offset_position(document, offset + column) == position
        offset += len(line) + (2 if text[offset + len(line) :].startswith("\r\n") else 1)


@pytest.mark.parametrize("encoding", UNITS)
@given(text=st.text(CHARACTERS, max_size=20), line=st.integers(0, 30), character=st.integers(0, 2**31 - 1))
def test_any_position_is_one_of_the_text(
    encoding: types.PositionEncodingKind, text: str, line: int, character: int
) -> None:
    document, encoder, lines = make_document(text), PositionEncoder(encoding), split(text)
    offset = encoder.offset(document, types.Position(line, character))
    if line >= len(lines):
        assert offset == len(text)
        return
    position = encoder.source_position(document, types.Position(line, character))
    assert position.line == line + 1
    before = lines[line][: position.column - 1]
    assert UNITS[encoding](before) <= character
    if len(before) < len(lines[line]):  # the next character would be too far
        assert UNITS[encoding](lines[line][: position.column]) > character


def test_a_position_within_a_character_is_its_start() -> None:
    document = make_document("a\U0001f600b")
    utf16, utf8 = PositionEncoder(types.PositionEncodingKind.Utf16), PositionEncoder("utf-8")

    assert [utf16.offset(document, types.Position(0, units)) for units in range(5)] == [0, 1, 1, 2, 3]
    assert [utf8.offset(document, types.Position(0, units)) for units in range(7)] == [0, 1, 1, 1, 1, 2, 3]


def test_a_range_counts_units_and_only_the_line_ends_of_the_protocol() -> None:
    document = make_document("\U0001f600: \u2028x\r\u00e9: 1\r\n")
    utf16 = PositionEncoder()

    assert utf16.range(document, Span(Position(1, 4), Position(2, 2))) == types.Range(
        types.Position(0, 4), types.Position(1, 1)
    )
    assert utf16.range(document, Span(Position(3, 1), Position(3, 1))) == types.Range(
        types.Position(2, 0), types.Position(2, 0)
    )


@pytest.mark.parametrize("encoding", UNITS)
def test_offsets_in_a_long_line(encoding: types.PositionEncodingKind) -> None:
    line = "\U0001f600\u00e9a" * 1_000
    document, encoder = make_document(f"x\r\n{line}\r\n"), PositionEncoder(encoding)

    for column in (0, 1, 999, 1_000, 1_001, 2_999, 3_000):
        expected = types.Position(1, UNITS[encoding](line[:column]))
        assert encoder.offset_position(document, 3 + column) == expected
    assert encoder.offset_position(document, 2) == types.Position(0, 1)  # between CR and LF
