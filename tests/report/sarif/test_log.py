"""What a SARIF log says: rules, results, places, suppressions, notifications, and what it leaves out."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from preclear.cli import main
from preclear.engine import RelatedPlace
from preclear.project import ReportedKind, SuppressedEntry
from preclear.project.notes import NothingChecked, UnmatchedPattern
from preclear.report import ExitCode
from preclear.report.formats.sarif import results, stream_sarif
from preclear.report.formats.sarif.results import MAX_RELATED
from preclear.source import Document, Edit, load_bytes
from tests.report.making import KIND, document, finding, place
from tests.report.sarif.making import check, make_log, make_report
from tests.report.sarif.reader import read_findings, read_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source import Json
    from tests.report.sarif.reader import Object

PETS = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example.com}]
paths:
  /pets/{id}:
    get:
      operationId: get pet
      parameters: [{name: id, in: path, schema: {type: string}}]
      responses:
        "200": {description: a pet}
"""


def notifications(log: Object) -> list[tuple[str, str]]:
    (invocation,) = log["runs"][0]["invocations"]
    return [
        (notification["level"], notification["message"]["text"])
        for notification in invocation["toolExecutionNotifications"]
    ]


def result_at(path: Path | None, pointer: tuple[str | int, ...] = ("info",), **changes: Any) -> Any:
    doc = Document("as-typed.yaml", path, b"", "openapi: 1\ninfo: 2\n")
    doc = load_bytes(doc.text.encode(), "as-typed.yaml", file=path)
    there = place(doc, "info")._replace(pointer=pointer)
    return replace(finding(there), **changes)


def test_a_result_has_the_start_and_end_of_its_place_and_the_pointer(folder: Path) -> None:
    (result,) = make_log(make_report(result_at(folder / "a b" / "pets#1.yaml")))["runs"][0]["results"]

    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "a%20b/pets%231.yaml", "uriBaseId": "SRCROOT"},
                "region": {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 5},
            },
            "logicalLocations": [{"name": "info", "fullyQualifiedName": "/info", "kind": "property"}],
        }
    ]


def test_columns_count_characters_not_bytes_or_utf16_units() -> None:
    doc = document("x: 1 # 🐕é\n🐕: wrong\n")
    log = make_log(make_report(finding(place(doc, "wrong"))))

    assert log["runs"][0]["columnKind"] == "unicodeCodePoints"
    assert read_findings(log)[0][3] == (2, 4, 2, 9)


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("/nowhere/é.yaml", "file:///nowhere/%C3%A9.yaml"),
        ("/nowhere/" + os.fsdecode(b"\xff.yaml"), "file:///nowhere/%FF.yaml"),
        ("/nowhere/\ud800.yaml", "file:///nowhere/%ED%A0%80.yaml"),
        ("a:b?c.yaml", "a%3Ab%3Fc.yaml"),
        ("]](javascript:x)\n::error::.yaml", "%5D%5D%28javascript%3Ax%29%0A%3A%3Aerror%3A%3A.yaml"),
    ],
    ids=ascii,
)
def test_paths_are_percent_encoded_and_absolute_outside_of_the_root(folder: Path, path: str, uri: str) -> None:
    (result,) = make_log(make_report(result_at(folder / path)))["runs"][0]["results"]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]

    assert location["uri"] == uri
    assert ("uriBaseId" in location) == (not path.startswith("/"))


