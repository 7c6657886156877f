"""Which of what is said is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from preclear.config import Setting, resolve_settings
from preclear.engine.rule_selection import RuleSelection
from preclear.source import DEFAULT_LIMITS
from tests.config.reading import KINDS, KNOWN, read

if TYPE_CHECKING:
    from preclear.config import Config, SettingKey, Settings, SettingValue

Level = dict[str, "SettingValue"]


def level(origin: str, values: Level) -> dict[SettingKey, Setting]:
    return {tuple(name.split("/")): Setting(value, origin) for name, value in values.items()}


def settled(line: Level | None = None, environment: Level | None = None, config: Config | None = None) -> Settings:
    return resolve_settings([level("line", line or {}), level("env", environment or {})], config)


def wanted(settings: Settings) -> set[str]:
    selection = RuleSelection(settings.select, settings.ignore)
    return {name for name, kind in KINDS.items() if selection.includes(kind)} - {"syntax-error"}


def test_the_command_line_beats_the_environment_that_beats_the_config_that_beats_the_default() -> None:
    config = read("fail-on = 'info'\nshow = 'info'\nversion = '1'\n")
    settings = settled({"fail-on": "never"}, {"fail-on": "warning", "show": "error"}, config)

    assert settings.by_key["fail-on",] == ("never", "line")
    assert settings.by_key["show",] == ("error", "env")
    assert settings.by_key["version",] == ("1", "preclear.toml:3")
    assert settings.by_key["select",] == (("all",), "default")
    assert settings.by_key["limits", "depth"] == (DEFAULT_LIMITS.depth, "default")


def test_limits_are_set_one_by_one() -> None:
    settings = settled({"limits/depth": 5}, {"limits/files": 6}, read("limits = {depth = 7, files = 8, nodes = 9}"))

    assert (settings.limits.depth, settings.limits.files, settings.limits.nodes) == (5, 6, 9)
    assert settings.limits.digits == DEFAULT_LIMITS.digits


BOTH = {"long-name", "status-range"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", BOTH),
        ("select = ['long-name']", {"long-name"}),
        ("select = ['bodies']", {"status-range"}),
        ("select = ['basis:contract']", {"status-range"}),
        ("ignore = ['bodies']", {"long-name"}),
        ("ignore = ['all']", set[str]()),
        ("select = ['status-range']\nignore = ['bodies']", {"status-range"}),
        ("select = ['bodies']\nignore = ['status-range']", set[str]()),
        ("select = ['status-range']\nignore = ['status-range']", set[str]()),
        ("ignore = ['bodies']\nextend-select = ['status-range']", BOTH),
        ("ignore = ['status-range']\nextend-select = ['bodies']", {"long-name"}),
        ("select = ['long-name']\nextend-select = ['basis:contract']", BOTH),
    ],
)
def test_the_closest_selector_decides_and_a_tie_goes_to_ignore(text: str, expected: set[str]) -> None:
    assert wanted(settled(config=read(text))) == expected


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("select = ['long-name']", {"select": ("status-range",)}, {"status-range"}),
        ("select = ['long-name']", {"extend-select": ("status-range",)}, BOTH),
        ("extend-select = ['long-name']", {"select": ("status-range",)}, {"status-range"}),
        ("ignore = ['long-name']", {"ignore": ("status-range",)}, {"long-name"}),
        ("ignore = ['status-range']", {"select": ("status-range",)}, {"status-range"}),
        ("ignore = ['status-range']", {"extend-select": ("status-range",)}, BOTH),
        ("ignore = ['status-range']", {"select": ("bodies",)}, set[str]()),
        ("select = ['status-range']", {"ignore": ("status-range",)}, set[str]()),
    ],
)
def test_the_command_line_has_the_last_word(text: str, line: Level, expected: set[str]) -> None:
    assert wanted(settled(line, config=read(text))) == expected


def test_what_is_added_comes_from_all_who_add() -> None:
    settings = settled(
        {"extend-select": ("long-name",)}, {"extend-select": ("bodies",)}, read("extend-select = ['bodies', 'all']")
    )

    assert settings.by_key["extend-select",] == (("long-name", "bodies", "all"), "line, env, preclear.toml:1")


def test_options_are_keyword_arguments() -> None:
    config = read("[rules.long-name]\nmax-length = 9\nwords = ['x']")

    assert settled(config=config).options(KNOWN) == {"long-name": {"max_length": 9, "words": ("x",)}}


def test_the_version_goes_to_the_rules_that_have_such_an_option() -> None:
    assert settled(config=read("version = 'v2'")).options(KNOWN) == {"long-name": {"version": "v2"}}
    assert settled({"version": "v3"}, config=read("version = 'v2'")).options(KNOWN) == {"long-name": {"version": "v3"}}
    assert settled(config=read("version = 'v2'\nrules.long-name.version = 'v1'")).options(KNOWN) == {
        "long-name": {"version": "v1"}
    }
    assert settled().options(KNOWN) == {}


def test_severities_are_by_rule() -> None:
    assert settled(config=read("severity = {long-name = 'info'}")).severities == {"long-name": "info"}
