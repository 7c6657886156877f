"""JSON Lines and Checkstyle: the same findings as in JSON, and text that stays text."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from preclear.project import CheckOptions, Project
from preclear.project.results import make_results
from preclear.report import ExitCode, make_finding_report, stream_report
from preclear.report.finding_report import FindingReport
from tests.hostile.runner import control_in, lines_of
from tests.report.making import checked, document, finding, place

FIXTURES = Path(__file__).parents[2] / "fixtures" / "projects"
HOSTILE = "a\n::error::b ##[error]c \x1b[31m\u202e\ud800\ufffe\0 ]]> <script> &amp; \"'"


@pytest.fixture(scope="module")
def petshop() -> FindingReport:
    options = CheckOptions(findings="bounded")
    return make_finding_report(Project(options).check([str(FIXTURES)]), ExitCode.FINDINGS, FIXTURES)


def hostile_report() -> FindingReport:
    doc = document("a: 1\n", path=f"{HOSTILE}.yaml")
    results = make_results(checked(doc, finding(place(doc, "a"), HOSTILE)))
    return FindingReport(results, (), (), (), (), (), Path("/"), ExitCode.FINDINGS)


def written(format: str, report: FindingReport) -> str:
    return "".join(stream_report(format, report))


def findings_of(report: FindingReport) -> list[dict[str, Any]]:
    value: dict[str, list[dict[str, Any]]] = json.loads(written("json", report))
    return value["findings"]


def test_a_line_of_json_lines_is_a_finding_of_json(petshop: FindingReport) -> None:
    lines = written("jsonl", petshop).splitlines()

    assert len(lines) > 10
    assert [json.loads(line) for line in lines] == findings_of(petshop)


def test_checkstyle_has_every_finding_once_in_its_file(petshop: FindingReport) -> None:
    root = ElementTree.fromstring(written("checkstyle", petshop))  # noqa: S314 - our own output
    read = [
        (file.get("name"), error.get("line"), error.get("column"), error.get("severity"), error.get("source"))
        for file in root
        for error in file
    ]

    expected = [
        (
            os.path.relpath(item["path"], petshop.root),
            str(item["start"]["line"]),
            str(item["start"]["column"]),
            item["severity"],
            f"preclear.{item['rule']}",
        )
        for item in findings_of(petshop)
    ]
    assert read == expected
    assert len({file.get("name") for file in root}) == len(root)


@pytest.mark.parametrize("format", ["jsonl", "checkstyle"])
def test_hostile_text_stays_in_its_place(format: str) -> None:
    report = hostile_report()
    text = written(format, report)

    assert len(lines_of(text)) == {"jsonl": 1, "checkstyle": 6}[format]
    assert not control_in(text.replace("\n", ""))
    assert "##[" not in text
    if format == "jsonl":
        assert json.loads(text) == findings_of(report)[0]
    else:
        (file,) = ElementTree.fromstring(text)  # noqa: S314 - our own output
        (error,) = file
        assert error.get("message") == (
            "a\\n::error::b #\\x23[error]c \\x1b[31m\\u202e\\ud800\\ufffe\\x00 ]]> <script> &amp; \"'"
        )


@pytest.mark.parametrize(("format", "expected"), [("jsonl", ""), ("checkstyle", '<checkstyle version="4.3">\n</')])
def test_a_clean_run_has_no_finding(format: str, expected: str) -> None:
    doc = document("a: 1\n")
    report = FindingReport(make_results(checked(doc)), (), (), (), (), (), Path("/"), ExitCode.OK)

    assert expected in written(format, report)
    assert "error" not in written(format, report)
