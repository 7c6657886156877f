"""The manual pages are what `python tools/man.py` makes of the commands now, and show every text as it is."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import click
import pytest
from tools.man import PAGES, escape_code, escape_prose, main, pages, stale, text_line

from preclear.cli import commands

ROOT = Path(__file__).parents[1]
REQUESTS = {".TH", ".SH", ".SS", ".PP", ".TP", ".RS", ".RE", ".nf", ".fi"}
TEXTS = pages()

_GLYPH = re.compile(r"\\(?:f[BIR]|&|\[u([0-9A-F]{4,6})\]|\((aq|ga|ha|ti|dq)|([e-]))")
_CHARACTERS = {"aq": "'", "ga": "`", "ha": "^", "ti": "~", "dq": '"', "e": "\\", "-": "-"}


def read_line(line: str) -> str:
    """Return what a line of text shows, with the escapes that the pages use."""
    assert not line.startswith((".", "'"))
    assert "\\" not in _GLYPH.sub("", line)
    return _GLYPH.sub(
        lambda match: chr(int(match[1], 16)) if match[1] else _CHARACTERS.get(match[2] or match[3], ""), line
    )


def read_text(page: str) -> str:
    return "\n".join(read_line(line) for line in page.splitlines() if line.split(" ")[0] not in REQUESTS)


def command_names(command: click.Command, name: str) -> list[str]:
    """The names of the pages of a command and those below it."""
    if not isinstance(command, click.Group):
        return [name]
    context = click.Context(command)
    children = [(item, command.get_command(context, item)) for item in command.list_commands(context)]
    return [name, *(page for item, child in children if child for page in command_names(child, f"{name}-{item}"))]


@pytest.mark.once  # versions of click word what is behind an option differently
def test_no_page_is_stale_missing_or_left_over() -> None:
    assert stale(TEXTS) == [], "run `python tools/man.py`"


def test_every_command_has_a_page() -> None:
    assert sorted(TEXTS) == sorted(f"{name}.1" for name in command_names(commands, "preclear"))
    assert len(TEXTS) > 20


@pytest.mark.parametrize("name", TEXTS)
def test_a_page_has_its_sections_in_order_and_no_other_requests(name: str) -> None:
    lines = TEXTS[name].splitlines()
    sections = [line.removeprefix(".SH ") for line in lines if line.startswith(".SH ")]
    order = [
        "NAME",
        "SYNOPSIS",
        "DESCRIPTION",
        "COMMANDS",
        "OPTIONS",
        "ENVIRONMENT",
        "EXIT STATUS",
        "EXAMPLES",
        "SEE ALSO",
    ]

    assert {line.split(" ")[0] for line in lines if line.startswith((".", "'"))} <= REQUESTS
    assert sections == [title for title in order if title in sections]
    assert {"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "SEE ALSO"} <= {*sections}
    assert TEXTS[name].isascii()


def test_a_page_has_the_groups_variables_codes_and_examples_of_its_command() -> None:
    page = TEXTS["preclear-check.1"]
    text = read_text(page)

    assert re.findall(r"^\.SS (.*)$", page, re.MULTILINE)[:3] == ["Input", "Rules", "Findings"]
    assert "\n--fail-on [error|warning|info|never]\nLowest severity that makes the exit code 1." in text
    assert "\nPRECLEAR_FAIL_ON\nSets --fail-on.\n" in text
    assert "\nExit codes: 0 no findings, 1 findings, 2 " in text
    assert "\ncurl -s URL | preclear check -\n" in text
    assert "\npreclear(1)\n" in text


def test_the_first_page_leads_to_all_others() -> None:
    text = read_text(TEXTS["preclear.1"])

    for name in commands.list_commands(click.Context(commands)):
        assert f"\npreclear-{name}(1)" in text


@pytest.mark.parametrize(
    "text",
    [".so /etc/passwd", "'de x", "a\\b \\fBc \\*x", "--a-b 'c' `d` ^~ \"e\"", "\u2026 \U0001f600 \xe9", "\\", ".", "-"],
)
def test_a_text_is_shown_as_it_is(text: str) -> None:
    assert read_line(text_line(escape_code(text))) == text
    assert read_line(text_line(escape_prose(text))) == re.sub(r"`([^`]+)`", r"\1", text)


def test_hyphens_of_options_can_be_copied() -> None:
    assert escape_prose("self-made, with `a-b` or --fail-on, -h") == (
        r"self-made, with \fBa\-b\fR or \fB\-\-fail\-on\fR, \fB\-h\fR"
    )


def test_check_lists_what_is_out_of_date_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tools.man.PAGES", tmp_path / "man")
    main([])
    assert main(["--check"]) == 0
    (tmp_path / "man" / "preclear.1").write_text("old")
    (tmp_path / "man" / "preclear-gone.1").write_text("")

    assert main(["--check"]) == 1
    assert [line.split()[0] for line in capsys.readouterr().err.splitlines()] == [
        "man/preclear-gone.1",
        "man/preclear.1",
    ]
    assert main([]) == main(["--check"]) == 0
    assert not (tmp_path / "man" / "preclear-gone.1").exists()


def test_the_wheel_installs_them() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]

    assert wheel["shared-data"] == {PAGES.name: "share/man/man1"}


@pytest.mark.skipif(shutil.which("mandoc") is None, reason="needs mandoc")
@pytest.mark.parametrize("name", TEXTS)
def test_mandoc_finds_nothing_but_the_missing_date(name: str) -> None:
    completed = subprocess.run(
        ["mandoc", "-T", "lint", "-W", "warning"], input=TEXTS[name], capture_output=True, text=True, timeout=60
    )

    assert [line for line in completed.stdout.splitlines() if "missing date" not in line] == []
