"""What preclear promises of every run: the same bytes out, no file hidden by another, nothing written, nothing sent."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from preclear.report import FORMATS
from tests.cli.making import BAD, GOOD, NO_OPENAPI, Outcome, run_apart
from tests.hostile.texts import DEEP, HEAD

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FIXTURES = Path(os.path.relpath(Path(__file__).parents[1] / "fixtures"))
COMMAND = (sys.executable, "-B", "-m", "preclear")  # Python's own cache of compiled modules is not ours to write
COMMANDS = (
    ("check", "--output-format", "full", "."),
    ("check", "--output-format", "concise", "."),
    ("check", "--output-format", "json", "."),
    ("plan", "projects/petshop/openapi.yaml"),
    ("plan", "--output-format", "json", "projects/petshop/openapi.yaml"),
    ("plan", "projects/petshop-versions/v2.yaml", "--against", "projects/petshop-versions/v1.yaml"),
    ("plan", "--adapt", "--leave-out-blocked", "projects/petshop/openapi.yaml"),
    ("adapt", "-o", "/dev/null", "projects/petshop/openapi.yaml"),
    ("adapt", "--output-format", "json", "projects/petshop/openapi.yaml"),
    ("rules",),
    ("bundle", "projects/petshop/openapi.yaml"),
    ("config", "projects/petshop/openapi.yaml"),
    ("rules", "--output-format", "json"),
    ("explain", "invalid-action-name"),
)
SEEDS = ("0", "1", "7", "42", "4294967295")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the documents of all fixtures."""
    folder = tmp_path / "all"
    for name in ("projects", "rules"):
        shutil.copytree(FIXTURES / name, folder / name)
    return folder


@pytest.fixture
def small_folder(tmp_path: Path) -> Path:
    """A folder with the projects and every tenth rule's fixtures: what a run does to the system depends on no rule."""
    folder = tmp_path / "some"
    shutil.copytree(FIXTURES / "projects", folder / "projects")
    for path in sorted((FIXTURES / "rules").iterdir())[::10]:
        shutil.copytree(path, folder / "rules" / path.name)
    return folder


def check_apart(folder: Path, *arguments: str, seed: str = "random") -> tuple[Outcome, dict[str, bytes]]:
    """Check in a process of its own, once for all formats. Return the outcome, and the report in each format."""
    reports = folder.parent / "reports"
    reports.mkdir(exist_ok=True)
    options = [f"--report={name}={reports / name}" for name in FORMATS]
    outcome = run_apart("check", *options, *arguments, cwd=folder, env={"PYTHONHASHSEED": seed})
    return outcome, {name: (reports / name).read_bytes() for name in FORMATS}


@pytest.mark.once
def test_a_check_gives_the_same_bytes_in_all_formats_whatever_the_hash_seed(folder: Path) -> None:
    expected = check_apart(folder, ".", seed=SEEDS[0])

    assert all(expected[1].values())
    for seed in SEEDS[1:]:
        assert check_apart(folder, ".", seed=seed) == expected


@pytest.mark.once
@pytest.mark.parametrize("arguments", [command for command in COMMANDS if command[0] != "check"], ids=" ".join)
def test_the_same_input_gives_the_same_bytes_whatever_the_hash_seed(folder: Path, arguments: Sequence[str]) -> None:
    outcomes = {run_apart(*arguments, cwd=folder, env={"PYTHONHASHSEED": seed}) for seed in SEEDS}

    (outcome,) = outcomes
    assert outcome.out != ""


def test_the_order_of_the_files_makes_no_difference(folder: Path) -> None:
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.yaml"))[:40]
    expected = check_apart(folder, *files)

    for order in (files[::-1], files[::2] + files[1::2], files + files[:5]):
        assert check_apart(folder, *order) == expected


@pytest.mark.parametrize("output_format", ["full", "concise", "json"])
def test_neither_the_working_directory_nor_the_way_a_path_is_typed_makes_a_difference(
    folder: Path, output_format: str
) -> None:
    file = folder / "projects" / "petshop" / "openapi.yaml"
    command = ("check", "--output-format", output_format)

    elsewhere = {run_apart(*command, str(file), cwd=cwd) for cwd in (folder, file.parent, Path("/"))}
    typed = {
        run_apart(*command, name, cwd=file.parent)
        for name in (
            "openapi.yaml",
            "./openapi.yaml",
            ".//openapi.yaml",
            "models/../openapi.yaml",
            "../petshop/openapi.yaml",
        )
    }

    assert (len(elsewhere), len(typed)) == (1, 1)


def _unreadable(path: Path) -> None:
    path.write_text(BAD)
    path.chmod(0)


def _without_rights() -> list[str]:
    """What to put before a command so that it may not do what only root may; skips the test where that can't be."""
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("needs to run as another user than root, or setpriv")
    return [setpriv, "--bounding-set", "-all", "--inh-caps", "-all"]


