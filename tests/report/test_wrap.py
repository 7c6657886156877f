"""Lines on a terminal: they wrap at words, in cells, and colours and links take none."""

from __future__ import annotations

from textwrap import dedent

import pytest

from preclear.report.rendering.frame import FrameRenderer
from preclear.report.rendering.style import BOLD, PLAIN, Style
from preclear.report.rendering.table import Folding, format_table
from preclear.report.rendering.wrap import measure_line, wrap_line
from tests.hostile.runner import command_in
from tests.report.making import document, finding, place


def test_a_line_wraps_at_words_with_a_hanging_indent() -> None:
    assert [*wrap_line("  = help: add a name, such as `getPets`, to it", 30, 10)] == [
        "  = help: add a name, such as",
        "          `getPets`, to it",
    ]


def test_wide_characters_take_two_cells() -> None:
    assert [*wrap_line("犬犬犬 犬犬犬 犬犬犬", 13, 0)] == ["犬犬犬 犬犬犬", "犬犬犬"]
    assert [*wrap_line("犬犬犬 犬犬犬 犬犬犬", 12, 0)] == ["犬犬犬", "犬犬犬", "犬犬犬"]


def test_a_place_is_never_cut() -> None:
    path = "a/very/long/folder/of/documents/openapi.yaml:12:34"

    assert [*wrap_line(f"see {path} for it", 30, 2)] == ["see", f"  {path}", "  for it"]


def test_a_colour_ends_with_a_part_and_goes_on_in_the_next() -> None:
    line = Style(has_colour=True)("some words are bold", BOLD)

    assert measure_line(line) == 19
    assert [*wrap_line(line, 12, 0)] == ["\x1b[1msome words\x1b[0m", "\x1b[1mare bold\x1b[0m"]


def test_a_link_takes_no_cells() -> None:
    style = Style(has_links=True, width=24)
    link = style.link("made-up-rule", "https://preclear.example/a-long-address")

    assert link == "\x1b]8;;https://preclear.example/a-long-address\x1b\\made-up-rule\x1b]8;;\x1b\\"
    assert [*style.wrap(f"error[{link}]: no, no", 4)] == [f"error[{link}]: no,", "    no"]
    assert [*style.wrap(f"[{link}] it is", 4)] == [f"[{link}] it is"]


@pytest.mark.parametrize(("style", "url"), [(PLAIN, "https://a.example"), (Style(has_links=True), None)])
def test_a_text_without_an_address_or_support_stays(style: Style, url: str | None) -> None:
    assert style.link("made-up-rule", url) == "made-up-rule"


def test_a_line_stays_whole_where_there_is_no_terminal() -> None:
    line = "word " * 100

    assert [*PLAIN.wrap(line, 4)] == [line]


def test_no_part_of_a_line_is_a_pipeline_command() -> None:
    parts = [*wrap_line("a message that contains ::error::forged in it", 25, 0)]

    assert parts == ["a message that contains", "\\x3a:error::forged in it"]
    assert not any(map(command_in, parts))


def test_a_frame_is_as_wide_as_the_terminal() -> None:
    doc = document("openapi: 3.1.0 # version\n")
    words = "`x` is wrong in more words than one line holds"
    related = (("a label that says where else this was found", place(doc, "3.1.0")),)
    shown = finding(place(doc, "openapi"), words, help="write it right, in all places", related=related)

    assert "".join(f"{line}\n" for line in FrameRenderer(Style(width=44)).render(shown)) == dedent("""\
        error[made-up-rule]: `x` is wrong in more
            words than one line holds
         --> pets.yaml:1:1
          |
        1 | openapi: 3.1.0 # version
          | ^^^^^^^
          |          ----- a label that says where
          |                else this was found
          |
          = help: write it right, in all places
        """)


HEADINGS = ("ID", "NAME", "UPDATED", "SUMMARY")
ROW = ("01J00000", "Pets", "2026-01-02", "a pet store with many words in its summary")


def table(width: int, folding: Folding | None) -> list[str]:
    return "\n".join(format_table(HEADINGS, [ROW], 200, Style(width=width), folding=folding)).split("\n")


def test_the_last_column_wraps_if_there_is_room_for_it() -> None:
    assert table(60, Folding()) == [
        "ID        NAME  UPDATED     SUMMARY",
        "01J00000  Pets  2026-01-02  a pet store with many words in",
        "                            its summary",
    ]


def test_columns_without_room_move_below_their_row() -> None:
    assert table(40, Folding()) == [
        "ID        NAME  UPDATED",
        "01J00000  Pets  2026-01-02",
        "    a pet store with many words in its",
        "    summary",
    ]
    assert table(25, Folding(min_columns=2)) == [
        "ID        NAME",
        "01J00000  Pets",
        "    updated 2026-01-02",
        "    a pet store with many",
        "    words in its summary",
    ]
    assert table(40, Folding(is_last_plain=False))[2] == "    summary a pet store with many words"


def test_a_table_that_cannot_fold_wraps_its_last_column_or_cuts_it_first() -> None:
    assert table(42, None)[1:] == [
        "01J00000  Pets  2026-01-02  a pet store",
        "                            with many",
        "                            words in its",
        "                            summary",
    ]
    assert table(38, None)[1:] == ["01J00000  Pets  2026-01-02  a pet store…"]


def test_a_row_below_is_escaped_and_no_command() -> None:
    row = ("a" * 30, "b", "c", "::error::x \x1b[2J")
    lines = "\n".join(format_table(HEADINGS, [row], 200, Style(width=40), folding=Folding())).split("\n")

    assert not any(map(command_in, lines))
    assert "\x1b" not in "".join(lines)
