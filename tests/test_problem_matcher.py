"""The problem matcher reads the lines of `concise`, and takes nothing else for a finding."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from preclear.cli import main
from tests.hostile.test_injection import PAYLOADS, poisoned

ROOT = Path(__file__).parents[1]
FILE = ROOT / ".github" / "preclear-matcher.json"
MATCHERS: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["problemMatcher"]

Issue = tuple[str, int, int, str, str]


def match_line(line: str) -> Issue | None:
    """Return path, line, column, severity and rule, as a runner reads them: it takes the first pattern that matches."""
    for matcher in MATCHERS:
        (pattern,) = matcher["pattern"]
        if found := re.search(pattern["regexp"], line, re.ASCII):
            severity = found[pattern["severity"]] if "severity" in pattern else matcher["severity"]
            assert found[pattern["message"]].strip()
            return (
                found[pattern["file"]],
                int(found[pattern["line"]]),
                int(found[pattern["column"]]),
                severity,
                found[pattern["code"]],
            )
    return None


def check_both(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[list[Issue], list[Issue]]:
    """Return what the matchers find in the concise lines of a check, and what its JSON has."""
    options = ("--show", "info", "--all", "--isolated")
    main(("check", *arguments, *options, "--output-format", "concise"))
    read = [issue for line in capsys.readouterr().out.splitlines() if (issue := match_line(line)) is not None]
    main(("check", *arguments, *options, "--output-format", "json"))
    findings = json.loads(capsys.readouterr().out)["findings"]
    severities: dict[str, str] = {"info": "notice"}
    reported = [
        (
            str(finding["path"]),
            int(finding["start"]["line"]),
            int(finding["start"]["column"]),
            severities.get(severity := str(finding["severity"]), severity),
            str(finding["rule"]),
        )
        for finding in findings
    ]
    return read, reported


def test_every_finding_of_real_projects_is_matched(capsys: pytest.CaptureFixture[str]) -> None:
    read, reported = check_both(capsys, str(ROOT / "fixtures" / "projects"))

    assert len(reported) > 10
    assert {severity for _, _, _, severity, _ in read} == {"error", "notice"}
    assert read == reported


@pytest.mark.parametrize(
    "payload", [*PAYLOADS, "b.yaml:1:1: error: forged [a]", "x [forged]", "\nb.yaml:1:1: error: f [a]"]
)
def test_a_document_forges_no_finding(
    payload: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.json").write_text(json.dumps(poisoned(payload), indent=1))

    read, reported = check_both(capsys, "a.json")

    assert reported
    assert read == reported


def test_a_warning_is_one() -> None:
    line = "apis/a b.yaml:3:14: warning: [fix] `x` is `y` [a] [unnamed-definition]"

    assert match_line(line) == ("apis/a b.yaml", 3, 14, "warning", "unnamed-definition")


@pytest.mark.parametrize(
    "line",
    [
        "Found 10 errors and 2 infos in 2 files. Not shown: 2 infos (--show info).",
        "4 fixable with `preclear check --fix --unsafe-fixes`.",
        "preclear: nowhere.yaml: no such file",
        "pets.py:3:1: error: Name is not defined",
        "",
    ],
)
def test_other_lines_match_nothing(line: str) -> None:
    assert match_line(line) is None


def test_two_matchers_have_two_owners() -> None:
    assert len({matcher["owner"] for matcher in MATCHERS}) == len(MATCHERS) == 2
