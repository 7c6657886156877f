"""GitLab's Code Quality, JUnit and rdjson: the same findings as in JSON, whatever the folder and the number of jobs."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from preclear.cli import main
from preclear.project import NothingChecked, UnmatchedPattern
from preclear.project.results import make_results
from preclear.report import ExitCode, stream_report
from preclear.report.finding_report import FindingReport
from preclear.report.formats.rdjson import MAX_SUGGESTION_LINES
from preclear.report.rendering.escape import escape
from tests.report.dashboards import (
    JUnitCases,
    Listed,
    apply_suggestion,
    load_rdjson,
    read_gitlab,
    read_junit,
    read_rdjson,
    without_backticks,
)
from tests.report.making import KIND, checked, document, finding, place

if TYPE_CHECKING:
    from typing import Any

    from preclear.engine import CheckResult
    from preclear.source import Severity

FIXTURES = Path(__file__).parents[2] / "fixtures"
FORMATS = ("gitlab", "junit", "rdjson")
OPTIONAL = """\
openapi: 3.1.0
info: {title: "Pëts 🐈", version: "1"}
servers: [{url: https://pets.example.com}]
paths:
  /pets/{id}:
    get:
      operationId: getPet
      summary: Get a pet
      parameters:
        - {description: "Ñandú 🐈", name: id, in: path, schema: {type: string}}
      responses: {"200": {description: a pet}}
"""


def write(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    main(["check", *arguments])
    return capsys.readouterr().out


def expect(json_text: str, root: Path) -> list[Listed]:
    """The findings of the JSON output, with paths relative to `root`, sorted by them."""
    return sorted(
        (
            Listed(
                os.path.relpath(os.path.abspath(item["path"]), root),  # noqa: PTH100
                item["start"]["line"],
                item["start"]["column"],
                item["severity"],
                item["rule"],
                without_backticks(escape(item["message"])),
            )
            for item in json.loads(json_text)["findings"]
        ),
        key=lambda listed: listed.path,
    )


def assert_same(capsys: pytest.CaptureFixture[str], root: Path, *arguments: str) -> None:
    expected = expect(write(capsys, "--report", "json", *arguments), root)
    assert expected
    assert read_gitlab(write(capsys, "--report", "gitlab", *arguments)) == expected
    assert read_rdjson(write(capsys, "--report", "rdjson", *arguments), root) == expected
    cases = read_junit(write(capsys, "--report", "junit", *arguments))
    assert sorted(cases.failed + cases.passed) == sorted(expected)
    assert cases.failed == [listed for listed in expected if listed.severity == "error"]


@pytest.fixture
def fixtures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with all fixtures of rules, which is the current folder."""
    shutil.copytree(FIXTURES / "rules", tmp_path / "apis")
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_findings_are_those_of_json(fixtures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert_same(capsys, fixtures, "apis")


def test_neither_the_folder_nor_the_jobs_matter(
    fixtures: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [path.name for path in sorted((fixtures / "apis").iterdir())[::6]]
    (fixtures / "specs").mkdir()
    for format in FORMATS:
        monkeypatch.chdir(fixtures)
        options = ("--ignore", "external-reference", "--report", format)  # its messages name a file as it was typed
        plain = write(capsys, *options, *(f"apis/{name}" for name in names))
        assert write(capsys, *options, "--jobs", "2", *(f"./apis/{name}" for name in names)) == plain
        monkeypatch.chdir(fixtures / "apis" / names[0])
        assert write(capsys, *options, *(f"../{name}" for name in names)) == plain
        monkeypatch.chdir(fixtures / "specs")
        assert write(capsys, *options, *(str(fixtures / "apis" / name) for name in names)) == plain


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_columns_of_rdjson_count_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, jobs: str
) -> None:
    """In a file with a byte order mark, in one with wide characters, and in a long line."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "marked.yaml").write_text(OPTIONAL.replace("openapi: 3.1.0", "openapi: 010"), encoding="utf-8-sig")
    (tmp_path / "wide.yaml").write_text(OPTIONAL, encoding="utf-8")
    text = json.dumps({"é" * 9_000: 1, "openapi": "3.1.0", "info": 5, "paths": {"/ü": 5}}, ensure_ascii=False)
    (tmp_path / "long.json").write_text(text, encoding="utf-8")

    assert_same(capsys, tmp_path, "marked.yaml", "wide.yaml", "long.json", "--jobs", jobs)

    report = load_rdjson(write(capsys, "marked.yaml", "--report", "rdjson", "--jobs", jobs))
    starts = [diagnostic["location"]["range"]["start"] for diagnostic in report["diagnostics"]]
    assert {"line": 1, "column": len("\ufeffopenapi: ".encode()) + 1} in starts


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_suggestion_does_what_fix_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, jobs: str
) -> None:
    for encoding in ("utf-8", "utf-8-sig"):
        folder = tmp_path / encoding
        folder.mkdir()
        monkeypatch.chdir(folder)
        for name, newline in (("a.yaml", "\n"), ("b.yaml", "\r\n")):
            (folder / name).write_bytes(OPTIONAL.replace("\n", newline).encode(encoding))

        report = load_rdjson(write(capsys, "a.yaml", "b.yaml", "--report", "rdjson", "--jobs", jobs))
        suggested = {
            diagnostic["location"]["path"]: apply_suggestion(
                (folder / diagnostic["location"]["path"]).read_bytes(), diagnostic["suggestions"][0]
            )
            for diagnostic in report["diagnostics"]
            if "suggestions" in diagnostic
        }
        write(capsys, "a.yaml", "b.yaml", "--fix", "--unsafe-fixes")

        assert suggested == {name: (folder / name).read_bytes() for name in ("a.yaml", "b.yaml")}


def test_suggestions_of_all_fixtures_do_what_fix_does(fixtures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a file with a single fix. Other edits of the file would change it, too."""
    report = load_rdjson(write(capsys, "apis", "--report", "rdjson"))
    suggestions: dict[str, list[dict[str, Any]]] = {}
    for diagnostic in report["diagnostics"]:
        suggestions.setdefault(diagnostic["location"]["path"], []).extend(diagnostic.get("suggestions", []))
    before = {path: (fixtures / path).read_bytes() for path in suggestions}
    fixed = json.loads(write(capsys, "apis", "--fix", "--unsafe-fixes", "--report", "json"))["fixed"]
    numbers = {path: sum(item["path"] == path for item in fixed) for path in suggestions}
    tried = [path for path, items in suggestions.items() if len(items) == 1 == numbers[path]]

    assert len(tried) > 10
    for path in tried:
        assert apply_suggestion(before[path], suggestions[path][0]) == (fixtures / path).read_bytes(), path


def test_a_fix_that_a_comment_cannot_show_is_no_suggestion(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rename that changes a reference far away or in another file, and a fix of a text in UTF-16."""
    monkeypatch.chdir(tmp_path)
    pet = "components:\n  schemas:\n    a pet: {type: string}\n"
    use = '"200": {description: a pet, content: {text/plain: {schema: {$ref: "#/components/schemas/a pet"}}}}'
    text = OPTIONAL.replace(", schema: {type: string}", ", required: true, schema: {type: string}")
    text = text.replace('"200": {description: a pet}', use)

    def count(text: str, encoding: str = "utf-8") -> int:
        (tmp_path / "pets.yaml").write_bytes(text.encode(encoding))
        report = load_rdjson(write(capsys, "pets.yaml", "--report", "rdjson"))
        fixable = json.loads(write(capsys, "pets.yaml", "--report", "json"))["summary"]["fixable"]
        assert fixable["safe"] + fixable["rename"] == 1
        return sum(len(diagnostic.get("suggestions", [])) for diagnostic in report["diagnostics"])

    assert count(text + pet) == 1
    assert count(text + "\n" * MAX_SUGGESTION_LINES + pet) == 0
    (tmp_path / "more.yaml").write_text("a: {$ref: 'pets.yaml#/components/schemas/a pet'}\n")
    assert count(text + pet.replace("{type: string}", "{type: string}\n    b: {$ref: 'more.yaml#/a'}")) == 0
    assert count(OPTIONAL) == 1
    assert count(OPTIONAL, "utf-16") == 0


def make_report(
    *results: CheckResult, exit_code: ExitCode = ExitCode.FINDINGS, fail_on: dict[str, str] | None = None, **parts: Any
) -> FindingReport:
    report = FindingReport(make_results(results[0]), (), (), (), (), (), Path("/nowhere"), exit_code)
    return report._replace(fail_on=fail_on or {}, **parts)


def text_of(format: str, report: FindingReport) -> str:
    return "".join(stream_report(format, report))


def test_findings_at_one_place_have_different_fingerprints() -> None:
    doc = document("a: 1\n")
    messages = ["one", "two", "two", "three"]
    report = make_report(checked(doc, *(finding(place(doc, "a"), message) for message in messages)))
    more = make_report(checked(doc, *(finding(place(doc, "a"), message) for message in [*messages, "zero"])))

    found, found_later = (json.loads(text_of("gitlab", item)) for item in (report, more))

    assert [listed.message for listed in read_gitlab(text_of("gitlab", report))] == sorted(messages)
    assert found == found_later[:-1]


def test_a_fingerprint_does_not_depend_on_the_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found: list[list[str]] = []
    for head in ("", "# a comment\n\n"):
        (tmp_path / "pets.yaml").write_text(head + OPTIONAL)
        found.append([issue["fingerprint"] for issue in json.loads(write(capsys, "pets.yaml", "--report", "gitlab"))])

    assert found[0] == found[1] != []


def test_a_clean_run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "apis").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "apis" / "pets.yaml").write_text(OPTIONAL)
    monkeypatch.chdir(tmp_path / "apis")
    arguments = ("pets.yaml", "--select", "duplicate-action-name", "--report")

    assert write(capsys, *arguments, "gitlab") == "[]\n"
    assert load_rdjson(write(capsys, *arguments, "rdjson")) == {
        "source": {"name": "preclear", "url": "https://preclear.example"},
        "diagnostics": [],
    }
    assert read_junit(write(capsys, *arguments, "junit")) == JUnitCases([], [], ["apis/pets.yaml"], [])


@pytest.mark.parametrize(
    ("fail_on", "exit_code", "failed"),
    [
        ({}, ExitCode.FINDINGS, ["error"]),
        ({"pets.yaml": "warning"}, ExitCode.FINDINGS, ["error", "warning"]),
        ({"pets.yaml": "info"}, ExitCode.UNCHECKED, ["error", "warning", "info"]),
        ({"pets.yaml": "never"}, ExitCode.UNCHECKED, []),
        ({"cats.yaml": "info"}, ExitCode.FINDINGS, ["error"]),
        ({}, ExitCode.OK, []),
    ],
    ids=str,
)
def test_a_case_fails_if_its_finding_fails_the_run(
    fail_on: dict[str, str], exit_code: ExitCode, failed: list[str]
) -> None:
    severities: tuple[Severity, ...] = ("error", "warning", "info")
    doc = document("a: 1\n")
    findings = [finding(place(doc, "a"), severity, severity=severity) for severity in severities]

    cases = read_junit(text_of("junit", make_report(checked(doc, *findings), exit_code=exit_code, fail_on=fail_on)))

    assert sorted(listed.severity for listed in cases.failed) == sorted(failed)
    assert len(cases.failed + cases.passed) == 3


def test_what_fails_a_run_comes_from_options_and_configs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, fail_on in (("strict", "info"), ("lenient", "never"), ("default", "error")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "preclear.toml").write_text(f'fail-on = "{fail_on}"\n')
        (tmp_path / name / "pets.yaml").write_text(OPTIONAL)

    def read(*options: str) -> list[set[tuple[str, str]]]:
        cases = read_junit(write(capsys, ".", "--report", "junit", *options))
        return [{(item.path.split("/")[0], item.severity) for item in part} for part in (cases.failed, cases.passed)]

    names = ("strict", "lenient", "default")
    errors, infos = ({(name, severity) for name in names} for severity in ("error", "info"))
    failed = {("strict", "error"), ("strict", "info"), ("default", "error")}
    assert read() == [failed, (errors | infos) - failed]
    assert read("--fail-on", "error", "--jobs", "2") == [errors, infos]


def test_what_could_not_be_checked_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    doc = document("a: 1\n")
    problem = UnmatchedPattern("no\x00thing")

    report = make_report(checked(doc), problems=(problem,), notes=(NothingChecked(),), exit_code=ExitCode.UNCHECKED)

    assert read_junit(text_of("junit", report)).errors == [escape(problem.text)]
    assert read_junit(write(capsys, "--report", "junit")).errors == [escape(NothingChecked().text)]
    assert read_junit(write(capsys, "*.yaml", "--report", "junit")).errors == ["no file matches `*.yaml`"]


def test_standard_input_has_a_path(capsys: pytest.CaptureFixture[str]) -> None:
    doc = document("a: 1\n", path="<stdin>")
    report = make_report(checked(doc, finding(place(doc, "a"), "`a` is wrong")))

    assert [listed.path for listed in read_gitlab(text_of("gitlab", report))] == ["<stdin>"]
    assert [listed.path for listed in read_junit(text_of("junit", report)).failed] == ["<stdin>"]
    assert [listed.path for listed in read_rdjson(text_of("rdjson", report), Path("/nowhere"))] == ["<stdin>"]


def test_the_text_of_a_failure_is_what_people_read() -> None:
    doc = document("a: 1\nb: <2>\n")
    kind = replace(KIND, name="a-rule")
    at = place(doc, "<2>")
    report = make_report(checked(doc, finding(at, "`b` is <2>", help="use `1`", related=(("1 & 2", at),), kind=kind)))

    text = text_of("junit", report)

    assert (
        '<failure type="a-rule" message="`b` is &lt;2&gt;">error[a-rule]: `b` is &lt;2&gt;\n'
        "--&gt; pets.yaml:2:4\n2 | b: &lt;2&gt;\n  |    ^^^\nrelated: 1 &amp; 2 (pets.yaml:2:4)\nhelp: use `1`\n"
    ) in text


@pytest.mark.once
def test_more_findings_than_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one file, each line with wide characters."""
    monkeypatch.chdir(tmp_path)
    operations = (f"  /é{n}: {{get: {{operationId: 'a {n}', responses: {{}}}}}}\n" for n in range(1_200))
    (tmp_path / "many.yaml").write_text("openapi: 3.1.0\ninfo: {title: a, version: b}\npaths:\n" + "".join(operations))

    assert_same(capsys, tmp_path, "many.yaml")
