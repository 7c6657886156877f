"""Completion in shells: what preclear answers, and what bash, zsh and fish make of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from preclear.cli.shell_completion.scripts import SCRIPTS
from preclear.engine import all_kinds
from preclear.report import FORMATS
from tests.cli.making import run
from tests.cli.test_process import HEAVY
from tests.import_path import PACKAGES

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="shells of POSIX")

CASES = [
    ("preclear che", ["check"]),
    ("preclear version cr", ["create"]),
    ("preclear check --sel", ["--select"]),
    ("preclear explain missing-action-n", ["missing-action-name"]),
    ("preclear check --ignore syntax", ["syntax-error"]),
    ("preclear check --extend-select auth,missing-action-n", ["auth,missing-action-name"]),
    ("preclear check --fail-on w", ["warning"]),
    ("preclear check --output-format conc", ["concise"]),
    ("preclear completion z", ["zsh"]),
    ("preclear check --limit dep", ["depth="]),
    ("preclear check pets-in", ["pets-in-a-file.yaml"]),
    ("preclear check --report sarif=pets-in", ["pets-in-a-file.yaml"]),
]
"""A typed line, and its completions; in bash, those of the part after the last `=` or `:`."""

IN_FULL = {
    "preclear check --report sarif=pets-in": ["sarif=pets-in-a-file.yaml"],
    "preclear check --select=auth,syntax-e": ["--select=auth,syntax-error"],
}
"""Where other shells complete the whole word."""


@pytest.fixture
def programs(folder: Path) -> dict[str, str]:
    """An environment whose `preclear` is this one, and a file to complete."""
    (folder / "pets-in-a-file.yaml").touch()
    (folder / "bin").mkdir()
    program = folder / "bin" / "preclear"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m preclear "$@"\n')
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": PACKAGES, "HOME": str(folder)}


def run_shell(shell: str, script: str, env: dict[str, str], *options: str) -> list[str]:
    if shutil.which(shell) is None:
        pytest.skip(f"needs {shell}")
    done = subprocess.run(
        [shell, *options, "-c", script], capture_output=True, text=True, env=env, timeout=60, check=True
    )
    return done.stdout.splitlines()


BASH = r"""
eval "$(preclear completion bash)"
COMP_LINE="$LINE" COMP_POINT=${#LINE}
_preclear_completion preclear "${LINE##*[ =:]}"
printf '%s\n' "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize(("line", "expected"), [*CASES, ("preclear check --select=auth,basis:d", ["docs"])])
def test_bash_completes(line: str, expected: list[str], programs: dict[str, str]) -> None:
    assert [item.strip() for item in run_shell("bash", BASH, {**programs, "LINE": line})] == expected


FISH = """
preclear completion fish | source
complete -C "$LINE"
"""


@pytest.mark.parametrize(("line", "expected"), [*dict([*CASES, *IN_FULL.items()]).items()])
def test_fish_completes(line: str, expected: list[str], programs: dict[str, str]) -> None:
    shown = run_shell("fish", FISH, {**programs, "LINE": line}, "--no-config")

    assert [item.partition("\t")[0] for item in shown] == expected


ZSH = r"""
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'PS1=; PROMPT=; stty -echo; autoload -U compinit; compinit -u; eval "$(preclear completion zsh)"'
zpty -w shell 'done-with() { print -r -- "=""=<$BUFFER>=""="; BUFFER=; exit }; zle -N done-with; bindkey "^X" done-with'
zpty -w shell 'print -r ready-to-"type"'
zpty -r -m shell shown '*ready-to-type*'
zpty -w -n shell "$LINE"$'\t\x18'
zpty -r -m shell shown '*==<*>==*'
print -r -- "$shown"
zpty -d shell
"""


@pytest.mark.parametrize(("line", "expected"), [*dict([*CASES, *IN_FULL.items()]).items()])
def test_zsh_completes(line: str, expected: list[str], programs: dict[str, str]) -> None:
    shown = "".join(run_shell("zsh", ZSH, {**programs, "LINE": line, "TERM": "dumb"}, "-f"))
    typed = shown.rpartition("==<")[2].partition(">==")[0]  # what is echoed has quotes in the marks

    assert typed.rstrip() == f"{line.rpartition(' ')[0]} {expected[0]}"


def answer(line: str, folder: Path) -> tuple[list[str], set[str]]:
    """What is answered in bash, and the modules that are loaded for it."""
    code = (
        "import sys, atexit; atexit.register(lambda: print(*sys.modules, file=sys.stderr));"
        "from preclear.cli import main; main([])"
    )
    env = {**os.environ, "_PRECLEAR_COMPLETE": "bash_complete", "COMP_LINE": line, "COMP_WORD": line.split(" ")[-1]}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=folder, env=env, timeout=60, check=True
    )
    return done.stdout.splitlines(), set(done.stderr.split())


@pytest.mark.parametrize("line", ["preclear ch", "preclear check --", "preclear check --select a", "preclear explain "])
def test_a_tab_loads_next_to_nothing(line: str, folder: Path) -> None:
    lines, loaded = answer(line, folder)

    assert lines
    assert loaded.isdisjoint(HEAVY)


def test_the_commands_are_completed_without_loading_one(folder: Path) -> None:
    _, loaded = answer("preclear ch", folder)

    assert "preclear.cli.check" not in loaded
    assert "preclear.cli.connector" not in loaded


def test_every_rule_is_completed_with_its_category(folder: Path) -> None:
    from preclear.rule.packs import discover_rules

    rules = {found.name: found.category for found in discover_rules().values()}
    items = [line.split("\t") for line in answer("preclear explain ", folder)[0]]
    categories = {name: category for _, name, category in items}

    assert categories == {**{kind.name: kind.category for kind in all_kinds({}).values()}, **rules}


def test_reports_are_completed_with_and_without_a_file(folder: Path) -> None:
    values = {line.split("\t")[1] for line in answer("preclear check --report ", folder)[0]}

    assert values == {*FORMATS, "auto", *(f"{name}=" for name in (*FORMATS, "auto"))}


def test_nothing_is_completed_where_a_word_is_unknown(folder: Path) -> None:
    assert [line for line in answer("preclear nothing --sel", folder)[0] if line] == []


@pytest.mark.parametrize("shell", SCRIPTS)
def test_the_script_is_printed_without_a_shell(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys, "completion", shell)

    assert outcome == (0, SCRIPTS[shell], "")
    assert f"_PRECLEAR_COMPLETE={shell}_complete" in outcome.out.replace(" fish_complete", "=fish_complete")
