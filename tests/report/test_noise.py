"""What is not shown, and what is folded: a report that people read to its end."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from preclear.project.results.results import DocumentFindings, ResultCollector
from preclear.report.formats.concise import format_concise
from preclear.report.formats.full import format_full
from preclear.report.json_report import format_json
from tests.report.making import KIND, checked, document, finding, place

if TYPE_CHECKING:
    from preclear.engine import CheckResult
    from preclear.project.results import Results
    from preclear.source import Severity


def mixed() -> CheckResult:
    doc = document("a: 1\nb: 2\nc: 3\n")
    found = zip("abc", ("error", "warning", "info"), strict=True)
    severities: dict[str, Severity] = {"error": "error", "warning": "warning", "info": "info"}
    return checked(doc, *(finding(place(doc, key), key, severity=severities[item]) for key, item in found))


def results(outcome: CheckResult, show: Severity = "info") -> Results:
    gathering = ResultCollector()
    gathering.add(DocumentFindings.from_check_result(outcome), show)
    return gathering.build_results()


def many(number: int, *, rule: str = "made-up-rule", omitted: int = 0) -> Results:
    """So many findings of one rule, one a line, and one of another between the sixth and the seventh."""
    doc = document("".join(f"k{line}: 1\n" for line in range(1, number + 2)))
    other = finding(place(doc, "k7") if number > 6 else place(doc, "k1"), "between", kind=replace(KIND, name="other"))
    found = [
        finding(place(doc, f"k{line}:"), f"number {line}", kind=replace(KIND, name=rule))
        for line in range(1, number + 1)
    ]
    left_out = {(rule, "pets.yaml"): omitted} if omitted else {}
    return results(checked(doc, *found, other, omitted=left_out))


@pytest.mark.parametrize(
    ("show", "shown", "hidden"),
    [
        ("info", {"error", "warning", "info"}, ""),
        ("warning", {"error", "warning"}, " Not shown: 1 info (--show info)."),
        ("error", {"error"}, " Not shown: 1 warning and 1 info (--show info)."),
    ],
)
def test_less_grave_findings_are_hidden_and_counted(show: Severity, shown: set[str], hidden: str) -> None:
    checked_results = results(mixed(), show)
    *lines, last = format_concise(checked_results)

    assert {line.split(": ")[1] for line in lines} == shown
    assert last == f"Found 1 error, 1 warning and 1 info in 1 file.{hidden}"
    assert {line.partition("[")[0] for line in format_full(checked_results) if "[made-up-rule]" in line} == shown
    assert list(format_full(checked_results))[-1] == last


def test_hidden_warnings_alone_are_shown_by_asking_for_warnings() -> None:
    doc = document("a: 1\n")

    last = list(format_concise(results(checked(doc, finding(place(doc, "a"), severity="warning")), "error")))[-1]

    assert last == "Found 1 warning in 1 file. Not shown: 1 warning (--show warning)."


def test_programs_get_everything() -> None:
    report = json.loads(format_json(results(mixed(), "error")))

    assert [item["severity"] for item in report["findings"]] == ["error", "warning", "info"]


def test_of_a_hidden_rule_the_number_that_is_left_out_is_not_told_but_counted() -> None:
    doc = document("a: 1\n")
    outcome = replace(
        checked(doc, finding(place(doc, "a"), severity="info")),
        counts=Counter({"info": 8}),
        omitted=Counter({("made-up-rule", "pets.yaml"): 7}),
    )

    assert list(format_concise(results(outcome, "warning"))) == [
        "Found 8 infos in 1 file. Not shown: 8 infos (--show info).",
    ]


@pytest.mark.parametrize(("number", "frames"), [(20, 20), (21, 5), (200, 5)])
def test_a_rule_that_fires_more_than_20_times_in_a_file_is_folded_after_5(number: int, frames: int) -> None:
    lines = list(format_full(many(number)))

    assert sum("number " in line for line in lines) == frames
    assert f"Found {number + 1} errors in 1 file." == lines[-1]


def test_the_number_of_the_others_stands_where_the_next_would() -> None:
    heads = [line for line in format_full(many(3331, omitted=10)) if line.startswith("error[")]

    assert heads[4:] == [
        "error[made-up-rule]: number 5",
        "error[made-up-rule]: and 3,336 more like this: --all",
        "error[other]: between",
    ]


def test_the_place_of_the_next_is_told() -> None:
    lines = list(format_full(many(30)))
    at = lines.index("error[made-up-rule]: and 25 more like this: --all")

    assert lines[at + 1 : at + 3] == [" --> pets.yaml:6:1", ""]


def test_what_is_folded_is_not_told_once_more_at_the_end() -> None:
    assert not any("more of" in line for line in format_full(many(25, omitted=10)))
    assert any("and 3 more of `made-up-rule`" in line for line in format_full(many(10, omitted=3)))


def test_all_shows_all() -> None:
    results = many(50)

    assert sum("number " in line for line in format_full(results, show_all=True)) == 50
    assert not any("more like this" in line for line in format_full(results, show_all=True))


def test_concise_is_never_folded() -> None:
    assert sum("number " in line for line in format_concise(many(50))) == 50


def test_findings_of_one_rule_in_several_files_are_not_one_crowd() -> None:
    gathering = ResultCollector()
    for name in ("a.yaml", "b.yaml"):
        doc = document("".join(f"k{line}: 1\n" for line in range(15)), name)
        one = checked(doc, *(finding(place(doc, f"k{line}:"), f"number {line}") for line in range(15)))
        gathering.add(DocumentFindings.from_check_result(one))

    assert sum("number " in line for line in format_full(gathering.build_results())) == 30
