"""`preclear explain`: a rule's page, or what is known of a rule without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from preclear._urls import DOCUMENTATION
from preclear.report.rules import page as rule_page
from tests.cli.making import run

if TYPE_CHECKING:
    from pathlib import Path


def has_pages() -> bool:
    return any(folder.is_dir() for folder in rule_page.PAGES)


@pytest.mark.skipif(not has_pages(), reason="needs the rules' pages, which are beside the sources or in the wheel")
def test_explain_prints_the_page_of_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys, "explain", "syntax-error")

    assert outcome.code == 0
    assert outcome.out.startswith("# syntax-error\n\nThe text is neither valid YAML nor valid JSON.\n")
    assert "\n## Bad\n" in outcome.out
    assert "\n## Good\n" in outcome.out


def test_a_page_in_the_package_is_preferred_to_one_beside_it(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pages", "docs"):
        (folder / name).mkdir()
        (folder / name / "syntax-error.md").write_text(f"# from {name}, ä\n", encoding="utf-8")
    monkeypatch.setattr(rule_page, "PAGES", (folder / "pages", folder / "docs"))

    assert run(capsys, "explain", "syntax-error").out == "# from pages, ä\n"


def test_without_pages_the_facts_of_a_rule_are_told(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_page, "PAGES", (folder / "nowhere",))

    outcome = run(capsys, "explain", "syntax-error")

    assert outcome.code == 0
    assert outcome.out.startswith("syntax-error (error)\n\nThe text is neither valid YAML nor valid JSON.\n")
    assert outcome.out.endswith(
        "category  document\nbasis     openapi: OpenAPI 3.1, 4.3 Format\npage      https://preclear.example/docs/rules/syntax-error\n"
    )


def test_a_rule_of_another_pack_has_no_page_though_a_file_is_called_so(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "shouting-name.md").write_text("# Somebody else's\n", encoding="utf-8")
    monkeypatch.setattr(rule_page, "PAGES", (folder,))

    outcome = run(capsys, "explain", "shouting-name")

    assert outcome.out.startswith("shouting-name (warning)\n\n")
    assert "page" not in outcome.out


def test_an_unknown_rule_is_answered_with_the_one_that_was_meant(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys, "explain", "sintax-error")

    assert (outcome.code, outcome.out) == (2, "")
    assert "there is no rule `sintax-error`; did you mean `syntax-error`?" in outcome.err


def test_without_pages_the_fix_of_a_rule_is_named(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_page, "PAGES", (folder / "nowhere",))

    fixed, unfixed = run(capsys, "explain", "invalid-schema").out, run(capsys, "explain", "syntax-error").out

    assert "\nfix       adapt: `preclear adapt` also makes changes" in fixed
    assert "\nfix " not in unfixed


def test_the_docstring_of_another_pack_cannot_control_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace
    from importlib import import_module

    (rule,) = import_module("preclear.rule").discover_rules().values()
    hostile = replace(rule, doc="Clears \x1b[2J it.\n\nAnd more.", source="a \x9b test")
    monkeypatch.setattr(import_module("preclear.rule"), "discover_rules", lambda: {hostile.name: hostile})

    out = run(capsys, "explain", hostile.name).out

    assert "Clears \\x1b[2J it.\n\nAnd more.\n" in out
    assert "a \\x9b test" in out
    assert not {"\x1b", "\x9b"} & {*out}


def test_links_of_a_page_lead_to_the_site() -> None:
    text = (
        "[All rules](README.md), [x](status-range.md#bad), [config](../configuration.md), [web](https://x.example/a.md)"
    )

    assert rule_page.resolve_page_links(text) == (
        f"[All rules]({DOCUMENTATION}/rules), [x]({DOCUMENTATION}/rules/status-range#bad), "
        f"[config]({DOCUMENTATION}/configuration), [web](https://x.example/a.md)"
    )
