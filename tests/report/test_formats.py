"""The formats as a whole: order, shape, the last line."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Protocol

import pytest
from jsonschema import Draft202012Validator

from preclear.project.results import Results, is_failing, make_results
from preclear.project.results.results import DocumentFindings, ResultCollector
from preclear.report.formats.concise import format_concise
from preclear.report.formats.full import format_full
from preclear.report.json_report import format_json
from preclear.report.rule_pages import page_url
from preclear.rule import Rule
from preclear.source import Place, Position, Span
from tests.report.making import KIND, NOTHING_FIXABLE, checked, document, finding, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.engine import CheckResult
    from preclear.source import Json, Report, Severity

POSITION: dict[str, Json] = {
    "type": "object",
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
    "required": ["line", "column"],
    "additionalProperties": False,
}
RELATED: dict[str, Json] = {
    "type": "object",
    "properties": {
        "message": {"type": "string"},
        "path": {"type": "string"},
        "pointer": {"type": "string"},
        "start": POSITION,
        "end": POSITION,
    },
    "required": ["message", "path", "pointer", "start", "end"],
    "additionalProperties": False,
}
OPERATION: dict[str, Json] = {
    "type": "object",
    "properties": {
        "operation": {"enum": ["set", "rename", "insert", "remove"]},
        "path": {"type": "string"},
        "pointer": {"type": "string", "pattern": "^(/.*)?$"},
        "key": {"type": ["string", "integer"]},
        "value": True,
    },
    "required": ["operation", "path", "pointer"],
    "additionalProperties": False,
}
FIX: dict[str, Json] = {
    "type": "object",
    "properties": {
        "level": {"enum": ["safe", "rename", "adapt"]},
        "title": {"type": "string"},
        "loss": {"type": "string"},
        "operations": {"type": "array", "items": OPERATION, "minItems": 1},
    },
    "required": ["level", "title"],
    "additionalProperties": False,
}
FIELDS: dict[str, Json] = {
    "rule": {"type": "string", "pattern": "^[a-z][a-z0-9-]*$"},
    "category": {"type": "string"},
    "severity": {"enum": ["error", "warning", "info"]},
    "basis": {"enum": ["contract", "docs", "openapi", "inferred", "practice"]},
    "message": {"type": "string"},
    "help": {"type": ["string", "null"]},
    "path": {"type": "string"},
    "pointer": {"type": "string", "pattern": "^(/.*)?$"},
    "part": {"enum": ["key", "value"]},
    "start": POSITION,
    "end": POSITION,
    "related": {"type": "array", "items": RELATED},
    "origin": {"enum": ["check", "import"]},
    "placed": {"enum": ["exact", "resource", "text", "document"]},
    "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
    "url": {"type": ["string", "null"]},
    "fix": {"anyOf": [{"type": "null"}, FIX]},
}
FINDING: dict[str, Json] = {
    "type": "object",
    "properties": FIELDS,
    "required": list(FIELDS),
    "additionalProperties": False,
}
COUNT: dict[str, Json] = {"type": "integer", "minimum": 0}
OMITTED: dict[str, Json] = {
    "type": "object",
    "properties": {"rule": {"type": "string"}, "path": {"type": "string"}, "count": COUNT},
    "required": ["rule", "path", "count"],
    "additionalProperties": False,
}
SCHEMA: dict[str, Json] = {
    "type": "object",
    "properties": {
        "version": {"const": 1},
        "summary": {
            "type": "object",
            "properties": {
                "files": COUNT,
                "errors": COUNT,
                "warnings": COUNT,
                "infos": COUNT,
                "fixable": {
                    "type": "object",
                    "properties": {"safe": COUNT, "rename": COUNT, "adapt": COUNT},
                    "required": ["safe", "rename", "adapt"],
                    "additionalProperties": False,
                },
                "omitted": {"type": "array", "items": OMITTED, "minItems": 1},
            },
            "required": ["files", "errors", "warnings", "infos", "fixable"],
            "additionalProperties": False,
        },
        "findings": {"type": "array", "items": FINDING},
    },
    "required": ["version", "summary", "findings"],
    "additionalProperties": False,
}


class Validates(Protocol):
    """The part of a validator of jsonschema that is used here, whose own types are not complete."""

    def validate(self, instance: Json, /) -> None: ...


VALIDATOR: Validates = Draft202012Validator(SCHEMA)


def gathered(*outcomes: CheckResult) -> Results:
    gathering = ResultCollector()
    for outcome in outcomes:
        gathering.add(DocumentFindings.from_check_result(outcome))
    return gathering.build_results()


def several() -> Results:
    """An error and a warning in one file, an info in another, nothing in a third."""
    one, two, three = document("a: 1\nb: 2\n", "b.yaml"), document("a: 1\n", "a.yaml"), document("a: 1\n", "c.yaml")
    return gathered(
        checked(one, finding(place(one, "b"), "second"), finding(place(one, "a"), "first", severity="warning")),
        checked(two, finding(place(two, "a"), "other file", severity="info", help="mend it")),
        checked(three),
    )


def last_line(*severities: Severity) -> str:
    doc = document("a: 1\n")
    return list(
        format_full(
            make_results(
                checked(doc, *(finding(place(doc, "a"), str(i), severity=s) for i, s in enumerate(severities)))
            )
        )
    )[-1]


def test_concise_has_one_line_a_finding_by_file_line_and_column() -> None:
    assert list(format_concise(several())) == [
        "a.yaml:1:1: info: other file [made-up-rule]",
        "b.yaml:1:1: warning: first [made-up-rule]",
        "b.yaml:2:1: error: second [made-up-rule]",
        "Found 1 error, 1 warning and 1 info in 2 files (3 checked).",
    ]


def test_full_has_a_frame_for_each_finding_and_blank_lines_between() -> None:
    lines = list(format_full(several()))

    assert [line for line in lines if "[made-up-rule]" in line] == [
        "info[made-up-rule]: other file",
        "warning[made-up-rule]: first",
        "error[made-up-rule]: second",
    ]
    assert lines.count("") == 3
    assert lines[-1] == "Found 1 error, 1 warning and 1 info in 2 files (3 checked)."


@pytest.mark.parametrize(
    ("severities", "expected"),
    [
        ((), "No findings in 1 file."),
        (("error",), "Found 1 error in 1 file."),
        (("error", "error", "error", "warning"), "Found 3 errors and 1 warning in 1 file."),
        (("info", "info"), "Found 2 infos in 1 file."),
    ],
)
def test_the_last_line_counts(severities: tuple[Severity, ...], expected: str) -> None:
    assert last_line(*severities) == expected


def test_says_what_was_left_out_and_counts_it() -> None:
    doc = document("a: 1\n")
    results = make_results(checked(doc, finding(place(doc, "a")), omitted={("made-up-rule", "pets.yaml"): 3136}))

    assert list(format_concise(results))[1:] == [
        "and 3,136 more of `made-up-rule` in pets.yaml",
        "Found 3,137 errors in 1 file.",
    ]
    assert json.loads(format_json(results))["summary"] == {
        "files": 1,
        "errors": 3137,
        "warnings": 0,
        "infos": 0,
        "fixable": NOTHING_FIXABLE,
        "omitted": [{"rule": "made-up-rule", "path": "pets.yaml", "count": 3136}],
    }


def test_a_fragment_that_two_documents_use_is_told_once() -> None:
    fragment = document("a: 1\n", "shared.yaml")
    again = document("a: 1\n", "shared.yaml")
    omitted = {("made-up-rule", "shared.yaml"): 5}
    results = gathered(
        checked(document("a: 1\n", "one.yaml"), finding(place(fragment, "a")), omitted=omitted),
        checked(document("a: 1\n", "two.yaml"), finding(place(again, "a")), omitted=omitted),
    )

    assert [item.path for item in results.findings] == ["shared.yaml"]
    assert results.counts == {"error": 6}
    assert results.omitted == omitted


def test_two_findings_at_one_place_are_both_told() -> None:
    doc = document("a: 1\n")

    assert len(make_results(checked(doc, finding(place(doc, "a"), "x"), finding(place(doc, "a"), "y"))).findings) == 2


@pytest.mark.parametrize(("least", "expected"), [("error", False), ("warning", True), ("info", True)])
def test_a_warning_reaches_warning_and_info(least: Severity, expected: bool) -> None:
    doc = document("a: 1\n")

    counts = make_results(checked(doc, finding(place(doc, "a"), severity="warning"))).counts

    assert is_failing(counts, least) is expected


def test_json_has_every_field_of_a_finding() -> None:
    doc = document("a: 1\nb:\n  c: ü\n")
    at = Place(doc, ("b", "c"), "key")
    related = (("see there", Place(doc, ("a",))),)

    report = json.loads(
        format_json(make_results(checked(doc, finding(at, "`ü` is wrong", help="mend it", related=related))))
    )

    assert report["findings"] == [
        {
            "rule": "made-up-rule",
            "category": "document",
            "severity": "error",
            "basis": "practice",
            "message": "`ü` is wrong",
            "help": "mend it",
            "path": "pets.yaml",
            "pointer": "/b/c",
            "part": "key",
            "start": {"line": 3, "column": 3},
            "end": {"line": 3, "column": 4},
            "related": [
                {
                    "message": "see there",
                    "path": "pets.yaml",
                    "pointer": "/a",
                    "start": {"line": 1, "column": 4},
                    "end": {"line": 1, "column": 5},
                }
            ],
            "origin": "check",
            "placed": "exact",
            "fingerprint": "ff07e720372327e9",
            "url": "https://preclear.example/docs/rules/made-up-rule",
            "fix": None,
        }
    ]
    VALIDATOR.validate(report)


def test_json_of_several_files_is_of_the_schema() -> None:
    report = json.loads(format_json(several()))

    VALIDATOR.validate(report)
    assert report["summary"] == {"files": 3, "errors": 1, "warnings": 1, "infos": 1, "fixable": NOTHING_FIXABLE}


def test_json_keeps_a_message_that_looks_like_a_command() -> None:
    doc = document("a: 1\n")
    message = "\\##[error]\u202e \ud800"

    written = format_json(make_results(checked(doc, finding(place(doc, "a"), message))))

    assert "##[" not in written
    assert json.loads(written)["findings"][0]["message"] == message


def test_a_rule_of_another_pack_has_no_page_of_ours() -> None:
    def check(node: object) -> Iterator[Report]:
        return iter(())

    metadata = {field.name: getattr(KIND, field.name) for field in dataclasses.fields(KIND)}
    theirs = Rule(**metadata, module=__name__, on=object, load_check=lambda: check)

    assert page_url(theirs) is None
    assert page_url(KIND) == "https://preclear.example/docs/rules/made-up-rule"


def test_an_exact_place_tells_two_faults_of_one_node_apart() -> None:
    doc = document("a: 1\na: 2\n")
    places = [Place(doc, (), exact=Span(Position(line, 1), Position(line, 2))) for line in (1, 2)]

    assert len(make_results(checked(doc, *(finding(item) for item in places))).findings) == 2
