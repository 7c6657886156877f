"""The settings of docs/editors.md for editors that aren't started here, and Emacs with its settings."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.language_server.test_diagnostics import NAMELESS

PAGE = Path(__file__).parents[2] / "docs" / "editors.md"
ELISP = Path(__file__).with_name("eglot.el")


def find_blocks(language: str) -> list[str]:
    """Return the blocks of code in the page."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def can_run_eglot() -> bool:
    """Whether there is an Emacs with Eglot and a mode for YAML."""
    emacs = shutil.which("emacs")
    command = ["emacs", "-q", "--batch", "--eval", "(progn (require 'eglot) (require 'yaml-mode))"]
    return emacs is not None and subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0


def test_the_settings_of_json_and_toml_start_the_server_for_yaml_and_json() -> None:
    vscode, coc, sublime = map(json.loads, find_blocks("json"))
    (helix,) = map(tomllib.loads, find_blocks("toml"))

    assert [vscode["glspc.server.command"], *vscode["glspc.server.commandArguments"]] == ["preclear", "lsp"]
    assert vscode["glspc.server.languageId"] == ["yaml", "json"]
    server: dict[str, Any] = coc["languageserver"]["preclear"]
    assert [server["command"], *server["args"]] == ["preclear", "lsp"]
    assert server["filetypes"] == ["yaml", "json"]
    assert sublime["clients"]["preclear"]["command"] == ["preclear", "lsp"]
    assert sublime["clients"]["preclear"]["selector"] == "source.yaml | source.json"
    assert helix["language-server"]["preclear"] == {"command": "preclear", "args": ["lsp"]}
    assert [language["name"] for language in helix["language"]] == ["yaml", "json"]
    assert all("preclear" in language["language-servers"] for language in helix["language"])


def test_emacs_shows_findings(tmp_path: Path) -> None:
    if not can_run_eglot():
        pytest.skip("needs emacs with eglot (Debian: emacs-nox elpa-eglot elpa-yaml-mode)")
    (settings,) = find_blocks("elisp")
    (tmp_path / "settings.el").write_text(settings)
    (tmp_path / "openapi.yaml").write_text(NAMELESS)
    (tmp_path / ".git").mkdir()
    paths = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))

    ran = subprocess.run(
        ["emacs", "-q", "--batch", "-l", str(ELISP)],
        cwd=tmp_path,
        env={**os.environ, "HOME": str(tmp_path), "PATH": paths},
        capture_output=True,
        text=True,
        timeout=180,
    )

    seen = json.loads((tmp_path / "seen.json").read_text(encoding="utf-8"))
    assert ran.returncode == 0, ran.stderr
    assert [finding["line"] for finding in seen["findings"]] == [NAMELESS.split("get:")[0].count("\n") + 1]
    assert "`get /pets` has no `operationId`" in seen["findings"][0]["text"]
    assert seen["actions"][0] == "Add `operationId: getPets`"
