"""`python -m tests.growth`: what it prints, and that it ends when time is up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.growth.__main__ import main
from tests.growth.sweep import COPIES

if TYPE_CHECKING:
    from tests.growth.cases import Case

RULE = "server-override"


def right(case: Case, copies: int) -> None:
    assert case.fixture.parent.name == RULE
    assert copies == COPIES


def wrong(case: Case, copies: int) -> str:
    return f"{copies} of {case.fixture.parent.name} are too many"


def test_each_fixture_is_printed_with_verbose(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.growth.__main__.judge", right)

    assert main([RULE, "--verbose"]) == 0

    first, *_, last = capsys.readouterr().out.splitlines()
    assert first.startswith("[1/")
    assert f"{RULE}/bad" in first
    assert last.endswith("documents grown, 0 of them too fast or too large")


def test_no_further_document_is_grown_when_time_is_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([RULE, "--seconds", "0"]) == 2

    assert capsys.readouterr().out.splitlines() == [
        "0 documents grown, 0 of them too fast or too large",
        f"time is up: not all of these were grown: {RULE}",
    ]


def test_what_is_wrong_is_printed_and_counted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.growth.__main__.judge", wrong)

    assert main([RULE, "--copies", "7"]) == 1

    first, *_, last = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{RULE}/bad")
    assert first.endswith(f": 7 of {RULE} are too many")
    tried, failed = (int(word) for word in last.replace(",", "").split() if word.isdigit())
    assert tried == failed > 1


def test_a_rule_without_a_fixture_is_refused() -> None:
    with pytest.raises(SystemExit):
        main(["no-such-rule"])
