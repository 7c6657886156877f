"""The README's commands do what it says they do."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def runs() -> list[tuple[str, str]]:
    """Every `$ preclear …` of the README with the output that it shows; `...` on a line stands for any lines."""
    found: list[tuple[str, str]] = []
    for block in _BLOCK.findall(README.read_text(encoding="utf-8")):
        for run in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = run.partition("\n")
            if command.startswith("preclear "):
                found.append((command, output))
    return found


@pytest.mark.skipif(not README.exists(), reason="needs the README, which an installed package has not")
@pytest.mark.parametrize(("command", "output"), runs() if README.exists() else [])
def test_shows_what_the_command_prints(command: str, output: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )

    pattern = ".*?".join(re.escape(part) for part in re.split(r"^\.\.\.\n", output, flags=re.MULTILINE))
    assert re.fullmatch(pattern, ran.stdout, re.DOTALL), ran.stdout


def test_shows_commands_at_all() -> None:
    assert len(runs()) > 2
