"""What every format says of findings that can be fixed."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace

import pytest

from preclear.engine import OmittedEdit
from preclear.engine.retained_edit import MAX_EDIT_SIZE, retain_edit
from preclear.project.results import make_results
from preclear.project.results.results import DocumentFindings, ResultCollector
from preclear.report.formats.azure import stream_azure
from preclear.report.formats.concise import format_concise
from preclear.report.formats.full import format_full
from preclear.report.formats.github import stream_github
from preclear.report.formats.junit import stream_junit
from preclear.report.formats.markdown import stream_markdown
from preclear.report.json_report import format_json
from preclear.report.rendering.style import Style
from preclear.source import Edit, EditLevel, Insert, Json, Node, Place, Remove, Rename, Set
from tests.report.making import checked, document, finding, place, report_of
from tests.report.runners import read_azure, read_github

HELD = document("a: 1\nb: 2\nc: 3\nd: [4]\n")
A = Place(HELD, ("a",))


def edit(level: EditLevel, title: str = "write it right") -> Edit:
    return Edit(level, title, (Set(A, "x"),), loss="it is lost" if level == "adapt" else None)


def results_of(*levels: EditLevel | None) -> list[str]:
    """The lines of `concise` for a finding of each level."""
    findings = [
        finding(place(HELD, word), f"{word} is wrong", edit=None if level is None else edit(level))
        for word, level in zip("abcd", levels, strict=False)
    ]
    return list(format_concise(make_results(checked(HELD, *findings))))


def test_a_safe_edit_is_marked_and_the_others_are_counted() -> None:
    assert results_of("safe", "rename", "adapt", None) == [
        "pets.yaml:1:1: error: [*] a is wrong [made-up-rule]",
        "pets.yaml:2:1: error: b is wrong [made-up-rule]",
        "pets.yaml:3:1: error: c is wrong [made-up-rule]",
        "pets.yaml:4:1: error: d is wrong [made-up-rule]",
        "Found 4 errors in 1 file.",
        "[*] 1 fixable with `preclear check --fix`, 1 more with `--unsafe-fixes`.",
    ]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (("safe", "safe"), "[*] 2 fixable with `preclear check --fix`."),
        (("rename", "adapt"), "1 fixable with `preclear check --fix --unsafe-fixes`."),
        (("adapt", None), "Found 2 errors in 1 file."),
    ],
)
def test_the_last_line_says_how_many_can_be_fixed(levels: tuple[EditLevel | None, ...], expected: str) -> None:
    assert results_of(*levels)[-1] == expected


def test_full_marks_the_heading_and_has_the_same_last_line() -> None:
    results = make_results(checked(HELD, finding(place(HELD, "a"), "a is wrong", edit=edit("safe"))))
    lines = list(format_full(results))

    assert lines[0] == "error[made-up-rule]: [*] a is wrong"
    assert lines[-1] == "[*] 1 fixable with `preclear check --fix`."
    coloured = "\n".join(format_full(results, Style(has_colour=True)))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured).split("\n") == lines


def test_folded_findings_are_counted() -> None:
    text = "".join(f"k{number}: 1\n" for number in range(100))
    doc = document(text)
    findings = [finding(Place(doc, (f"k{number}",), "key"), str(number), edit=edit("safe")) for number in range(100)]

    lines = list(format_full(make_results(checked(doc, *findings))))

    assert sum("[*]" in line for line in lines) < 10
    assert lines[-1] == "[*] 100 fixable with `preclear check --fix`."


def test_omitted_findings_are_counted_once_for_a_file_that_two_documents_use() -> None:
    collector = ResultCollector()
    for name in ("one.yaml", "two.yaml"):
        shared = document("a: 1\n", "shared.yaml")
        result = checked(
            document("a: 1\n", name),
            finding(place(shared, "a"), edit=edit("safe")),
            omitted={("made-up-rule", "shared.yaml"): 7},
        )
        omitted_edits = Counter(
            {
                OmittedEdit("made-up-rule", "shared.yaml", "safe", "error"): 4,
                OmittedEdit("made-up-rule", "shared.yaml", "rename", "error"): 2,
            }
        )
        collector.add(DocumentFindings.from_check_result(replace(result, omitted_edits=omitted_edits)))

    assert collector.build_results().fixable == {"safe": 5, "rename": 2}


def test_json_has_the_edit_with_its_operations() -> None:
    operations = (
        Set(Node(HELD, ("a",), 1), {"x": [1]}),
        Rename(Place(HELD, ("b",), "key"), "B"),
        Insert(Place(HELD, ("d",)), 1, "y"),
        Remove(Place(HELD, ("c",))),
    )
    found = finding(place(HELD, "a"), edit=retain_edit(Edit("adapt", "leave it out", operations, loss="c is lost")))
    report = json.loads(format_json(make_results(checked(HELD, found, finding(place(HELD, "b"))))))

    assert report["summary"]["fixable"] == {"safe": 0, "rename": 0, "adapt": 1}
    assert [item["fix"] for item in report["findings"]] == [
        {
            "level": "adapt",
            "title": "leave it out",
            "loss": "c is lost",
            "operations": [
                {"operation": "set", "path": "pets.yaml", "pointer": "/a", "value": {"x": [1]}},
                {"operation": "rename", "path": "pets.yaml", "pointer": "/b", "key": "B"},
                {"operation": "insert", "path": "pets.yaml", "pointer": "/d", "key": 1, "value": "y"},
                {"operation": "remove", "path": "pets.yaml", "pointer": "/c"},
            ],
        },
        None,
    ]


@pytest.mark.parametrize(
    "value",
    [
        list(range(MAX_EDIT_SIZE + 1)),
        {str(number): 1 for number in range(MAX_EDIT_SIZE + 1)},
        [[number] for number in range(MAX_EDIT_SIZE // 2 + 1)],
        "x" * 50 * (MAX_EDIT_SIZE + 1),
        {"k" * 50 * MAX_EDIT_SIZE: 1},
    ],
    ids=["list", "mapping", "nested", "text", "key"],
)
def test_a_finding_keeps_no_large_values(value: Json) -> None:
    large = Edit("safe", "write it right", (Set(A, value), Remove(Place(HELD, ("b",)))))

    kept = retain_edit(large)

    assert (kept.level, kept.title, kept.operations) == ("safe", "write it right", ())


def test_a_finding_keeps_many_small_operations() -> None:
    operations = tuple(Set(A, number) for number in range(3 * MAX_EDIT_SIZE))

    assert retain_edit(Edit("safe", "write it right", operations)).operations == operations


def test_annotations_issues_markdown_and_junit_name_the_command_that_fixes() -> None:
    levels: tuple[EditLevel, ...] = ("safe", "rename", "adapt")
    report = report_of(
        checked(
            HELD, *(finding(place(HELD, word), edit=edit(level)) for word, level in zip("abc", levels, strict=True))
        )
    )
    fixes = [["fix: `preclear check --fix`"], ["fix: `preclear check --fix --unsafe-fixes`"], []]

    assert [command.data.split("\n")[1:] for command in read_github("".join(stream_github(report))).commands] == fixes
    assert [command.data.split("\n")[1:] for command in read_azure("".join(stream_azure(report))).commands] == fixes
    lines = [text for texts in fixes for text in texts]
    assert re.findall(r"^  - (fix: .*)$", "".join(stream_markdown(report)), re.MULTILINE) == lines
    assert re.findall(r"^fix: .*$", "".join(stream_junit(report)), re.MULTILINE) == lines
