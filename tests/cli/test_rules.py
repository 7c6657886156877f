"""`preclear rules` and `preclear explain`; what every command answers to what it does not know."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli import conftest
from tests.cli.making import run

if TYPE_CHECKING:
    import pytest


def test_rules_lists_rules_and_what_is_found_without_one(capsys: pytest.CaptureFixture[str]) -> None:
    listed = {each["name"]: each for each in json.loads(run(capsys, "rules", "--output-format", "json").out)}

    assert {"syntax-error", "not-openapi", "unresolved-reference", "internal-error"} < listed.keys()
    assert listed["shouting-name"] == {
        "name": "shouting-name",
        "category": "cli",
        "severity": "warning",
        "basis": "practice",
        "source": "a test",
        "summary": conftest.__doc__,
    }


def test_rules_has_a_line_for_each_rule(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys, "rules")
    lines = outcome.out.splitlines()

    assert outcome.code == 0
    assert lines[0].split() == ["SEVERITY", "RULE", "CATEGORY", "BASIS", "SUMMARY"]
    assert "warning" in next(line for line in lines if " shouting-name " in line)
    assert max(map(len, lines)) <= 160


def test_explain_tells_the_facts_of_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys, "explain", "syntax-error")

    assert outcome.code == 0
    assert outcome.out.startswith("syntax-error (error)\n\nThe text is neither YAML nor JSON.\n")
    assert outcome.out.endswith(
        "category  document\nbasis     openapi: OpenAPI 3.1, 4.3 Format\npage      docs/rules/syntax-error.md\n"
    )


def test_a_rule_of_another_pack_has_no_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert "page" not in run(capsys, "explain", "shouting-name").out


def test_an_unknown_rule_is_answered_with_the_one_that_was_meant(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys, "explain", "sintax-error")

    assert (outcome.code, outcome.out) == (2, "")
    assert "there is no rule `sintax-error`; did you mean `syntax-error`?" in outcome.err


def test_an_unknown_command_is_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "lint").code == 2


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys)

    assert "Commands:" in outcome.out + outcome.err
    assert "explain" in outcome.out + outcome.err
