"""The rules' pages are what `python tools/docs.py` makes of the rules and fixtures as they are now."""

from __future__ import annotations

import re
import shutil
from functools import cache
from typing import TYPE_CHECKING

import pytest
from tools.docs import FIXTURES, INDEX, fenced, main, page, pages, stale

from preclear import Action, Report, rule
from preclear.config import RuleRegistry
from preclear.config.reader import read_config
from preclear.engine import all_kinds, check
from preclear.rule import discover_rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KINDS = all_kinds(discover_rules())

_FENCE = re.compile(r"^(`{3,})(\w+)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
_PLACE = re.compile(r"^ *--> (\S+?):(\d+):(\d+)$")
_LINE = re.compile(r"^ *(\d+) \| (.*)$")


IGNORABLE = [
    name
    for name, kind in KINDS.items()
    if not kind.fatal and kind.category != "platform" and not name.endswith("-suppression")
]


@cache
def made_pages() -> dict[str, str]:
    """The pages, made when the first test needs them: each worker collects this module, and few run it."""
    return pages()


def has_fixtures(name: str) -> bool:
    return (FIXTURES / name).is_dir()


def blocks(text: str) -> list[tuple[str, str]]:
    """Every code block of a page: its language and what is in it."""
    return [(match[2], match[3]) for match in _FENCE.finditer(text)]


def test_no_page_is_stale_missing_or_left_over() -> None:
    assert stale(made_pages()) == [], "run `python tools/docs.py`"


def test_every_kind_has_a_page_and_the_index_leads_to_it() -> None:
    assert {f"{name}.md" for name in KINDS} | {INDEX} == made_pages().keys()
    assert sorted(re.findall(r"^\| \[(\S+)\]\(\1\.md\) \|", made_pages()[INDEX], re.MULTILINE)) == sorted(KINDS)


@pytest.mark.parametrize("name", [name for name in KINDS if has_fixtures(name)])
def test_a_page_shows_what_is_bad_with_what_the_rule_says_and_what_is_good(name: str) -> None:
    made = made_pages()[f"{name}.md"]
    before, bad, good = made.split("\n## ", 3)[:3] if "## Options" not in made else made.split("\n## ", 4)[1:4]

    assert before
    assert bad.startswith("Bad\n")
    assert set(re.findall(r"^(?:error|warning|info)\[([a-z0-9-]+)\]: ", bad, re.MULTILINE)) == {name}
    assert good.startswith("Good\n")


@pytest.mark.parametrize("name", [name for name in KINDS if has_fixtures(name)])
def test_the_lines_that_the_output_quotes_are_the_lines_of_the_text_above_it(name: str) -> None:
    texts = dict(
        re.findall(r"^`(\S+)`[^\n]*:\n\n`{3,}\w+\n(.*?)^`{3,}$", made_pages()[f"{name}.md"], re.MULTILINE | re.DOTALL)
    )
    output = next((text for language, text in blocks(made_pages()[f"{name}.md"]) if language == "text"), "")
    path = ""
    for line in output.splitlines():
        place, quoted = _PLACE.match(line), _LINE.match(line)
        path = place[1] if place else path
        if quoted and path in texts and "\t" not in texts[path] and "…" not in line:
            assert texts[path].splitlines()[int(quoted[1]) - 1].rstrip() == quoted[2], path


@pytest.mark.parametrize("name", KINDS)
def test_no_mark_of_a_fixture_is_shown(name: str) -> None:
    shown = [text for language, text in blocks(made_pages()[f"{name}.md"]) if language != "text"]

    assert not [line for text in shown for line in text.splitlines() if re.match(r"#( *\^| <-)", line)]


def test_only_what_can_be_ignored_is_said_to_be() -> None:
    reported = {name for name in KINDS if f"ignore[{name}]" in made_pages()[f"{name}.md"]}

    assert reported == set(IGNORABLE)


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if not kind.fatal])
def test_a_page_has_settings_that_a_config_can_have(name: str) -> None:
    ((ignore, severity),) = re.findall(
        r"`(.*)` turns the rule off, and\n`(.*)` under `\[severity\]`", made_pages()[f"{name}.md"]
    )

    config = read_config(f"{ignore}\n[severity]\n{severity}\n", "preclear.toml", FIXTURES, RuleRegistry(KINDS))

    assert config is not None
    assert config.settings[("ignore",)].value == (name,)
    assert config.settings[("severity", name)].value != KINDS[name].severity