STRANGERS: dict[str, tuple[Callable[[Path], object], int]] = {
    "broken YAML": (lambda path: path.write_text("openapi: 3.1.0\npaths: {"), 1),
    "too deep": (lambda path: path.write_bytes(DEEP[1].make()), 2),
    "aliases of aliases": (lambda path: path.write_bytes(DEEP[-1].make()), 2),
    "empty": (lambda path: path.write_bytes(b""), 2),
    "binary": (lambda path: path.write_bytes(bytes(range(256))), 2),
    "no OpenAPI": (lambda path: path.write_text(NO_OPENAPI), 1),
    "not there": (lambda path: path, 2),
    "a pipe": (os.mkfifo, 2),
    "a circle of links": (lambda path: path.symlink_to(path), 2),
    "a dead link": (lambda path: path.symlink_to("nowhere"), 2),
    "no permission": (_unreadable, 2),
    "references in a circle": (
        lambda path: path.write_text(f"{HEAD}components: {{schemas: {{A: {{$ref: '#/components/schemas/A'}}}}}}\n"),
        1,
    ),
    "a reference to itself": (lambda path: path.write_text(f"{HEAD}x-a: &a\n  $ref: {path.name}\n"), 1),
}


@pytest.mark.parametrize("stranger", STRANGERS)
def test_one_bad_file_hides_no_other(tmp_path: Path, stranger: str) -> None:
    names = [f"{letter}.yaml" for letter in "abcdeghijk"]
    for name in names:
        (tmp_path / name).write_text(BAD)
    make, code = STRANGERS[stranger]
    make(tmp_path / "f.yaml")

    done = subprocess.run(
        [*_without_rights(), *COMMAND, "check", "--output-format", "json", *names, "f.yaml"],
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
    )
    report = json.loads(done.stdout)

    assert {finding["path"] for finding in report["findings"]} >= {*names}
    assert report["summary"]["files"] == 11
    assert done.returncode == code
    assert b"Traceback" not in done.stderr


def _listing(folder: Path) -> dict[str, tuple[int, int, int]]:
    states = {path: path.lstat() for path in (folder, *folder.rglob("*"))}
    return {str(path): (state.st_mode, state.st_size, state.st_mtime_ns) for path, state in states.items()}


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_nothing_is_written_and_no_home_is_needed(small_folder: Path, arguments: Sequence[str]) -> None:
    folders = [small_folder, *(path for path in small_folder.rglob("*") if path.is_dir())]
    for path in folders:
        path.chmod(0o555)
    before = _listing(small_folder)

    done = subprocess.run(
        [*_without_rights(), *COMMAND, *arguments], cwd=small_folder, env={"PATH": ""}, capture_output=True, timeout=60
    )
    beside = subprocess.run([*COMMAND, *arguments], cwd=small_folder, capture_output=True, timeout=60)
    after = _listing(small_folder)
    for path in folders:
        path.chmod(0o755)

    assert (done.returncode, done.stdout) == (beside.returncode, beside.stdout)
    assert b"internal error" not in done.stderr
    assert after == before


READ_ONLY = """
set -e
mount -t tmpfs none "$1"
cp -r "$2"/. "$1"
mount -o remount,ro "$1"
cd "$1"
shift 2
exec "$@"
"""
IN_NAMESPACE = ("unshare", "--map-root-user", "--mount")


def _can_mount() -> bool:
    """Whether a read-only file system can be mounted here, in a namespace of its own."""
    if shutil.which(IN_NAMESPACE[0]) is None:
        return False
    with tempfile.TemporaryDirectory() as mounted, tempfile.TemporaryDirectory() as copied:
        script = [*IN_NAMESPACE, "sh", "-c", READ_ONLY, "sh", mounted, copied, "true"]
        return subprocess.run(script, capture_output=True).returncode == 0


@pytest.mark.skipif(not _can_mount(), reason="needs unshare and the right to mount in a namespace")
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_read_only_file_system_is_enough(
    small_folder: Path, tmp_path_factory: pytest.TempPathFactory, arguments: Sequence[str]
) -> None:
    mounted = tmp_path_factory.mktemp("mounted")
    script = ["sh", "-c", READ_ONLY, "sh", str(mounted), str(small_folder)]
    nowhere = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME"), "/nonexistent")

    inside = subprocess.run(
        [*IN_NAMESPACE, *script, *COMMAND, *arguments], env={**os.environ, **nowhere}, capture_output=True, timeout=60
    )
    outside = subprocess.run([*COMMAND, *arguments], cwd=small_folder, capture_output=True, timeout=60)

    assert (inside.returncode, inside.stdout) == (outside.returncode, outside.stdout)
    assert inside.stderr == outside.stderr


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_the_system_is_asked_neither_to_write_nor_to_send(small_folder: Path, arguments: Sequence[str]) -> None:
    trace = small_folder / "trace.txt"
    strace = ["strace", "-f", "-qq", "-e", "trace=%file,%network,ftruncate,fchmod,fchown", "-o", str(trace)]

    probe = subprocess.run([*strace, "true"], capture_output=True, timeout=60)
    if probe.returncode != 0:
        pytest.skip("strace may not trace here")
    subprocess.run([*strace, *COMMAND, *arguments], cwd=small_folder, capture_output=True, timeout=120)
    calls = [line.split(maxsplit=1)[1] for line in trace.read_text(errors="replace").splitlines()]

    assert len(calls) > 100
    assert [call for call in calls if _writes(call) or _sends(call)] == []


