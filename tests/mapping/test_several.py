"""Messages that name several places, messages with many details, and what is left out of a huge answer."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from preclear.engine import check_document
from preclear.mapping import MAX_MESSAGES, map_answer, read_answer, summary_lines, unlisted_lines
from preclear.project.results import make_results
from preclear.report.summary import format_omitted
from preclear.source import load_bytes
from preclear.source.limits import Limits
from tests.mapping.answer_sizes import DOCUMENT
from tests.texts import words_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.engine import CheckResult
    from preclear.mapping import MappedAnswer, MappedFinding
    from preclear.source import Json

BOATS = check_document(load_bytes(DOCUMENT.encode(), "boats.yaml"))
TWICE = """\
openapi: 3.1.0
info: {title: Boats, version: "1"}
servers: [{url: https://boats.example.com}]
paths:
  /boats:
    get: {operationId: listBoats, responses: {"204": {description: none}}}
    post: {operationId: addBoat, responses: {"204": {description: none}}}
  /ships:
    get: {operationId: listBoats, responses: {"204": {description: none}}}
"""


def entries(text: str, severity: str = "error", checked: CheckResult = BOATS) -> tuple[MappedFinding, ...]:
    return map_answer(checked, read_answer({"messages": [{"text": text, "severity": severity}]})).mapped_findings


def detailed(*details: str) -> Json:
    return {"text": "wrong", "detail": [*details], "severity": "error"}


@pytest.mark.parametrize(
    "text",
    [
        'conflicting paths "/boats/{id}" and "/boats/{name}"',
        "conflicting paths /boats/{name}, /boats/{id}",
        "GET /boats/{name} is the same as GET /boats/{id}",
        "operations getBoat and findBoat have one signature",
        "#/paths/~1boats~1%7Bid%7D and #/paths/~1boats~1%7Bname%7D are one path",
    ],
)
def test_a_message_that_names_both_ends_of_a_finding_stands_at_it(text: str) -> None:
    (entry,) = entries(text)

    assert [finding.rule.name for finding in entry.foreseen_by] == ["ambiguous-paths"]
    assert (entry.finding.placement, words_at(entry.finding.place)) == ("text", "/boats/{name}")


@pytest.mark.parametrize(
    "text",
    [
        "`findBoat` and #/components/schemas/Boat are wrong",
        "/boats/{id}, /boats/{name} and #/components/schemas/Boat are wrong",
    ],
)
def test_a_message_that_names_more_than_the_ends_of_a_finding_stands_at_the_document(text: str) -> None:
    (entry,) = entries(text)

    assert (entry.finding.placement, entry.foreseen_by) == ("document", ())


def test_an_info_that_names_both_ends_is_foreseen_by_the_error() -> None:
    (entry,) = entries("see /boats/{id} and /boats/{name}", "info")

    assert [finding.rule.name for finding in entry.foreseen_by] == ["ambiguous-paths"]


def test_a_name_that_several_operations_have_names_all_ends_of_what_is_found_of_it() -> None:
    checked = check_document(load_bytes(TWICE.encode(), "boats.yaml"))
    (entry,) = entries("operationId `listBoats` is not unique", checked=checked)
    (expected,) = (finding for finding in checked.findings if finding.counterparts)

    assert entry.foreseen_by == (expected,)
    assert entry.finding.place == expected.place


def test_operations_that_have_one_mistake_in_common_are_not_what_a_message_is_about() -> None:
    repeated = DOCUMENT.replace("{type: array, items: {type: string}}", "{type: string}")
    checked = check_document(load_bytes(repeated.replace("/boats/{name}", "/ships/{name}").encode(), "boats.yaml"))
    (of_both,) = (finding for finding in checked.findings if finding.rule.name == "missing-action-summary")
    (entry,) = entries("getBoat and findBoat and nothing else are wrong", "error", checked)

    assert len(of_both.group_places) == 2
    assert (entry.finding.placement, entry.foreseen_by) == ("document", ())


def test_of_three_ends_the_two_that_are_named_count() -> None:
    text = DOCUMENT.replace("components:", "  /boats/{key}: {}\ncomponents:")
    checked = check_document(load_bytes(text.encode(), "boats.yaml"))
    named = {}
    for one, other in (("id", "name"), ("id", "key"), ("name", "key")):
        (entry,) = entries(f"`/boats/{{{one}}}` conflicts with `#/paths/~1boats~1{{{other}}}`", "error", checked)
        named[one, other] = words_at(entry.finding.place)

    assert named == {("id", "name"): "/boats/{name}", ("id", "key"): "/boats/{key}", ("name", "key"): "/boats/{name}"}


def test_one_end_and_its_path_are_not_both_ends() -> None:
    (entry,) = entries("GET /boats/{id} and response 200 of getBoat")

    assert entry.finding.place.pointer[:3] == ("paths", "/boats/{id}", "get")
    assert words_at(entry.finding.place) == '"200"'


def test_a_long_message_is_not_repeated_with_each_of_its_details() -> None:
    message: Json = {"text": "x" * 5_000, "detail": ["`getBoat`", "`findBoat`"], "severity": "error"}
    found = map_answer(BOATS, read_answer({"messages": [message]})).mapped_findings
    details = [entry for entry in found if entry.finding.placement == "text"]

    assert [(entry.text, entry.omitted_length) for entry in details] == [
        (f"{'x' * 200}…: `getBoat`", 4_800),
        (f"{'x' * 200}…: `findBoat`", 4_800),
    ]
    assert [len(entry.text) for entry in found if entry not in details] == [5_000]


def test_of_many_details_the_last_stay_with_the_message() -> None:
    message = detailed(*(["`getBoat`"] * 1_000), "`findBoat`")
    found = map_answer(BOATS, read_answer({"messages": [message]}), limits=Limits(findings=2_000)).mapped_findings

    assert len(found) == 1_001
    assert [entry.text for entry in found if entry.finding.placement == "document"] == ["wrong: `findBoat`"]


def test_details_count_for_the_clock() -> None:
    message = detailed(*(["one"] * 100))
    looks = iter([False, True])
    mapped = map_answer(BOATS, read_answer({"messages": [message] * 3}), is_time_up=lambda: next(looks))

    assert mapped.unplaced_count == 2


def too_many() -> MappedAnswer:
    messages: list[Json] = [{"text": "", "severity": "info"}] * (MAX_MESSAGES + 7)
    return map_answer(BOATS, read_answer({"messages": messages}), limits=Limits(findings=MAX_MESSAGES))


@pytest.mark.once
def test_messages_that_are_too_many_are_counted() -> None:
    mapped = too_many()
    number = f"{MAX_MESSAGES + 7:,}"

    assert len(mapped.mapped_findings) == MAX_MESSAGES
    assert [*unlisted_lines(mapped)] == [
        f"only the first {MAX_MESSAGES:,} messages of an answer are read: 7 of {number} messages aren't listed"
    ]
    assert f"{number} messages: 0 foreseen, {MAX_MESSAGES:,} not" in [*summary_lines(mapped)]


def test_an_incomplete_comparison_is_reported() -> None:
    actions: list[Json] = [{"name": f"boat{number}", "method": "GET", "path": "/x"} for number in range(500)]
    answer = read_answer({"connector": {}, "actions": actions, "triggers": [], "definitions": []})
    looks: Iterator[bool] = iter([False, False, True])
    mapped = map_answer(BOATS, answer, is_time_up=lambda: next(looks))

    assert not mapped.is_compared
    assert len(mapped.mapped_findings) < 500
    assert any("only part of what was created was compared" in line for line in unlisted_lines(mapped))


def test_a_report_in_pieces_is_one_object() -> None:
    from preclear.report.json_report import dump_json, stream_object

    for number in (0, 1, 2_500):
        items: list[dict[str, Json]] = [{"n": index} for index in range(number)]
        text = "".join(stream_object({"version": 1}, "items", items, {"end": {}}))
        listed: list[Json] = [*items]

        assert text == dump_json({"version": 1, "items": listed, "end": {}})
        assert json.loads("".join(stream_object({"a": 1}, "items", items))) == {"a": 1, "items": items}


def test_omitted_findings_are_counted_in_their_own_file() -> None:
    messages: list[Json] = [{"text": f"GET /boats/{{id}} {number}", "severity": "error"} for number in range(5)]
    mapped = map_answer(BOATS, read_answer({"messages": messages}), limits=Limits(findings=2))
    results = make_results(BOATS)._replace(
        findings=mapped.findings, shown_findings=mapped.findings, omitted=Counter({("import-message", "root.yaml"): 3})
    )

    assert mapped.omitted == {("import-message", "boats.yaml"): 3}
    assert mapped.counts == {"error": 5}
    assert [*format_omitted(results)] == ["and 3 more of `import-message` in root.yaml"]
