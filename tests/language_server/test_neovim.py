"""Neovim with the settings of docs/editors.md, without a screen."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.language_server.test_diagnostics import NAMELESS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "editors.md"
SCRIPT = Path(__file__).with_suffix("").with_name("neovim.lua")


def blocks(language: str) -> list[str]:
    """The blocks of code in the page."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.skipif(shutil.which("nvim") is None, reason="needs nvim on the PATH (Debian: apt-get install neovim)")
@pytest.mark.parametrize("settings", blocks("lua"), ids=["0.11", "0.8", "0.7"])
def test_neovim_shows_findings(settings: str, tmp_path: Path) -> None:
    (tmp_path / "settings.lua").write_text(settings)
    (tmp_path / "preclear.toml").touch()
    (tmp_path / "openapi.yaml").write_text(NAMELESS)
    command = ["nvim", "--headless", "-u", "NONE", "-i", "NONE", "-n", "-S", str(SCRIPT)]
    paths = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, **home, "PATH": paths}, capture_output=True, timeout=180, check=False
    )
    assert (tmp_path / "seen.json").exists(), done.stderr.decode()
    seen = json.loads((tmp_path / "seen.json").read_text(encoding="utf-8"))

    assert seen.get("error") is None
    (first,) = seen["first"]
    assert "`get /pets` has no `operationId`" in first
    assert "get /pets" in json.dumps(seen["hover"])
    assert "/pets" in json.dumps(seen["symbols"])
    assert seen["actions"][:2] == ["Add `operationId: getPets`", "Suppress `missing-action-name` here"]
    assert "      operationId: getPets" in seen["fixed"]
    (second,) = seen["second"]
    assert "list pets" in second
    line = "      operationId: list pets 🐶"
    assert seen["column"] == [len("      operationId: "), len(line.encode())]
