"""What commands show on a terminal: lines as wide as it is, links where it has them, laid out pages."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

from preclear._urls import DOCUMENTATION
from preclear.report.rendering.wrap import measure_line
from tests.cli.making import BAD, run_apart
from tests.cli.terminal import run_on_terminal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")

UNNAMED = BAD.replace("https://pets.example.com", "/v1")
LINK = re.compile(r"\x1b\]8;;([^\x1b]*)\x1b\\(.*?)\x1b\]8;;\x1b\\")
PLAIN = {"NO_COLOR": "1"}
LINKED = {"TERM": "xterm-kitty"}


def widest(shown: str) -> int:
    """The cells of the widest line that isn't a single word."""
    return max(measure_line(line) for line in shown.splitlines() if " " in line.strip())


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("check", "--show", "info", "a.yaml"), 1),
        (("plan", "a.yaml"), 1),
        (("rules",), 0),
        (("config",), 0),
        (("explain", "missing-action-name", "--color", "always"), 0),
    ],
    ids=str,
)
def test_no_line_is_wider_than_the_terminal(folder: Path, command: tuple[str, ...], code: int, width: int) -> None:
    (folder / "a.yaml").write_text(UNNAMED)

    assert widest(run_on_terminal(*command, width=width, cwd=folder, env=PLAIN, code=code)) <= width


def test_a_wide_terminal_is_used(folder: Path) -> None:
    assert widest(run_on_terminal("rules", width=200, cwd=folder, env=PLAIN)) > 160


def test_every_rule_is_whole_in_a_narrow_table(folder: Path) -> None:
    names = re.findall(r"^\w+ +([a-z0-9-]+)  ", run_apart("rules", cwd=folder).out, re.MULTILINE)
    shown = run_on_terminal("rules", width=60, cwd=folder, env=PLAIN)

    assert len(names) > 100
    assert re.findall(r"^\w+ +([a-z0-9-]+) ", shown, re.MULTILINE) == names


def test_off_a_terminal_messages_stay_whole(folder: Path) -> None:
    (folder / "a.yaml").write_text(UNNAMED)

    full = run_apart("check", "a.yaml", cwd=folder, env={"COLUMNS": "40"}).out

    assert any(len(line) > 60 for line in full.splitlines() if line.startswith(("error[", "  = help")))


@pytest.mark.parametrize("command", [("check", "a.yaml"), ("check", "--output-format", "concise", "a.yaml")])
def test_a_rule_links_to_its_page(folder: Path, command: tuple[str, ...]) -> None:
    (folder / "a.yaml").write_text(UNNAMED)

    links = LINK.findall(run_on_terminal(*command, cwd=folder, env=LINKED, code=1))

    assert (f"{DOCUMENTATION}/rules/relative-base-url", "relative-base-url") in links
    assert all(url == f"{DOCUMENTATION}/rules/{name}" for url, name in links)


def test_the_table_of_rules_has_links(folder: Path) -> None:
    links = LINK.findall(run_on_terminal("rules", cwd=folder, env=LINKED))

    assert len(links) > 100
    assert all(url == f"{DOCUMENTATION}/rules/{name}" for url, name in links)


@pytest.mark.parametrize(
    ("env", "has_links"),
    [
        ({}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-kitty", "CI": "true"}, False),
        ({"TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"}, False),
        ({"TERM": "xterm-kitty", "NO_COLOR": "1"}, False),
        ({"TERM": "alacritty"}, True),
        ({"TERM": "foot-extra"}, True),
        ({"TERM": "dumb", "FORCE_HYPERLINK": "1"}, False),
        ({"FORCE_HYPERLINK": "1"}, True),
        ({"VTE_VERSION": "4900"}, False),
        ({"VTE_VERSION": "7603"}, True),
        ({"VTE_VERSION": "new"}, False),
        ({"TERM_PROGRAM": "vscode"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"WT_SESSION": "1"}, True),
    ],
    ids=str,
)
def test_links_are_for_terminals_that_have_them(folder: Path, env: dict[str, str], has_links: bool) -> None:
    (folder / "a.yaml").write_text(UNNAMED)

    assert bool(LINK.search(run_on_terminal("check", "a.yaml", cwd=folder, env=env, code=1))) is has_links


def test_colour_that_is_forced_into_a_pipe_has_no_links(folder: Path) -> None:
    (folder / "a.yaml").write_text(UNNAMED)

    out = run_apart("check", "--color", "always", "a.yaml", cwd=folder, env=LINKED).out

    assert "\x1b[1;31m" in out
    assert not LINK.search(out)


def test_explain_lays_out_the_page(folder: Path) -> None:
    shown = run_on_terminal("explain", "missing-action-name", cwd=folder, env=LINKED)

    assert shown.startswith(
        "\x1b[1;4mmissing-action-name\x1b[0m\n\nAn operation has no \x1b[36moperationId\x1b[0m, but "
    )
    assert "\x1b[1mBad\x1b[0m\n" in shown
    assert "    \x1b[34mopenapi\x1b[0m: " in shown
    assert "severity  error\n" in shown
    assert f"{DOCUMENTATION}/rules" in {url for url, _ in re.findall(r"\x1b\]8;[^;]*;([^\x1b]+)\x1b\\(.*?)\x1b", shown)}


@pytest.mark.parametrize("options", [("--color", "never"), ()], ids=["never", "NO_COLOR"])
def test_explain_without_colour_shows_the_markdown(folder: Path, options: tuple[str, ...]) -> None:
    env = {} if options else PLAIN
    shown = run_on_terminal("explain", "missing-action-name", *options, cwd=folder, env=env)

    assert shown.startswith("# missing-action-name\n\nAn operation has no `operationId`, but")
    assert "\x1b" not in shown
