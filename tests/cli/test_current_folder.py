"""Nothing is imported from the current folder: what is checked can be a stranger's repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from preclear.rule.packs import find_installed_packs
from tests.cli.making import GOOD

ACTS = "import os\nos.write(2, b'imported ' + __name__.encode() + b'\\n')\nos._exit(66)\n"
INSTALLED = ("click", "yaml", "jiter", "jsonschema", "jsonschema_rs", "httpx", "preclear_rules", "stranger")
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
COMMAND = Path(sys.executable).with_name("preclear")


def loaded_before(folder: Path) -> set[str]:
    """What Python itself imports before any code of the module that `-m` names: out of reach for that module."""
    (folder / "probe").mkdir(parents=True)
    (folder / "probe" / "__init__.py").write_text("import sys\nprint(*sys.modules)\n")
    (folder / "probe" / "__main__.py").touch()
    probe = [sys.executable, "-m", "probe"]
    completed = subprocess.run(
        probe, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=True
    )
    return set(completed.stdout.split())


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A repository with modules that shadow everything that can be shadowed, and a rule pack that looks installed."""
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "good.yaml").write_text(GOOD)
    shadowed = {*sys.stdlib_module_names, *INSTALLED} - loaded_before(tmp_path / "apart")
    assert len(shadowed) > 200
    for name in shadowed:
        (folder / f"{name}.py").write_text(ACTS)
    about = folder / "stranger-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[preclear.rules]\nstranger = stranger\n")
    return folder


@pytest.mark.parametrize(
    "program",
    [
        (sys.executable, "-m", "preclear"),
        (sys.executable, "-mpreclear"),
        (sys.executable, "-P", "-m", "preclear"),
        (sys.executable, "-B", "-X", "utf8", "-m", "preclear"),
        pytest.param((str(COMMAND),), marks=pytest.mark.skipif(not COMMAND.exists(), reason="needs the command")),
    ],
    ids=["-m", "-mpreclear", "-P -m", "-B -X utf8 -m", "preclear"],
)
@pytest.mark.parametrize("arguments", [("check", "good.yaml"), ("rules",)], ids=" ".join)
def test_no_module_and_no_rule_pack_comes_from_it(
    hostile: Path, program: tuple[str, ...], arguments: tuple[str, ...]
) -> None:
    completed = subprocess.run(
        [*program, *arguments], cwd=hostile, env=ENVIRONMENT, capture_output=True, text=True, timeout=60
    )

    assert (completed.returncode, completed.stderr) == (0, "")
    assert "stranger" not in completed.stdout


def test_another_module_keeps_its_path(tmp_path: Path) -> None:
    (tmp_path / "program").mkdir()
    (tmp_path / "program" / "__init__.py").write_text("import preclear\nimport sys\nprint(sys.path[0])\n")
    (tmp_path / "program" / "__main__.py").touch()
    program = [sys.executable, "-m", "program", "preclear"]

    completed = subprocess.run(program, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, timeout=60)

    assert (completed.returncode, completed.stdout) == (0, f"{tmp_path}\n")


@pytest.mark.parametrize("other", [(), ("lib.zip",)], ids=["folders", "with an archive"])
def test_the_current_folder_has_no_installed_packs(
    hostile: Path, monkeypatch: pytest.MonkeyPatch, other: tuple[str, ...]
) -> None:
    monkeypatch.chdir(hostile)
    (hostile / "lib.zip").touch()
    monkeypatch.setattr(sys, "path", ["", *(str(hostile / name) for name in other), *sys.path])

    assert {name for name, _ in find_installed_packs()} == {"builtin"}
