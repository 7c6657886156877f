"""The README's commands do what it says they do."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.emulator.server import emulator

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


def test_the_whole_way_goes_as_it_says(tmp_path: Path) -> None:
    starting, going = re.findall(r"^```sh\n(.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert starting == "PRECLEAR_TOKEN=only-for-this-machine preclear emulate\n"

    with emulator(tmp_path, seconds=60) as running:
        script = going.replace("http://127.0.0.1:8321/api/connect/v1", running.url)
        script = script.replace("only-for-this-machine", running.token)
        assert script.count(running.url) == script.count(running.token) == 1
        ran = subprocess.run(
            ["bash", "-c", f'preclear() {{ "{sys.executable}" -m preclear "$@"; }}\n{script}'],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )

    dry, real, connectors = re.split(r"^upload: .*\n", ran.stdout, flags=re.MULTILINE)
    assert "Petshop" in dry
    assert re.findall(r"^upload: .*", ran.stdout, re.MULTILINE)[1] == "upload: accepted: the server said 201"
    assert "foreseen by `mismatched-parameter-default`" in real
    assert "Petshop" in connectors
