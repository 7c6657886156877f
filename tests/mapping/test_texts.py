"""Texts of messages: related places, several faults in one text, hostile texts, and texts about a bundle."""

from __future__ import annotations

import json
from time import process_time
from typing import TYPE_CHECKING

import pytest

from preclear.cli import main
from preclear.engine import check_document
from preclear.mapping import map_answer, read_answer
from preclear.mapping.text.faults import MAX_FAULTS, split_faults
from preclear.source import load_bytes
from tests import pace
from tests.mapping.answers import ANSWERS, document_of, map_to

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.engine import Finding
    from preclear.mapping import MappedFinding
    from preclear.source import Json

PARCELS = document_of("parcels")


def entries(*texts: str, document: str = "parcels") -> tuple[MappedFinding, ...]:
    """The findings of messages with these texts."""
    return map_to(
        document_of(document), {"messages": [{"text": text, "severity": "error"} for text in texts]}
    ).mapped_findings


def related(finding: Finding) -> list[tuple[str, int]]:
    """The reasons and lines of a finding's related places."""
    return [(place.message, place.span.start.line) for place in finding.related]


def test_the_component_is_related_to_its_use() -> None:
    (entry,) = entries("createParcel: schema Parcel has no title")

    assert entry.finding.span.start.line == 45
    assert related(entry.finding) == [("`Parcel` itself", 176)]


def test_the_use_is_related_to_a_property_of_the_component() -> None:
    (entry,) = entries("createParcel: property `name` of schema Parcel is too long")

    assert entry.finding.span.start.line == 182
    assert related(entry.finding) == [("the use in `post /parcels`", 45)]


def test_further_uses_in_the_operation_are_related() -> None:
    (entry,) = entries("listParcels: schema Parcel is odd")

    assert entry.finding.span.start.line == 34
    assert related(entry.finding) == [("`Parcel` itself", 176)]


def test_further_references_to_a_missing_file_are_related() -> None:
    (entry,) = entries("schemas/order.yaml: no such file", document="several-files")

    assert (entry.finding.path, entry.finding.span.start.line) == ("openapi.yaml", 11)
    assert related(entry.finding) == [("another reference to it", 12)]


def test_an_earlier_line_is_related() -> None:
    (entry,) = entries('line 23: mapping key "name" already defined at line 19')

    assert entry.finding.span.start.line == 23
    assert related(entry.finding) == [("the earlier place that the message names", 19)]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("one fault", ["one fault"]),
        ("a; b", ["a", "b"]),
        ("a;b", ["a;b"]),
        ("a\nb\n\n", ["a", "b"]),
        ("2 errors:\n\t* a\n\t* b\n", ["2 errors:", "a", "b"]),
        ("- a\n- b", ["a", "b"]),
        ("bad: 1. a 2. b", ["bad:", "a", "b"]),
        ("1) a\n2) b", ["a", "b"]),
        ("took 3. seconds", ["took 3. seconds"]),
        ("2. a 3. b", ["2. a 3. b"]),
        ("a | b", ["a", "b"]),
        ('a\n  {"b": 1}', ['a\n  {"b": 1}']),
        ("a\n 12 | b", ["a\n 12 | b"]),
        ("", []),
        ("\n\n", []),
    ],
)
def test_a_text_is_split_into_faults(text: str, faults: list[str]) -> None:
    assert split_faults(text) == (faults or ([text] if not text else []))


def test_every_fault_of_a_text_is_in_a_finding() -> None:
    names = ("getParcel", "getEvent", "changeParcel")
    faults = [f"{names[number % 3]}: fault {number}" for number in range(MAX_FAULTS + 50)]
    found = entries("all of this is wrong:\n" + "\n".join(faults))
    texts = "\n".join(entry.text for entry in found)

    assert len(found) == MAX_FAULTS - 2  # without the heading, and without the last part, which has all the rest
    assert all(entry.text.startswith("all of this is wrong: ") for entry in found)
    assert all(fault in texts for fault in faults)


def test_a_text_with_one_place_is_one_finding() -> None:
    (entry,) = entries("GET /parcels is wrong\nfor a reason\n- and another")

    assert entry.text == "GET /parcels is wrong\nfor a reason\n- and another"


def test_details_beside_several_faults_are_kept() -> None:
    message: Json = {"text": "getEvent: odd; getParcel: odd", "detail": ["nothing", "schema Size"], "severity": "error"}
    mapped = map_answer(PARCELS, read_answer({"messages": [message]}))

    assert sorted((entry.finding.span.start.line, entry.text) for entry in mapped.mapped_findings) == [
        (1, "nothing"),
        (72, "getParcel: odd"),
        (102, "getEvent: odd"),
        (193, "schema Size"),
    ]


HOSTILE = (
    "/", "/a", " /a", "GET ", "GET /a ", "a.", "A.", "[", "['a']", "'", "'a' ", "1:", "1:1 ", "line 1 ", "L1 ", " ",
    "\n", "; ", " | ", " * ", "1. a 2. b ", "a.yaml ", ".yaml", "a/", "{{param.", "parameter #1 ", "property a ",
    "response 404 ", "application/json ", "application/", "Key: '", "Action.Parameters[0].Name ", "paths -> ", " -> a",
    "version name is ", "data/", "instance[", "=(", "query path header cookie ", "Parcel ", "createParcel: Parcel ",
    "#/", "~1", "é", "schemas/", "#/components/schemas/Gone ", "at 10:15 ", "GET https://", "body.name ", "/a (get ",
    "already defined at ", "second parameter ", "method=GET path=/a ", "\n{", "\n  \"",
)  # fmt: skip


@pytest.mark.parametrize("part", HOSTILE)
def test_a_hostile_text_takes_linear_time(part: str) -> None:
    answer = read_answer({"messages": [{"text": part * (20_000 // len(part)), "severity": "error"}]})
    start = process_time()
    map_answer(PARCELS, answer)

    assert process_time() - start < pace.seconds(0.5)


def test_map_takes_an_answer_as_about_the_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    messages = [{"text": text, "severity": "error"} for text in ("line 30: odd", "paths.yaml:5: odd")]
    (tmp_path / "answer.json").write_text(json.dumps({"messages": messages}), encoding="utf-8")
    document = str(ANSWERS / "several-files" / "openapi.yaml")
    main(("map", document, "answer.json", "--output-format", "json"))
    findings = json.loads(capsys.readouterr().out)["findings"]

    assert [(finding["path"].rpartition("several-files/")[2], finding["start"]["line"]) for finding in findings] == [
        ("paths.yaml", 5),
        ("schemas/line.yaml", 4),
    ]


def test_each_line_of_a_document_that_cannot_be_read_is_placed() -> None:
    checked = check_document(load_bytes(b"openapi: 3.1.0\ninfo: {\npaths\n", "broken.yaml"))
    text = "yaml: unmarshal errors:\n  line 2: odd\n  line 3: odd, too"
    mapped = map_answer(checked, read_answer({"code": "parse", "message": text}, 400))

    assert [(entry.finding.span.start.line, entry.text) for entry in mapped.mapped_findings] == [
        (2, "yaml: unmarshal errors: line 2: odd"),
        (3, "yaml: unmarshal errors: line 3: odd, too"),
    ]