def test_standard_input_is_an_artifact_without_a_uri() -> None:
    log = make_log(make_report(result_at(None)))

    (result,) = log["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"index": 0}
    assert "location" not in log["runs"][0]["artifacts"][0]
    assert read_path(log, {"index": 0}) == "<stdin>"


def test_no_folder_of_the_machine_is_in_the_log(folder: Path) -> None:
    (folder / "pets.yaml").write_text(PETS)
    check("pets.yaml")

    text = Path(".log.sarif").read_text()
    assert '"originalUriBaseIds":{"SRCROOT":{"description":' in text
    assert str(folder) not in text
    assert folder.as_uri() not in text


def test_all_checked_kinds_are_rules_with_help_and_those_of_findings_are_added(folder: Path) -> None:
    (folder / "pets.yaml").write_text(PETS)
    log = check("pets.yaml", "--ignore", "document", "--show", "info").sarif
    rules = {rule["id"]: rule for rule in log["runs"][0]["tool"]["driver"]["rules"]}

    assert list(rules) == sorted(rules)
    assert "duplicate-status" in rules
    assert "ambiguous-scalar" not in rules
    rule = rules["optional-path-parameter"]
    assert rule["name"] == "OptionalPathParameter"
    assert rule["shortDescription"]["text"].endswith(".")
    assert rule["help"]["text"].startswith(rule["shortDescription"]["text"])
    assert "`" not in rule["help"]["text"]
    assert "`required: true`" in rule["help"]["markdown"]
    assert rule["helpUri"].startswith("https://")
    assert rule["helpUri"].endswith("/optional-path-parameter")
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["properties"]["tags"][1].startswith("basis-")

    added = make_log(make_report(result_at(None), kinds=(ReportedKind(KIND, "info"),)))
    assert [rule["id"] for rule in added["runs"][0]["tool"]["driver"]["rules"]] == [KIND.name]
    assert added["runs"][0]["tool"]["driver"]["rules"][0]["defaultConfiguration"] == {"level": "note"}
    other = replace(KIND, name="answered")
    both = make_log(make_report(result_at(None, rule=other), kinds=(ReportedKind(KIND, "info"),)))
    assert [rule["id"] for rule in both["runs"][0]["tool"]["driver"]["rules"]] == ["answered", KIND.name]
    assert both["runs"][0]["results"][0]["ruleIndex"] == 0


def test_severities_become_levels(folder: Path) -> None:
    log = make_log(make_report(*(result_at(None, severity=item) for item in ("error", "warning", "info"))))

    assert [result["level"] for result in log["runs"][0]["results"]] == ["error", "warning", "note"]


def test_a_message_is_plain_text_in_sentences_with_its_help() -> None:
    reported = result_at(
        None, message="`a` is `{0}` and `/pets/{id}`, see [x](https://evil.example)\x1b", help="use `b`"
    )
    (result,) = make_log(make_report(reported))["runs"][0]["results"]

    assert result["message"] == {
        "text": "'a' is '{{0}}' and '/pets/{id}', see [x]\\x28https://evil.example)\\x1b. Use 'b'."
    }


def test_related_places_have_numbers_and_messages() -> None:
    doc = document("a: 1\nb: 2\n")
    reported = finding(place(doc, "b"), related=(("the first `a`", place(doc, "a")),))
    (result,) = make_log(make_report(reported))["runs"][0]["results"]

    (related,) = result["relatedLocations"]
    assert related["id"] == 1
    assert related["message"] == {"text": "the first 'a'"}
    assert related["physicalLocation"]["region"] == {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 2}


def test_fingerprints_depend_neither_on_the_line_nor_on_the_folder_nor_on_how_a_path_is_typed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".git").mkdir()
    (folder / "apis").mkdir()
    (folder / "apis" / "pets.yaml").write_text(PETS)
    from_root = fingerprints("apis/pets.yaml")
    typed = fingerprints("apis/../apis/./pets.yaml")
    (folder / "apis" / "pets.yaml").write_text("# a comment\n\n" + PETS)
    moved = fingerprints("apis/pets.yaml")
    monkeypatch.chdir(folder / "apis")
    from_folder = fingerprints("pets.yaml")

    assert from_root == typed == moved == from_folder
    assert len(from_root) == len(set(from_root)) > 1


def fingerprints(path: str) -> list[str]:
    log = check(path).sarif
    return [result["partialFingerprints"]["preclear/v1"] for result in log["runs"][0]["results"]]


def test_suppressed_findings_are_results_with_their_reason(folder: Path) -> None:
    text = PETS.replace("get pet\n", "get pet # preclear: ignore[invalid-action-name] the vendor's own\n")
    (folder / "pets.yaml").write_text(text)
    (folder / "preclear.toml").write_text(
        'show = "info"\n[[ignores]]\nrules = ["optional-path-parameter"]\nreason = "known\\u001b"\n'
    )
    main(["baseline"])
    log = check("pets.yaml").sarif

    results = {result["ruleId"]: result["suppressions"] for result in log["runs"][0]["results"]}
    assert results["invalid-action-name"] == [{"kind": "inSource", "justification": "the vendor's own"}]
    assert results["optional-path-parameter"] == [{"kind": "external", "justification": "known\\x1b"}]
    assert all("fixes" not in result for result in log["runs"][0]["results"])
    assert results["missing-auth-scheme"] == [{"kind": "external"}]
    assert read_findings(log) == []
    assert len(read_findings(log, suppressed=True)) == len(results)


