"""The changelog and its fragments: the kinds that the pages explain, and where the next version's section goes."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["towncrier"]
TYPES = [kind["directory"] for kind in SETTINGS["type"]]
FRAGMENTS = ROOT / SETTINGS["directory"]


def test_the_page_of_the_fragments_explains_every_type() -> None:
    page = (FRAGMENTS / "README.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE) == TYPES


def test_a_new_section_goes_above_the_others() -> None:
    text = (ROOT / SETTINGS["filename"]).read_text(encoding="utf-8")
    before, after = text.split(SETTINGS["start_string"])

    assert "\n## " not in before
    assert after.startswith("\n## ")


@pytest.mark.skipif(shutil.which("towncrier") is None, reason="needs towncrier, of the development tools")
def test_fragments_become_a_section_by_type(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / FRAGMENTS.name).mkdir()
    (tmp_path / SETTINGS["filename"]).write_text(f"# Changelog\n\n{SETTINGS['start_string']}\n## 0.1.0\n\nOld.\n")
    for kind in reversed(TYPES):
        (tmp_path / FRAGMENTS.name / f"+some-words.{kind}.md").write_text(f"Text of `{kind}`.\n")

    command = ["towncrier", "build", "--keep", "--version", "0.2.0", "--date", "2030-01-01"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=60)

    sections = "\n".join(f"### {kind['name']}\n\n- Text of `{kind['directory']}`.\n" for kind in SETTINGS["type"])
    text = (tmp_path / SETTINGS["filename"]).read_text()
    assert re.sub(r"\n{3,}", "\n\n", text) == (
        f"# Changelog\n\n{SETTINGS['start_string']}\n## 0.2.0 (2030-01-01)\n\n{sections}\n## 0.1.0\n\nOld.\n"
    )
