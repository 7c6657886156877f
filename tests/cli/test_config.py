"""`preclear config`: every setting in force, and who says so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from preclear.source import DEFAULT_LIMITS
from tests.cli.making import run

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """\
ignore = ["cli"]
extend-select = ["shouting-name"]
fail-on = "warning"
[severity]
shouting-name = "info"
[limits]
depth = 7
[[ignores]]
paths = ["old/**", "x.yaml"]
pointer = "/paths"
rules = ["all"]
reason = "later"
"""


def in_force(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, tuple[Any, str]]:
    report = json.loads(run(capsys, "config", "--output-format", "json", *arguments).out)
    return {setting["name"]: (setting["value"], setting["from"]) for setting in report["settings"]}


def test_without_a_config_all_is_default(capsys: pytest.CaptureFixture[str]) -> None:
    found = in_force(capsys)

    assert {origin for _, origin in found.values()} == {"default"}
    assert found["select"] == (["all"], "default")
    assert found["fail-on"] == ("error", "default")
    assert found["show"] == ("warning", "default")
    assert found["version"] == (None, "default")
    assert found["limits.depth"] == (DEFAULT_LIMITS.depth, "default")


def test_every_setting_comes_with_its_origin(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "preclear.toml").write_text(CONFIG)
    monkeypatch.setenv("PRECLEAR_SHOW", "info")
    monkeypatch.setenv("PRECLEAR_FAIL_ON", "never")

    found = in_force(
        capsys, "--fail-on", "info", "--select", "all", "--basis", "docs", "--limit", "files=3", "--root", "."
    )

    assert found["select"] == (["all"], "--select")
    assert found["basis"] == (["docs"], "--basis")
    assert found["ignore"] == (["cli"], "preclear.toml:1")
    assert found["fail-on"] == ("info", "--fail-on")
    assert found["show"] == ("info", "PRECLEAR_SHOW")
    assert found["severity.shouting-name"] == ("info", "preclear.toml:5")
    assert found["limits.depth"] == (7, "preclear.toml:7")
    assert found["limits.files"] == (3, "--limit")
    assert found["root"] == (".", "--root")


def test_ignores_come_with_their_line_and_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "preclear.toml").write_text(CONFIG)

    report = json.loads(run(capsys, "config", "--output-format", "json").out)

    assert report["config"] == "preclear.toml"
    assert report["ignores"] == [
        {
            "paths": ["old/**", "x.yaml"],
            "pointer": "/paths",
            "rules": ["all"],
            "reason": "later",
            "from": "preclear.toml:8",
        }
    ]


def test_the_table_has_a_line_for_each(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "preclear.toml").write_text(CONFIG)

    lines = [line.split(maxsplit=1) for line in run(capsys, "config").out.splitlines()]

    assert lines[0][0] == "SETTING"
    rows = {name: rest.split("  ") for name, rest in lines[1:]}
    assert (rows["fail-on"][0], rows["fail-on"][-1].strip()) == ("warning", "preclear.toml:3")
    assert rows["documents"][0] == "-"
    assert rows["ignores"][0] == "all in old/**, x.yaml at /paths: later"


@pytest.mark.parametrize(("path", "expected"), [("b", "b/preclear.toml"), ("b/x.yaml", "b/preclear.toml"), ("c", None)])
def test_the_path_says_for_what(
    folder: Path, capsys: pytest.CaptureFixture[str], path: str, expected: str | None
) -> None:
    for name in ("b", "c"):
        (folder / name).mkdir()
    (folder / "b" / "preclear.toml").write_text("show = 'info'")
    (folder / "b" / "x.yaml").write_text("")

    assert json.loads(run(capsys, "config", "--output-format", "json", path).out)["config"] == expected


def test_a_path_that_is_not_there_is_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "config", "nowhere").code == 2
