"""`preclear rules`; what every command answers to what it does not know."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli import conftest
from tests.cli.making import run

if TYPE_CHECKING:
    import pytest


def test_rules_lists_rules_and_what_is_found_without_one(capsys: pytest.CaptureFixture[str]) -> None:
    listed = {item["name"]: item for item in json.loads(run(capsys, "rules", "--output-format", "json").out)}

    assert {"syntax-error", "not-openapi", "unresolved-reference", "internal-error"} < listed.keys()
    assert listed["invalid-schema"]["fix"] == "adapt"
    assert listed["shouting-name"] == {
        "name": "shouting-name",
        "category": "cli",
        "severity": "warning",
        "basis": "practice",
        "source": "a test",
        "fix": None,
        "summary": conftest.__doc__,
    }


def test_rules_has_a_line_for_each_rule(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys, "rules")
    lines = outcome.out.splitlines()

    assert outcome.code == 0
    assert lines[0].split() == ["SEVERITY", "RULE", "CATEGORY", "BASIS", "FIX", "SUMMARY"]
    assert "warning" in next(line for line in lines if " shouting-name " in line)
    assert max(map(len, lines)) <= 160


def test_an_unknown_command_is_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "lint").code == 2


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys)

    assert "Check and fix:" in outcome.out + outcome.err
    assert "explain" in outcome.out + outcome.err
