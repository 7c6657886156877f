"""Text from a document is shown, and never acts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preclear.project.results import make_results
from preclear.report.formats.concise import format_concise
from preclear.report.formats.full import format_full
from preclear.report.json_report import format_json
from preclear.report.rendering.escape import escape, escape_path
from preclear.source import Document, Place, Position, Span
from tests.report.making import checked, document, finding, place

ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
NASTY = st.text(
    st.one_of(st.sampled_from("#[:\n\r\t \x1b\x07\x85\u202e\u2028\ud800🐶a"), st.characters(codec=None)), max_size=30
)


def is_command(line: str) -> bool:
    """Whether a runner takes the line for a command: as GitHub's does, both forms, Azure's and TeamCity's."""
    return line.lstrip().startswith("::") or any(mark in line for mark in ("##[", "##vso[", "##teamcity["))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pets and 犬 and 🐶", "pets and 犬 and 🐶"),
        ("\x1b]0;PWNED\x07", "\\x1b]0;PWNED\\x07"),
        ("a\nb\r\tc", "a\\nb\\r\\tc"),
        ("\x85\x9b31m\x7f", "\\x85\\x9b31m\\x7f"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("a\u2028b\u2029c", "a\\u2028b\\u2029c"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("##[error]no", "#\\x23[error]no"),
        ("##vso[task.setvariable]", "#\\x23vso[task.setvariable]"),
        ("###[warning]", "##\\x23[warning]"),
        ("##teamcity[buildStop]", "#\\x23teamcity[buildStop]"),
        ("## heading", "## heading"),
    ],
)
def test_escapes_what_acts_and_nothing_else(text: str, expected: str) -> None:
    assert escape(text) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("::error::x.yaml", "\\x3a:error::x.yaml"),
        (" ::error::x.yaml", " \\x3a:error::x.yaml"),
        ("a::b.yaml", "a::b.yaml"),
        ("pets\n::error::.yaml", "pets\\n::error::.yaml"),
        ("caf\udce9.yaml", "caf\\udce9.yaml"),
    ],
)
def test_no_path_begins_a_line_as_a_command(path: str, expected: str) -> None:
    assert escape_path(path) == expected


@given(NASTY, NASTY, NASTY)
def test_no_line_of_a_text_format_acts(path: str, message: str, line: str) -> None:
    doc = Document(path, None, b"", f"a: 1\n{line}\nb: 1\n")
    at = Place(doc, (), exact=Span(Position(2, 1 + len(line) // 2), Position(2, 2 + len(line) // 2)))
    related = (("used here: " + message, Place(doc, (), exact=Span(Position(1, 1), Position(1, 2)))),)
    results = make_results(
        checked(doc, finding(at, message, help=message, related=related), omitted={("made-up-rule", path): 3})
    )

    for written in (*format_full(results), *format_concise(results)):
        assert not ACTING.search(written)
        assert not is_command(written)


@given(NASTY)
def test_json_is_ascii_and_no_command(message: str) -> None:
    doc = document("a: 1\n")
    written = format_json(make_results(checked(doc, finding(place(doc, "a"), message))))

    assert written.isascii()
    assert not any(is_command(line) for line in written.splitlines())
