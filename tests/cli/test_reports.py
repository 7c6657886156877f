"""`preclear check --report`: several reports in one run, each where it was asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from preclear.cli.options.report_choice import ReportTarget, choose_reports
from preclear.report import ExitCode
from tests.cli.making import BAD, GOOD, run
from tests.mapping.answers import ANSWERS


def test_several_reports_are_written_beside_the_output(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.yaml").write_text(BAD)

    plain = run(capsys, "check", "bad.yaml")
    outcome = run(capsys, "check", "bad.yaml", "--report", "json=a.json", "--report", "concise=b=c.txt")

    assert outcome == plain
    assert [finding["path"] for finding in json.loads((folder / "a.json").read_text())["findings"]] == ["bad.yaml"] * 2
    assert (folder / "b=c.txt").read_text().startswith("bad.yaml:7:7: error: ")
    assert sorted(path.name for path in folder.iterdir()) == ["a.json", "b=c.txt", "bad.yaml"]


def test_a_report_without_a_file_takes_the_place_of_the_output_format(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.yaml").write_text(BAD)

    outcome = run(capsys, "check", "bad.yaml", "--output-format", "full", "--report", "json", "--report", "full=a.txt")

    assert len(json.loads(outcome.out)["findings"]) == 2
    assert "error[" in (folder / "a.txt").read_text()
    assert run(capsys, "check", "bad.yaml", "--report", "json=-").out == outcome.out


def test_a_report_that_cannot_be_written_is_exit_code_2_and_no_file_is_left(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "good.yaml").write_text(GOOD)

    outcome = run(capsys, "check", "good.yaml", "--report", "json=a.json", "--report", "concise=no/folder.txt")

    assert outcome.code == ExitCode.UNCHECKED
    assert "No findings in 1 file." in outcome.out
    assert outcome.err == "preclear: no/folder.txt can't be written: no such file or directory\n"
    assert [path.name for path in folder.iterdir()] == ["good.yaml"]


@pytest.mark.parametrize(
    ("reports", "message"),
    [
        (["jso=a"], "there is no format `jso`; did you mean `json`?"),
        (["json="], "`json=` names no file; expected `json=FILE`, or `json` for standard output"),
        (["json", "full"], "`--report json` and `--report full` both go to standard output; name a file"),
        (["json=a", "full=./a"], "`json` and `full` are both to be written to `a`; name another file"),
    ],
)
def test_reports_that_cannot_be_are_usage_errors(
    folder: Path, capsys: pytest.CaptureFixture[str], reports: list[str], message: str
) -> None:
    (folder / "good.yaml").write_text(GOOD)

    outcome = run(capsys, "check", "good.yaml", *(part for report in reports for part in ("--report", report)))

    assert outcome.code == ExitCode.UNCHECKED
    assert message in outcome.err
    assert [path.name for path in folder.iterdir()] == ["good.yaml"]


@pytest.mark.parametrize(
    ("variable", "output", "report"),
    [
        ("", "full", ReportTarget("full", None)),
        ("GITHUB_ACTIONS", "github", ReportTarget("github", None)),
        ("TF_BUILD", "azure", ReportTarget("azure", None)),
        ("GITLAB_CI", "full", ReportTarget("gitlab", Path("gl-code-quality-report.json"))),
    ],
)
def test_auto_is_the_format_of_the_ci(variable: str, output: str, report: ReportTarget) -> None:
    environ = {variable: "true"} if variable else {}
    named = ReportTarget("auto", Path("report.txt"))

    assert choose_reports("auto", (), environ)[:2] == (output, ())
    assert choose_reports("concise", (), environ)[:2] == ("concise", ())
    assert choose_reports("auto", (ReportTarget("auto", None),), environ)[:2] == (
        (report.format, ()) if report.file is None else ("full", (report,))
    )
    assert choose_reports("auto", (named,), environ).files == (ReportTarget(report.format, Path("report.txt")),)


def test_reports_in_files_have_every_finding_that_memory_allows(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    operations = "".join(f"  /p{number}:\n    get: {{responses: {{}}, x: 1, deprecated: 5}}\n" for number in range(300))
    (folder / "many.yaml").write_text(GOOD.partition("paths:")[0] + "paths:\n" + operations)

    run(capsys, "check", "many.yaml", "--report", "json=a.json")
    direct = run(capsys, "check", "many.yaml", "--output-format", "json").out

    assert (folder / "a.json").read_text() == direct
    assert len(json.loads(direct)["findings"]) >= 300


def test_a_mapped_answer_is_reported_in_files_beside_its_own_output(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document, answer = (str(ANSWERS / "pets" / name) for name in ("openapi.yaml", "answer.json"))

    plain = run(capsys, "map", document, answer)
    outcome = run(capsys, "map", document, answer, "--report", "json=a.json")

    assert outcome == plain
    findings = json.loads((folder / "a.json").read_text())["findings"]
    mapped = json.loads(run(capsys, "map", document, answer, "--output-format", "json").out)["findings"]
    assert findings == [{key: value for key, value in finding.items() if key != "sent"} for finding in mapped]
    refused = run(capsys, "map", document, answer, "--report", "json")
    assert refused.code == ExitCode.UNCHECKED
    assert "`json` names no file, and standard output has the command's own report; expected `json=FILE`" in refused.err


@pytest.mark.parametrize("output_format", ["github", "azure", "markdown"])
def test_the_current_folder_does_not_matter(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, output_format: str
) -> None:
    (folder / ".git").mkdir()
    (folder / "b").mkdir()
    for path in ("a.yaml", "b/c.yaml"):
        (folder / path).write_text(BAD)

    at_root = run(capsys, "check", "a.yaml", "b/c.yaml", "--output-format", output_format)
    monkeypatch.chdir(folder / "b")
    below = run(capsys, "check", "c.yaml", "../a.yaml", "--output-format", output_format)

    assert below == at_root
    assert "b/c.yaml" in at_root.out
    assert ".." not in at_root.out


def test_suppressed_findings_open_no_alerts_in_github_actions(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    comment = "# preclear: ignore[invalid-openapi] it's a draft"
    (folder / "bad.yaml").write_text(BAD.replace("deprecated: maybe", f"deprecated: maybe {comment}"))

    def suppressed() -> list[str]:
        run(capsys, "check", "bad.yaml", "--report", "sarif=a.sarif", "--report", "concise")
        (sarif,) = json.loads((folder / "a.sarif").read_text())["runs"]
        return [result["ruleId"] for result in sarif["results"] if result.get("suppressions")]

    assert suppressed() == ["invalid-openapi"]
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert suppressed() == []


@pytest.mark.parametrize("name", ["bad.yaml", "link.yaml", "pet.yaml", "preclear.toml", ".preclear-baseline.json"])
def test_a_report_replaces_nothing_that_the_run_reads(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (folder / "bad.yaml").write_text(BAD + "components: {schemas: {Pet: {$ref: pet.yaml}}}\n")
    (folder / "link.yaml").symlink_to("bad.yaml")
    (folder / "pet.yaml").write_text("type: object\n")
    (folder / "preclear.toml").write_text("")
    before = {path: path.read_bytes() for path in folder.iterdir()}

    outcome = run(capsys, "check", "bad.yaml", "--report", "json=a.json", "--report", f"json=./{name}")

    assert outcome.code == ExitCode.UNCHECKED
    assert f"{name} can't be written: it " in outcome.err
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_report_of_a_mapped_answer_does_not_replace_the_document(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.yaml").write_text(BAD)
    (folder / "answer.json").write_text("{}")

    outcome = run(capsys, "map", "bad.yaml", "answer.json", "--report", "json=bad.yaml")

    assert outcome.code == ExitCode.UNCHECKED
    assert "it is one of the checked files" in outcome.err
    assert (folder / "bad.yaml").read_text() == BAD
