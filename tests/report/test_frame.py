"""What a person sees of a finding, written out by hand."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from preclear.report.rendering.cells import measure_width
from preclear.report.rendering.frame import FrameRenderer
from preclear.report.rendering.source_frame import DEFAULT_WIDTH
from preclear.report.rendering.style import Style
from preclear.source import Place, Position, Span
from tests.report.making import document, finding, place

if TYPE_CHECKING:
    from preclear.engine import Finding


def shown(of: Finding) -> str:
    return "".join(f"{line}\n" for line in FrameRenderer().render(of))


def text(expected: str) -> str:
    return dedent(expected).lstrip("\n")


def test_marks_the_words_below_their_line() -> None:
    doc = document("openapi: 3.1.0\ninfo:\n  title: Pets\n")

    assert shown(finding(place(doc, "Pets"), help="write it right")) == text("""
        error[made-up-rule]: `x` is wrong; expected it right
         --> pets.yaml:3:10
          |
        3 |   title: Pets
          |          ^^^^
          |
          = help: write it right
        """)


def test_counts_a_tab_as_four_cells_before_and_in_the_span() -> None:
    doc = document('{\n\t"a":\t"b"}', "a.json")

    assert shown(finding(place(doc, '"a":\t"b"'))).splitlines()[3:5] == [
        '2 |     "a":    "b"}',
        "  |     ^^^^^^^^^^^",
    ]


def test_counts_wide_characters_as_two_cells_and_combining_ones_as_none() -> None:
    doc = document("日本: e\u0301 caf\u00e9 🐶 here # 🐕\n")

    lines = shown(finding(place(doc, "here"))).splitlines()

    assert lines[3:5] == ["1 | 日本: e\u0301 caf\u00e9 🐶 here # 🐕", "  |                 ^^^^"]
    assert shown(finding(place(doc, "🐶"))).splitlines()[4] == "  |              ^^"
    assert shown(finding(place(doc, "日本"))).splitlines()[4] == "  | ^^^^"


def test_marks_a_span_of_several_lines_to_the_end_of_the_first() -> None:
    doc = document("info:   \n  title: Pets\n  version: 1\n")

    assert shown(finding(place(doc, "info", "version"))) == text("""
        error[made-up-rule]: `x` is wrong; expected it right
         --> pets.yaml:1:1
          |
        1 | info:
          | ^^^^^
        ...
          |
        """)


def test_marks_an_empty_span_at_the_end_of_a_line_with_one_caret_behind_it() -> None:
    doc = document("title:\nversion: 1\n")
    at = Place(doc, (), exact=Span(Position(1, 7), Position(1, 7)))

    assert shown(finding(at)).splitlines()[3:5] == ["1 | title:", "  |       ^"]


def test_marks_an_empty_span_behind_the_last_line() -> None:
    doc = document("a: 1\n")
    at = Place(doc, (), exact=Span(Position(2, 1), Position(2, 1)))

    assert shown(finding(at)).splitlines()[2:5] == ["  |", "2 |", "  | ^"]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_shows_no_line_end(end: str) -> None:
    doc = document(end.join(["a: 1", "b: two", "c: 3", ""]))

    assert shown(finding(place(doc, "two"))).splitlines()[3:5] == ["2 | b: two", "  |    ^^^"]


def test_shows_no_lines_of_a_document_without_text() -> None:
    doc = document("")
    at = Place(doc, (), exact=Span(Position(1, 1), Position(1, 1)))

    assert shown(finding(at, "the file is empty")) == text("""
        error[made-up-rule]: the file is empty
         --> pets.yaml:1:1
        """)


def test_makes_room_for_the_longest_line_number() -> None:
    doc = document("a: 1\n" * 8 + "b: 1\n" + "c: 1\n")

    assert shown(finding(place(doc, "c"), related=(("the one before", place(doc, "b")),))) == text("""
        error[made-up-rule]: `x` is wrong; expected it right
          --> pets.yaml:10:1
           |
         9 | b: 1
           | - the one before
        10 | c: 1
           | ^
           |
        """)


def test_folds_the_lines_between_the_finding_and_a_related_place() -> None:
    doc = document("first: 1\nb: 1\nc: 1\nlast: 1\n")

    assert shown(finding(place(doc, "first"), related=(("used here", place(doc, "last")),))) == text("""
        error[made-up-rule]: `x` is wrong; expected it right
         --> pets.yaml:1:1
          |
        1 | first: 1
          | ^^^^^
        ...
        4 | last: 1
          | ---- used here
          |
        """)


def test_marks_two_places_of_one_line_below_it() -> None:
    doc = document("{a: 1, a: 2}\n")
    second = Place(doc, (), exact=Span(Position(1, 8), Position(1, 9)))

    assert shown(finding(second, related=(("first here", place(doc, "a")),))) == text("""
        error[made-up-rule]: `x` is wrong; expected it right
         --> pets.yaml:1:8
          |
        1 | {a: 1, a: 2}
          |        ^
          |  - first here
          |
        """)


def test_names_a_related_place_in_another_file_or_far_away() -> None:
    doc = document("a: 1\n" + "b: 1\n" * 30 + "far: 1\n")
    other = document("c: 1\n", "parts/other.yaml")
    related = (("used here", place(other, "c")), ("and here", place(doc, "far")))

    assert shown(finding(place(doc, "a"), related=related)) == text("""
        error[made-up-rule]: `x` is wrong; expected it right
         --> pets.yaml:1:1
          |
        1 | a: 1
          | ^
          |
          = related: used here (parts/other.yaml:1:1)
          = related: and here (pets.yaml:32:1)
        """)


def test_names_at_most_five_related_places_and_counts_the_others() -> None:
    doc = document("a: 1\n")
    other = document("c: 1\n", "other.yaml")

    lines = shown(finding(place(doc, "a"), related=(("used here", place(other, "c")),) * 7)).splitlines()

    assert lines[-2:] == ["  = related: used here (other.yaml:1:1)", "  = related: 2 more places"]
    assert len([line for line in lines if "used here" in line]) == 5


def test_cuts_a_long_line_around_the_span() -> None:
    doc = document('{"a":"' + "x" * 5000 + '","here":1,"b":"' + "y" * 5000 + '"}', "a.json")

    lines = shown(finding(place(doc, '"here"'))).splitlines()

    assert lines[1] == " --> a.json:1:5009"
    assert lines[3].startswith("1 | …xxx")
    assert lines[3].endswith("yyy…")
    assert len(lines[3]) == DEFAULT_WIDTH
    assert lines[3][lines[4].index("^") : lines[4].rindex("^") + 1] == '"here"'


def test_cuts_a_long_line_at_the_side_that_is_too_long_alone() -> None:
    doc = document('{"here":1,"b":"' + "y" * 5000 + '","end":2}', "a.json")

    first = shown(finding(place(doc, '"here"'))).splitlines()
    last = shown(finding(place(doc, '"end"'))).splitlines()

    assert first[3].startswith('1 | {"here":1')
    assert first[3].endswith("y…")
    assert last[3].startswith("1 | …y")
    assert last[3].endswith('"end":2}')
    assert last[3][last[4].index("^") : last[4].rindex("^") + 1] == '"end"'


def test_cuts_a_span_that_is_longer_than_the_line_may_be() -> None:
    doc = document("a: " + "long " * 100 + "\n")

    lines = shown(finding(place(doc, "long", "long " * 100))).splitlines()

    assert lines[3].startswith("1 | a: long")
    assert lines[3].endswith("…")
    assert lines[4].index("^") == lines[3].index("long")
    assert len(lines[4]) <= DEFAULT_WIDTH


@pytest.mark.parametrize("filling", ["犬", "\t", "e\u0301", "\u202e", "🐶x"])
def test_no_line_is_wider_than_the_page_whatever_fills_it(filling: str) -> None:
    doc = document("a: '" + filling * 200 + "here" + filling * 200 + "'\n")

    lines = shown(finding(place(doc, "here"))).splitlines()

    assert max(map(measure_width, lines[1:])) <= DEFAULT_WIDTH
    assert measure_width(lines[3][: lines[3].index("here")]) == lines[4].index("^")


def test_names_the_column_of_a_related_place_in_a_line_that_is_cut() -> None:
    doc = document('{"a":"' + "x" * 500 + '","b":"y","c":1}', "a.json")

    lines = shown(finding(place(doc, '"b"'), related=(("first here", place(doc, '"a"')),))).splitlines()

    assert lines[-1] == "  = related: first here (a.json:1:2)"


def test_shows_what_is_invisible_and_keeps_the_carets_below_their_words() -> None:
    doc = document('a: "\u202ereversed\u202c" # here\n')

    assert shown(finding(place(doc, "here"))).splitlines()[3:5] == [
        '1 | a: "\\u202ereversed\\u202c" # here',
        "  |                             ^^^^",
    ]


def test_paints_only_where_colour_is_on() -> None:
    doc = document("a: 1\n")
    painted = list(FrameRenderer(Style(has_colour=True)).render(finding(place(doc, "a"), severity="warning")))

    assert painted[0] == "\x1b[1;33mwarning[made-up-rule]\x1b[0m\x1b[1m: `x` is wrong; expected it right\x1b[0m"
    assert painted[4] == "\x1b[1;34m  |\x1b[0m \x1b[1;33m^\x1b[0m"
    assert "\x1b" not in shown(finding(place(doc, "a")))
