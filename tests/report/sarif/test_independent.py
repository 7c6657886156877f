"""SARIF logs of many documents: the same findings as the JSON output, and valid for Microsoft's validator.

Set PRECLEAR_TEST_SARIF_MULTITOOL to the program of Microsoft's SARIF Multitool, such as that of the npm package
`@microsoft/sarif-multitool-linux`. It validates logs by the official schema, and by rules of its own that include what
GitHub requires.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.edit.corpus import corpus_documents
from tests.report.sarif.making import check
from tests.report.sarif.reader import read_findings

if TYPE_CHECKING:
    from tests.report.sarif.reader import Object

ROOT = Path(__file__).parents[3]
MULTITOOL = os.environ.get("PRECLEAR_TEST_SARIF_MULTITOOL")
DOCUMENTS = [path.resolve() for path in corpus_documents(max_bytes=300_000)]
PROJECTS = [
    path for path in sorted((ROOT / "fixtures" / "projects").glob("*/**/*")) if path.suffix in (".yaml", ".json")
]
FIXTURES = sorted((ROOT / "fixtures" / "rules").glob("*/bad*.yaml"))

NOTES = {
    "SARIF2002": "messages are texts, because GitHub reads nothing else",
    "SARIF2003": "the revision isn't known",
    "SARIF2006": "the schema's address isn't asked",
    "SARIF2009": "ids of rules are the names that configs and suppressions have",
    "SARIF2010": "the source is in the repository, not in the log",
    "SARIF2011": "the source is in the repository, not in the log",
    "SARIF2016": "a file outside of the root has an absolute path",
}
"""What the validator recommends, and why logs don't have it."""


def findings_of(log: Object) -> list[tuple[object, ...]]:
    """The findings of a JSON output, as a reader of SARIF logs has them."""
    return [
        (
            finding["rule"],
            finding["severity"],
            finding["path"],
            span(finding),
            [(other["path"], span(other)) for other in finding["related"]],
        )
        for finding in log["findings"]
    ]


def span(place: Object) -> tuple[int, int, int, int]:
    start, end = place["start"], place["end"]
    return start["line"], start["column"], end["line"], end["column"]


@pytest.mark.parametrize(
    "folder", sorted({path.parent for path in [*DOCUMENTS, *PROJECTS]}), ids=lambda path: path.name
)
def test_a_log_has_the_findings_of_the_json_output(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            copy = tmp_path / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    monkeypatch.chdir(tmp_path)
    logs = check(".", "--isolated")

    assert read_findings(logs.sarif) == findings_of(logs.json)
    assert (
        len(logs.json["findings"])
        == logs.json["summary"]["errors"] + logs.json["summary"]["warnings"] + logs.json["summary"]["infos"]
    )


def test_logs_of_fixtures_have_the_findings_of_the_json_output(tmp_path: Path) -> None:
    for path in FIXTURES:
        copy = tmp_path / path.parent.name / path.name
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    logs = check(".", "--isolated", "--no-ignores")

    assert read_findings(logs.sarif) == findings_of(logs.json)
    assert len({result["ruleId"] for result in logs.sarif["runs"][0]["results"]}) > 100


@pytest.mark.skipif(MULTITOOL is None, reason="PRECLEAR_TEST_SARIF_MULTITOOL isn't set")
def test_logs_are_valid_for_microsofts_validator(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    hostile = "`##[error]` ](x) {0} \u202e 🐕 \x1b".encode()
    (tmp_path / "hostile.yaml").write_bytes(b"openapi: 3.1.0\n'" + hostile.replace(b"\x1b", b"") + b"': 1\n")
    (tmp_path / "unreadable.yaml").write_bytes(b"openapi: \xff\n")
    runs = {
        "fixtures": ([str(path) for path in FIXTURES], None),
        "projects": ([str(path) for path in PROJECTS], None),
        "suppressed": ([str(path) for path in PROJECTS], "baseline"),
        "hostile": (["hostile.yaml", "unreadable.yaml", "nothing*.yaml"], None),
        "empty": ([str(FIXTURES[0].with_name("good.yaml")), "--ignore", "all"], None),
    }
    for name, (arguments, baseline) in runs.items():
        if baseline is not None:
            main_baseline(arguments)
        log = check(*arguments).sarif
        (tmp_path / "logs" / f"{name}.sarif").write_text(json.dumps(log))
    report = tmp_path / "report.sarif"
    command = [str(MULTITOOL), "validate", str(tmp_path / "logs" / "*.sarif"), "--output", str(report)]
    command += [
        "--log",
        "ForceOverwrite",
        "--level",
        "Error;Warning;Note",
        "--kind",
        "Fail",
        "--rule-kind",
        "Sarif;Ghas",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)

    results = json.loads(report.read_text(encoding="utf-8-sig"))["runs"][0]["results"]
    counts = Counter((result.get("level", "warning"), result["ruleId"].partition("/")[0]) for result in results)
    assert {rule for _, rule in counts} <= set(NOTES)
    assert {level for level, _ in counts} == {"note"}


def main_baseline(paths: list[str]) -> None:
    from preclear.cli import main

    assert main(["baseline", *paths]) == 0
