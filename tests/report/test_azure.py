"""The format of Azure Pipelines, read back as the agent reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from preclear.project.notes import NothingChecked, UnmatchedPattern
from preclear.report.formats.azure import stream_azure
from preclear.report.rendering.escape import escape
from preclear.source import Document, Place, Position, Span
from tests.report.making import checked, document, finding, place, report_of
from tests.report.runners import Command, read_azure, read_github
from tests.report.test_safe import NASTY

if TYPE_CHECKING:
    from preclear.source import Severity


def place_at(path: str, line: int = 1) -> Place:
    return Place(Document(path, None, b"", "x: 1\n"), (), exact=Span(Position(line, 2), Position(line, 3)))


def test_an_issue_has_all_that_the_finding_has_and_an_info_is_a_line() -> None:
    doc = document("a: 1\nbcd: 2\n")
    wrong = finding(place(doc, "bcd"), "`x` is 100% wrong; [see]", severity="warning", help="write `y`")
    info = finding(place(doc, "a"), "`a` is nice", severity="info")

    log = read_azure("".join(stream_azure(report_of(checked(doc, wrong, info)))))

    assert log.commands == [
        Command(
            "task.logissue",
            {
                "type": "warning",
                "sourcepath": "pets.yaml",
                "linenumber": "2",
                "columnnumber": "1",
                "code": "made-up-rule",
            },
            "`x` is 100% wrong; [see]\nhelp: write `y`",
        )
    ]
    assert log.lines == ["pets.yaml:1:1: info: `a` is nice [made-up-rule]", "Found 1 warning and 1 info in 1 file."]


def test_a_run_that_found_no_document_is_an_issue() -> None:
    log = read_azure("".join(stream_azure(report_of(notes=[NothingChecked()]))))

    assert log.commands == [
        Command("task.logissue", {"type": "error"}, "nothing was checked: no OpenAPI document was found")
    ]
    assert log.lines == []


def test_all_errors_and_warnings_are_issues_errors_first() -> None:
    severities: tuple[Severity, ...] = ("warning", "error") * 150
    places = [place_at("pets.yaml", line) for line in range(1, 301)]
    content = [
        checked(at.document, finding(at, severity=severity)) for severity, at in zip(severities, places, strict=True)
    ]

    log = read_azure("".join(stream_azure(report_of(*content))))

    assert [command.properties["type"] for command in log.commands] == [*["error"] * 150, *["warning"] * 150]
    assert log.lines == [
        "Found 150 errors and 150 warnings in 1 file.",
        "280 of these aren't on the page of the run, which lists at most 10 errors and 10 warnings a step.",
    ]


def test_problems_are_the_first_errors() -> None:
    at = place_at("pets.yaml")
    problems = [UnmatchedPattern("a]\n##vso[task.complete]")]

    log = read_azure("".join(stream_azure(report_of(checked(at.document, finding(at)), problems=problems))))

    assert log.commands[0] == Command(
        "task.logissue", {"type": "error"}, "no file matches `a]\\n#\\x23vso[task.complete]`"
    )
    assert [command.properties.get("sourcepath") for command in log.commands] == [None, "pets.yaml"]


@pytest.mark.parametrize("path", ["a;b=c];d.yaml", "%AZP25%3B.yaml", "犬 a.yaml", "##vso[task.complete]x", "::error::"])
def test_paths_are_read_back(path: str) -> None:
    at = place_at(path)

    (command,) = read_azure("".join(stream_azure(report_of(checked(at.document, finding(at)))))).commands

    assert command.properties["sourcepath"] == escape(path)


@given(NASTY, NASTY, NASTY)
def test_every_text_is_read_back_and_nothing_else_acts(path: str, message: str, more: str) -> None:
    at = place_at(path or "a")
    error = finding(at, message, help=more, related=((more, at),))
    info = finding(at, message, severity="info")

    output = "".join(stream_azure(report_of(checked(at.document, error, info))))
    log = read_azure(output)

    (command,) = log.commands
    assert command.name == "task.logissue"
    assert command.data.split("\n") == [
        escape(message),
        f"related: {escape(more)} ({escape(path or 'a')}:1:2)",
        *([f"help: {escape(more)}"] if more else []),
    ]
    assert len(log.lines) == 2
    assert read_github(output).commands == []  # in case a log is piped through another runner