def _writes(call: str) -> bool:
    name = call.partition("(")[0]
    changing = ("mkdir", "rmdir", "unlink", "rename", "link", "symlink", "mknod", "truncate", "ftruncate", "creat")
    if name.startswith(changing) or name.startswith(("chmod", "fchmod", "chown", "fchown", "lchown", "utime")):
        return True
    return any(flag in call for flag in ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TMPFILE")) and "/dev/null" not in call


def _sends(call: str) -> bool:
    return call.startswith(("socket", "connect", "send", "bind", "listen", "recv", "getpeername"))


def test_a_folder_without_documents_is_unchecked(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(NO_OPENAPI)
    (tmp_path / "README.md").write_text(GOOD)

    assert run_apart("check", ".", cwd=tmp_path)[:2] == (2, "")


@pytest.mark.parametrize("command", ["check", "plan"])
@pytest.mark.parametrize(("text", "code"), [(b"", 2), (b"\n", 2), (b"a: 1\n", 1), (GOOD.encode(), 0), (b"{", 1)])
def test_standard_input(tmp_path: Path, command: str, text: bytes, code: int) -> None:
    outcome = run_apart(command, "-", stdin=text, cwd=tmp_path)

    assert outcome.code == code
    assert outcome.out != ""
    assert "internal error" not in outcome.err


@pytest.mark.parametrize("command", ["check", "plan"])
@pytest.mark.parametrize("name", ["missing.yaml", "locked.yaml", "folder.yaml/missing.yaml", "a\nb.yaml", "x" * 300])
def test_a_file_that_cannot_be_read_is_unchecked(tmp_path: Path, command: str, name: str) -> None:
    _unreadable(tmp_path / "locked.yaml")
    (tmp_path / "folder.yaml").mkdir()

    done = subprocess.run(
        [*_without_rights(), *COMMAND, command, name], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )

    assert done.returncode == 2
    assert "error[unreadable-file]: the file can't be read: " in done.stdout


@pytest.mark.parametrize("again", ["a.yaml", "./a.yaml", "../{folder}/a.yaml", "link/a.yaml", "."])
def test_a_file_named_twice_is_checked_once(tmp_path: Path, again: str) -> None:
    (tmp_path / "a.yaml").write_text(BAD)
    (tmp_path / "link").symlink_to(tmp_path, target_is_directory=True)
    once = run_apart("check", "a.yaml", cwd=tmp_path)

    assert run_apart("check", "a.yaml", again.format(folder=tmp_path.name), cwd=tmp_path) == once


TERMINALS: tuple[dict[str, str], ...] = (
    {"PYTHONIOENCODING": "cp1252"},
    {"PYTHONIOENCODING": "ascii"},
    {"COLUMNS": "0"},
    {"COLUMNS": "-5"},
    {"TERM": ""},
)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_the_terminal_changes_no_exit_code(small_folder: Path, arguments: Sequence[str]) -> None:
    usual = run_apart(*arguments, cwd=small_folder)

    for environment in TERMINALS:
        done = subprocess.run(
            [*COMMAND, *arguments], cwd=small_folder, env={**os.environ, **environment}, capture_output=True, timeout=60
        )
        assert (done.returncode, done.stderr.decode()) == (usual.code, usual.err), environment
        assert len(done.stdout.decode("cp1252").splitlines()) == len(usual.out.splitlines()), environment


def in_shell(folder: Path, redirected: str) -> Outcome:
    script = f'exec "$0" -B -m preclear check a.yaml missing.yaml {redirected}'
    done = subprocess.run(["sh", "-c", script, sys.executable], cwd=folder, capture_output=True, text=True, timeout=60)
    return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    "redirected", [">&-", "2>&-", ">&- 2>&-", ">/dev/full", "2>/dev/full", ">/dev/full 2>/dev/full", "<&-"]
)
def test_a_run_that_cannot_say_what_it_found_is_no_clean_run(tmp_path: Path, redirected: str) -> None:
    (tmp_path / "a.yaml").write_text(BAD)

    outcome = in_shell(tmp_path, redirected)

    assert outcome.code == 2
    assert "Traceback" not in outcome.err