def test_a_page_of_what_cannot_be_turned_off_has_no_settings() -> None:
    fatal = [name for name, kind in KINDS.items() if kind.fatal]

    assert fatal
    assert [name for name in fatal if "turns the rule off" in made_pages()[f"{name}.md"]] == []


@pytest.mark.parametrize("name", [name for name in IGNORABLE if has_fixtures(name)])
def test_what_a_page_says_silences_the_finding_does(name: str, tmp_path: Path) -> None:
    made = made_pages()[f"{name}.md"]
    text = next((text for language, text in blocks(made) if language == "yaml"), "")
    line = f"x-preclear-ignore: {{{name}: the reason}}\n"
    assert line in made
    folder = shutil.copytree(FIXTURES / name, tmp_path / name)
    encoding = "utf-16" if ", in UTF-16:" in made else "utf-8"
    (folder / "bad.yaml").write_text(line + text, encoding=encoding)

    checked = check(folder / "bad.yaml")

    here = [finding for finding in checked.findings if finding.document is checked.document]
    assert [finding.message for finding in here if finding.rule.name in (name, "unused-suppression")] == []


@pytest.mark.parametrize(("text", "fence"), [("a `b`", "```"), ("```yaml\n```", "````"), ("`````", "``````")])
def test_a_fence_is_longer_than_the_backticks_in_it(text: str, fence: str) -> None:
    assert fenced(f"{text}\n", "yaml") == (f"{fence}yaml", text, fence)


def test_a_page_lists_the_options_of_its_rule() -> None:
    @rule(on=Action, basis="practice", source="a test")
    def long_name(
        action: Action, *, max_length: int = 40, allowed: tuple[str, ...] = ("a|b",), strict: bool = False
    ) -> Iterator[Report]:
        if len(action.name.value) > max_length and not strict and action.name.value not in allowed:
            yield Report("too long", action.name)

    lines = list(page(long_name, {}))

    assert "| options | [see below](#options) |" in lines
    assert [line for line in lines if line.startswith("| `")] == [
        "| `max-length` | int | `40` |",
        '| `allowed` | tuple[str, ...] | `["a\\|b"]` |',
        "| `strict` | bool | `false` |",
    ]


def test_a_check_names_what_is_stale_and_changes_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("pages")
    monkeypatch.setattr("tools.docs.PAGES", folder)
    (folder / "no-such-rule.md").write_text("# no-such-rule\n", encoding="utf-8")

    assert main(["--check"]) == 1
    assert "docs/rules/no-such-rule.md is stale" in capsys.readouterr().out
    assert [path.name for path in folder.iterdir()] == ["no-such-rule.md"]

    assert main([]) == 0
    assert {path.name for path in folder.iterdir()} == made_pages().keys()
    assert main(["--check"]) == 0


def test_a_page_links_to_the_rules_that_it_names_and_not_to_itself() -> None:
    made = made_pages()["confusable-media-types.md"]

    assert "reported by [`duplicate-media-type`](duplicate-media-type.md)" in made
    assert "](confusable-media-types.md)" not in made


def test_pages_link_to_pages_that_there_are() -> None:
    for name, made in made_pages().items():
        links = re.findall(r"\]\(([^)#:]+)\)", made)
        others = {link for link in links if link.endswith(".md")} - made_pages().keys()
        assert [link for link in others if not (FIXTURES.parents[1] / "docs" / "rules" / link).exists()] == [], name
