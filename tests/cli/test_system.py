"""What the system refuses: a message at its place and exit 2, never a fault of preclear's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from preclear.cli import main
from tests.cli.making import GOOD, Outcome, run

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
AS_USER = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if IS_ROOT else []
LONG = "a" * 5_000


@pytest.fixture
def locked(folder: Path) -> Iterator[Path]:
    """A folder that can be neither listed nor searched, with a document in it; and one beside it that can."""
    if AS_USER and shutil.which(AS_USER[0]) is None:
        pytest.skip("root may read everything")
    for name in ("apis/locked", "apis/open"):
        (folder / name).mkdir(parents=True)
        (folder / name / "pets.yaml").write_text(GOOD)
    (folder / "apis" / "locked").chmod(0)
    yield folder / "apis" / "locked"
    (folder / "apis" / "locked").chmod(0o700)


def run_as_user(folder: Path, *arguments: str, **variables: str) -> Outcome:
    done = subprocess.run(
        [*AS_USER, sys.executable, "-m", "preclear", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, **variables},
        timeout=60,
    )
    assert "internal error" not in done.stderr
    assert "Traceback" not in done.stderr
    return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("paths", [["apis"], ["apis/**/*.yaml"], ["apis/locked"], ["apis/locked/*.yaml"], []])
def test_a_folder_that_cannot_be_listed_is_named(folder: Path, locked: Path, paths: list[str]) -> None:
    if not paths:
        (folder / "preclear.toml").write_text("documents = ['apis']")

    outcome = run_as_user(folder, "check", *paths)

    assert outcome.code == 2
    expected = "folder `apis/locked` can't be listed, so nothing in it is checked: Permission denied"
    assert f"preclear: {expected}\n" in outcome.err


@pytest.mark.parametrize("paths", [[], ["."], ["a.yaml", "deep"], ["**/*.yaml"]], ids=" ".join)
def test_a_folder_whose_path_is_too_long_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, paths: list[str]
) -> None:
    (folder / "a.yaml").write_text(GOOD)
    name = "d" * 250
    (folder / "deep").mkdir()
    monkeypatch.chdir(folder / "deep")
    for _ in range(18):
        Path(name).mkdir()
        os.chdir(name)
    Path("hidden.yaml").write_text(GOOD)
    monkeypatch.chdir(folder)

    outcome = run(capsys, "check", "--output-format", "concise", *paths)

    assert outcome.code == 2
    assert f"folder `deep/{name}/" in outcome.err
    assert "can't be listed, so nothing in it is checked: File name too long" in outcome.err
    assert "1 file" in outcome.out


@pytest.mark.parametrize("command", ["check", "plan", "bundle"])
def test_a_file_in_a_folder_that_cannot_be_searched_is_unreadable(folder: Path, locked: Path, command: str) -> None:
    outcome = run_as_user(folder, command, "apis/locked/pets.yaml")

    assert outcome.code == 2
    assert "the file can't be read: permission denied" in outcome.out + outcome.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["map", "apis/open/pets.yaml", "apis/locked/answer.json"],
        ["bundle", "apis/open/pets.yaml", "-o", "apis/locked/out.yaml"],
        ["baseline", "apis/open", "--baseline", "apis/locked/known.json"],
        ["check", "apis/open", "--baseline", "apis/locked/known.json"],
        ["check", "apis/open", "--config", "apis/locked/preclear.toml"],
        ["config", "apis/locked/pets.yaml"],
    ],
)
def test_no_other_path_may_lead_there_either(folder: Path, locked: Path, arguments: list[str]) -> None:
    outcome = run_as_user(folder, *arguments)

    assert outcome.code == 2
    assert "apis/locked" in outcome.err


def test_a_home_that_cannot_be_read_is_said(folder: Path, locked: Path) -> None:
    outcome = run_as_user(folder, "connectors", HOME=str(locked), PRECLEAR_TOKEN="", VERSORI_CONFIG=f"{locked}/x")

    assert outcome.code == 2

    (folder / "apis" / "open").chmod(0o700)
    environment = {"HOME": str(locked)}
    outcome = run_as_user(folder, "upload", "apis/open/pets.yaml", "--new", "--dry-run", **environment)

    assert outcome.code == 2
    assert "the config of the `versori` CLI can't be located: Permission denied" in outcome.out


@pytest.mark.parametrize("command", ["check", "plan", "config", "baseline", "bundle", "upload", "map"])
def test_a_current_folder_that_is_gone_is_said(folder: Path, command: str) -> None:
    (folder / "gone").mkdir()
    code = "import os, sys; os.rmdir(os.getcwd()); from preclear.cli import main; sys.exit(main(sys.argv[1:]))"
    paths = {"config": [], "baseline": [], "map": ["a.yaml", "b.json"]}.get(command, ["a.yaml"])

    done = subprocess.run(
        [sys.executable, "-c", code, command, *paths], cwd=folder / "gone", capture_output=True, text=True, timeout=60
    )

    assert done.returncode == 2
    assert done.stderr == "preclear: the current folder can't be used: No such file or directory\n"


def test_a_command_without_paths_needs_no_folder(folder: Path) -> None:
    (folder / "gone").mkdir()
    code = "import os, sys; os.rmdir(os.getcwd()); from preclear.cli import main; sys.exit(main(sys.argv[1:]))"

    done = subprocess.run([sys.executable, "-c", code, "rules"], cwd=folder / "gone", capture_output=True, timeout=60)

    assert done.returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", LONG],
        ["check", f"{LONG}/**/*.yaml"],
        ["plan", LONG],
        ["bundle", LONG],
        ["config", LONG],
        ["baseline", LONG],
        ["map", "pets.yaml", LONG],
        ["bundle", "pets.yaml", "-o", LONG],
        ["baseline", "pets.yaml", "--baseline", LONG],
        ["check", "pets.yaml", "--baseline", LONG],
        ["check", "pets.yaml", "--config", LONG],
        ["check", "pets.yaml", "--root", LONG],
        ["check", "a\0b.yaml"],
        ["plan", "a\0b.yaml"],
        ["bundle", "a\0b.yaml"],
    ],
)
def test_a_name_that_no_file_can_have_is_exit_2(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    (folder / "pets.yaml").write_text(GOOD)

    outcome = run(capsys, *arguments)

    assert outcome.code == 2
    assert "internal error" not in outcome.err
    assert outcome.out + outcome.err


@pytest.mark.parametrize("seconds", ["nan", "0", "-1", "inf", "-inf", "x"])
@pytest.mark.parametrize("command", [["connectors", "--timeout"], ["emulate", "--port", "0", "--stop-after"]])
def test_what_is_no_number_of_seconds_is_wrong_usage(
    capsys: pytest.CaptureFixture[str], command: list[str], seconds: str
) -> None:
    code = main([*command, seconds])

    assert code == 2
    assert f"Invalid value for '{command[-1]}'" in capsys.readouterr().err
