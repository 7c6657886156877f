import re

from hypothesis import given
from hypothesis import strategies as st

from preclear.source.lines import Lines, Position, Span

_BLOCK = 4096

_CHUNKS = st.sampled_from(
    ("a", "é", "\n", "\r\n", "\r", "\x85", "\u2028", "b" * 63, "\n" * 70, "c" * _BLOCK, "d\n" * (_BLOCK // 2))
)
_TEXTS = st.lists(_CHUNKS, max_size=12).map("".join)


def _starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]


@given(_TEXTS, st.lists(st.integers(0, 5 * _BLOCK), max_size=20))
def test_positions_count_line_ends_and_characters(text: str, offsets: list[int]) -> None:
    lines, starts = Lines(text), _starts(text)
    for offset in (min(offset, len(text)) for offset in offsets):
        line = sum(start <= offset for start in starts)
        assert lines.position(offset) == Position(line, offset - starts[line - 1] + 1)


@given(_TEXTS, st.lists(st.tuples(st.integers(0, 5 * _BLOCK), st.integers(0, 5 * _BLOCK)), max_size=20))
def test_a_span_has_the_positions_of_its_ends(text: str, ranges: list[tuple[int, int]]) -> None:
    lines = Lines(text)
    for start, end in ((min(start, len(text)), min(end, len(text))) for start, end in ranges):
        assert lines.span(start, end) == Span(Lines(text).position(start), Lines(text).position(end))


@given(_TEXTS, st.lists(st.integers(0, 3 * _BLOCK), max_size=20), st.integers(0, 5))
def test_lines_are_found_in_any_order(text: str, numbers: list[int], column: int) -> None:
    lines, starts = Lines(text), _starts(text)
    for number in (number % (len(starts) + 2) for number in numbers):
        start = starts[number] if number < len(starts) else len(text)
        assert lines.offset(number, column) == min(start + column, len(text))
        if number < len(starts):
            end = starts[number + 1] if number + 1 < len(starts) else len(text)
            assert lines.text(number + 1) == text[start:end].rstrip("\r\n")