def test_a_run_that_could_not_check_says_so_with_its_problems(folder: Path) -> None:
    (folder / "pets.yaml").write_text(PETS)
    code = main(["check", "pets.yaml", "no*.yaml", "--report", "sarif=log.sarif"])
    log = json.loads(Path("log.sarif").read_bytes())

    (invocation,) = log["runs"][0]["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, code) == (False, 2)
    assert ("error", "No file matches 'no*.yaml'.") in notifications(log)
    assert "commandLine" not in invocation
    fine = make_log(make_report(result_at(None)))
    assert fine["runs"][0]["invocations"] == [
        {"executionSuccessful": True, "exitCode": 1, "toolExecutionNotifications": []}
    ]


def test_many_problems_are_counted() -> None:
    problems = tuple(UnmatchedPattern(f"{number}.yaml") for number in range(1_500))
    log = make_log(
        make_report(problems=problems, notes=(NothingChecked(),), exit_code=ExitCode.UNCHECKED, omitted={("a", "b"): 7})
    )

    messages = notifications(log)
    assert len(messages) == 1_002
    assert messages[0] == ("error", "No file matches '0.yaml'.")
    assert messages[-2:] == [
        ("warning", "501 messages left out here."),
        ("warning", "7 findings left out because of the limit 'findings', or to save memory."),
    ]


def test_errors_come_first_when_there_are_too_many_results(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "MAX_RESULTS", 3)
    severities: tuple[Any, ...] = ("info", "error", "warning", "warning", "error")
    reported = [result_at(None, severity=severity, nth=nth) for nth, severity in enumerate(severities)]
    log = make_log(make_report(*reported, suppressed=(SuppressedEntry(result_at(None), "baseline", ""),)))

    assert [result["level"] for result in log["runs"][0]["results"]] == ["error", "warning", "error"]
    assert notifications(log)[0][1].startswith("1 info, 1 suppressed finding, 1 warning left out: ")


def test_related_places_beyond_githubs_limit_are_left_out_and_counted() -> None:
    doc = document("a: 1\n")
    there = place(doc, "a")
    related = tuple(RelatedPlace("here", there, there.span) for _ in range(MAX_RELATED + 2))
    log = make_log(make_report(replace(finding(there), related=related)))

    assert len(log["runs"][0]["results"][0]["relatedLocations"]) == MAX_RELATED
    assert notifications(log) == [("warning", "2 related locations left out: GitHub takes 1,000 for a result.")]


def test_fixable_findings_without_a_fix_are_counted() -> None:
    edits = [Edit("safe", "do it", ()), Edit("adapt", "do it", (), loss="it")]
    log = make_log(make_report(*(result_at(None, edit=edit) for edit in edits)))

    assert [text for _, text in notifications(log)] == [
        "1 fixable finding without a fix here; run 'preclear check --diff --unsafe-fixes' to see what fixing changes."
    ]


def test_a_log_is_ascii_with_a_result_a_line_and_no_command_in_it() -> None:
    hostile = "`##[error]x` ##vso[a]b `</script>` ]]> \u202e\u2028\n::error::x\x00\ud800"
    loaded = load_bytes(
        b"a: 1\n", f"\u202e{hostile}", file=Path("/nowhere") / hostile.replace("\x00", "").replace("/", "")
    )
    there = place(loaded, "a")._replace(pointer=(hostile, 1))
    kind = replace(KIND, doc=f"{hostile}\n\n{hostile}")
    reported = replace(finding(there, hostile, help=hostile, related=((hostile, there),), kind=kind))
    text = "".join(stream_sarif(make_report(reported, problems=(UnmatchedPattern(hostile),))))

    assert text.isascii()
    assert "##" not in text
    assert len(text.splitlines()) == text.count("\n") == 9
    for line in text.splitlines():
        assert not line.lstrip().startswith("::")
    values = list(strings(json.loads(text)))
    assert [value for value in values if any(ord(character) < 32 and character != "\n" for character in value)] == []
    assert [value for value in values if "\u202e" in value or "\ud800" in value] == []


def strings(value: Json) -> Iterator[str]:
    """All texts in a value, keys included."""
    pending = [value]
    while pending:
        current = pending.pop()
        if isinstance(current, str):
            yield current
        elif isinstance(current, dict):
            yield from current
            pending.extend(current.values())
        elif isinstance(current, list):
            pending.extend(current)
