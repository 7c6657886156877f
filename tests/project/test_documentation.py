"""The example of `docs/programs.md` runs, and prints what the text around it says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.making import write_project

PAGE = Path(__file__).parents[2] / "docs" / "programs.md"


@pytest.mark.skipif(not PAGE.exists(), reason="needs the documentation, which an installed package has not")
def test_the_example_runs(folder: Path) -> None:
    write_project(folder)
    examples = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (example,) = (text for text in examples if "check_paths" in text)
    (folder / "example.py").write_text(example)

    done = subprocess.run([sys.executable, "example.py"], capture_output=True, text=True, timeout=60, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert any(line.startswith("apis/models/pet.yaml:1:7: error: ") for line in lines)
    assert lines[-1] == "failed: findings"
