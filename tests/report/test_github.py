"""The format of GitHub Actions, read back as the runner reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from preclear.project.notes import NothingChecked, UnmatchedPattern
from preclear.report.formats.github import MAX_ANNOTATIONS, MAX_MESSAGE_LENGTH, stream_github
from preclear.report.rendering.escape import escape
from preclear.source import Document, Place, Position, Span
from tests.report.making import KIND, checked, document, finding, place, report_of
from tests.report.runners import Command, read_github
from tests.report.test_safe import NASTY

if TYPE_CHECKING:
    from preclear.engine import CheckResult
    from preclear.source import Severity


def place_in(path: str, start: tuple[int, int], end: tuple[int, int]) -> Place:
    return Place(Document(path, None, b"", "x: 1\n" * 20), (), exact=Span(Position(*start), Position(*end)))


def many(severity: Severity, count: int, first: int = 1) -> list[CheckResult]:
    """Results of one document, each with a finding on a line of its own."""
    places = [place_in("pets.yaml", (line, 1), (line, 2)) for line in range(first, first + count)]
    return [checked(at.document, finding(at, severity=severity)) for at in places]


def test_an_annotation_has_all_that_the_finding_has() -> None:
    doc = document("a: 1\nbcd: 2\n")
    at = place(doc, "bcd")
    found = finding(at, "`x` is wrong", help="write `y`", related=(("`a` is here", place(doc, "a")),))

    log = read_github("".join(stream_github(report_of(checked(doc, found)))))

    assert log.commands == [
        Command(
            "error",
            {
                "file": "pets.yaml",
                "line": "2",
                "endline": "2",
                "col": "1",
                "endcolumn": "4",
                "title": "preclear (made-up-rule)",
            },
            "pets.yaml:2:1: `x` is wrong [made-up-rule]\nrelated: `a` is here (pets.yaml:1:1)\nhelp: write `y`",
        )
    ]
    assert log.lines == ["Found 1 error in 1 file."]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ((2, 3), (2, 3), {"line": "2", "endline": "2", "col": "3", "endcolumn": "3"}),
        ((2, 3), (4, 5), {"line": "2", "endline": "4"}),
        ((2, 3), (4, 1), {"line": "2", "endline": "3"}),
        ((2, 3), (3, 1), {"line": "2", "endline": "2"}),
    ],
)
def test_columns_are_given_for_one_line_only(
    start: tuple[int, int], end: tuple[int, int], expected: dict[str, str]
) -> None:
    at = place_in("pets.yaml", start, end)

    (command,) = read_github("".join(stream_github(report_of(checked(at.document, finding(at)))))).commands

    assert {key: value for key, value in command.properties.items() if key not in ("file", "title")} == expected


def test_errors_come_first_and_what_has_no_annotation_is_a_line_and_counted() -> None:
    results = [*many("info", 3), *many("warning", 12, first=4), *many("error", 15, first=16)]

    log = read_github("".join(stream_github(report_of(*results))))

    assert [command.name for command in log.commands] == [*["error"] * 10, *["warning"] * 10, *["notice"] * 4]
    note = log.commands[-1]
    assert note.properties == {"title": "preclear"}
    assert note.data.startswith("7 findings have no annotation, because GitHub makes at most 10 of each severity")
    assert [line.split(": ")[1] for line in log.lines[:-1]] == [*["error"] * 5, *["warning"] * 2]


def test_a_note_of_what_is_left_out_takes_the_last_notice() -> None:
    for count, expected in ((10, (10, 0)), (11, (9, 2)), (3_000, (9, 2_991))):
        log = read_github("".join(stream_github(report_of(*many("info", count)))))

        annotated = [command for command in log.commands if "file" in command.properties]
        assert (len(annotated), len(log.lines) - 1) == expected
        assert len(log.commands) <= MAX_ANNOTATIONS
        assert [command.data.partition(" ")[0] for command in log.commands if "file" not in command.properties] == (
            [f"{count - 9:,}"] if count > 10 else []
        )


def test_problems_are_the_first_errors() -> None:
    at = place_in("pets.yaml", (1, 1), (1, 2))
    problems = [UnmatchedPattern(f"{number}\n::error::forged") for number in range(12)]

    log = read_github("".join(stream_github(report_of(checked(at.document, finding(at)), problems=problems))))

    assert [command.name for command in log.commands] == [*["error"] * 10, "notice"]
    assert log.commands[0].data == "no file matches `0\\n::error::forged`"
    assert log.commands[-1].data.startswith("3 findings have no annotation")
    assert log.lines[:3] == [
        "error: no file matches `10\\n::error::forged`",
        "error: no file matches `11\\n::error::forged`",
        "pets.yaml:1:1: error: `x` is wrong; expected it right [made-up-rule]",
    ]


def test_an_empty_report_says_so() -> None:
    assert "".join(stream_github(report_of(notes=[NothingChecked()]))) == (
        "::error title=preclear::nothing was checked: no OpenAPI document was found\n"
    )


def test_a_message_is_as_long_as_the_runner_keeps_it() -> None:
    at = place_in("pets.yaml", (1, 1), (1, 2))

    (command,) = read_github(
        "".join(stream_github(report_of(checked(at.document, finding(at, "%" * 3_000, help="%" * 3_000)))))
    ).commands

    assert len(command.data) == MAX_MESSAGE_LENGTH
    assert command.data.endswith("%…")


@pytest.mark.parametrize(
    "path",
    [
        "%0A::error::x.yaml",
        "::error::x.yaml",
        "a,b=c:d;e].yaml",
        "apis/all of them/犬.yaml",
        " a.yaml ",
        "a%2Cb%25.yaml",
        "##[error]x.yaml",
    ],
)
def test_paths_are_read_back(path: str) -> None:
    at = place_in(path, (1, 1), (1, 2))
    results = checked(at.document, finding(at))

    log = read_github("".join(stream_github(report_of(results))))

    (command,) = log.commands
    assert command.properties["file"] == escape(path)
    assert command.data == f"{escape(path)}:1:1: `x` is wrong; expected it right [made-up-rule]"


def test_a_path_that_begins_with_an_equals_sign_is_not_another_file() -> None:
    at = place_in("=a.yaml", (1, 1), (1, 2))

    (command,) = read_github("".join(stream_github(report_of(checked(at.document, finding(at)))))).commands

    assert command.properties["file"] == "./=a.yaml"


@given(NASTY, NASTY, NASTY)
def test_every_text_is_read_back_and_nothing_else_acts(path: str, message: str, more: str) -> None:
    at = place_in(path or "a", (1, 1), (1, 2))
    found = [finding(at, f"{message}{number}", help=more, related=((more, at),)) for number in range(12)]

    log = read_github("".join(stream_github(report_of(checked(at.document, *found)))))

    place_text = f"{escape(path or 'a')}:1:1"
    assert [command.name for command in log.commands] == [*["error"] * 10, "notice"]
    expected = {
        "\n".join(
            [
                f"{place_text}: {escape(f'{message}{number}')} [{KIND.name}]",
                f"related: {escape(more)} ({place_text})",
                *([f"help: {escape(more)}"] if more else []),
            ]
        )
        for number in range(12)
    }
    assert {command.data for command in log.commands[:-1]} <= expected
    assert len(log.lines) == 3
