"""Files that are written: whole or not at all, where they were asked for and nowhere else."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from preclear.source.files.write import write_file, write_files

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes, links and pipes of POSIX")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "repo" / "out").mkdir(parents=True)
    (tmp_path / "outside.txt").write_text("old")
    monkeypatch.chdir(tmp_path / "repo")
    return tmp_path / "repo"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_has_the_mode_of_any_new_file(folder: Path) -> None:
    before = os.umask(0o027)
    try:
        write_file(Path("out/a.txt"), b"new")
    finally:
        os.umask(before)

    assert (folder / "out" / "a.txt").read_bytes() == b"new"
    assert stat.S_IMODE((folder / "out" / "a.txt").stat().st_mode) == 0o640
    assert names(folder / "out") == ["a.txt"]


@pytest.mark.parametrize("mode", [0o600, 0o664, 0o755, 0o200])
def test_the_mode_of_an_old_file_is_kept(folder: Path, mode: int) -> None:
    file = folder / "a.txt"
    file.write_text("old")
    file.chmod(mode)

    write_file(file, b"new")

    assert stat.S_IMODE(file.stat().st_mode) == mode
    file.chmod(0o600)
    assert file.read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_of_an_old_file_is_kept(folder: Path) -> None:
    (folder / "a.txt").write_text("old")
    os.chown(folder / "a.txt", 1234, 2345)

    write_file(folder / "a.txt", b"new")

    info = (folder / "a.txt").stat()
    assert (info.st_uid, info.st_gid, (folder / "a.txt").read_bytes()) == (1234, 2345, b"new")


@pytest.mark.parametrize("target", ["../outside.txt", "../new.txt"])
@pytest.mark.parametrize("in_git", [True, False])
def test_a_link_out_of_the_repository_is_not_followed(folder: Path, target: str, in_git: bool) -> None:
    if in_git:
        (folder / ".git").mkdir()
    (folder / "a.txt").symlink_to(target)

    with pytest.raises(OSError, match="it is a symbolic link that leads outside of `repo/`"):
        write_file(Path("a.txt"), b"new")

    assert (folder.parent / "outside.txt").read_text() == "old"
    assert names(folder.parent) == ["outside.txt", "repo"]
    assert (folder / "a.txt").is_symlink()


def test_nor_is_a_folder_that_is_one(folder: Path) -> None:
    (folder / "build").symlink_to("..", target_is_directory=True)

    with pytest.raises(OSError, match="leads outside of `repo/`"):
        write_file(Path("build/outside.txt"), b"new")

    assert (folder.parent / "outside.txt").read_text() == "old"


def test_a_link_that_stays_is_written_through(folder: Path) -> None:
    (folder / "a.txt").symlink_to("out/b.txt")

    write_file(Path("a.txt"), b"new")

    assert (folder / "a.txt").is_symlink()
    assert (folder / "out" / "b.txt").read_bytes() == b"new"


def test_no_name_that_could_be_guessed_is_written_to(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (f".a.txt.{os.getpid()}.tmp", ".a.txt.tmp", "a.txt.tmp", "a.txt~"):
        (folder / name).symlink_to("../outside.txt")
    prepared = names(folder)

    write_file(Path("a.txt"), b"new")

    assert names(folder) == sorted([*prepared, "a.txt"])
    assert (folder.parent / "outside.txt").read_text() == "old"


def test_a_name_that_is_taken_all_the_same_is_not_followed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def urandom(size: int) -> bytes:
        return b"\0" * size

    monkeypatch.setattr("os.urandom", urandom)
    (folder / f".{'0' * 32}.tmp").symlink_to("../outside.txt")

    with pytest.raises(FileExistsError):
        write_file(Path("a.txt"), b"new")

    assert (folder.parent / "outside.txt").read_text() == "old"
    assert (folder / f".{'0' * 32}.tmp").is_symlink()


def test_a_pipe_a_folder_and_a_device_are_no_targets(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "full").symlink_to("/dev/full")

    for name, words in (("pipe", "it is a pipe"), ("out", "it is a directory"), ("/dev/full", "it is a device")):
        with pytest.raises(OSError, match=f"{words}, expected a regular file"):
            write_file(Path(name), b"new")
    assert names(folder) == ["full", "out", "pipe"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everything")
def test_a_file_that_may_not_be_written_is_not_replaced(folder: Path) -> None:
    (folder / "a.txt").write_text("old")
    (folder / "a.txt").chmod(0o400)

    with pytest.raises(PermissionError):
        write_file(folder / "a.txt", b"new")

    assert (folder / "a.txt").read_text() == "old"


def test_the_longest_name_can_be_written(folder: Path) -> None:
    name = "a" * os.pathconf(folder, "PC_NAME_MAX")

    write_file(Path(name), b"new")

    assert names(folder) == [name, "out"]
    with pytest.raises(OSError, match="name too long") as raised:
        write_file(Path(f"{name}a"), b"new")
    assert raised.value.errno == errno.ENAMETOOLONG


@pytest.mark.parametrize("step", ["write", "fsync"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def failing(*arguments: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    (folder / "a.txt").write_text("old")
    with monkeypatch.context() as patched:
        patched.setattr(f"os.{step}", failing)
        with pytest.raises(OSError, match="No space left"):
            write_file(Path("a.txt"), b"new")

    assert (folder / "a.txt").read_text() == "old"
    assert names(folder) == ["a.txt", "out"]


def test_of_several_files_all_are_written_or_none(folder: Path) -> None:
    (folder / "a.txt").write_text("old")

    with pytest.raises(FileNotFoundError) as raised:
        write_files([(Path("a.txt"), b"new"), (Path("nowhere/b.txt"), b"new")])

    assert raised.value.filename == "nowhere/b.txt"
    assert ((folder / "a.txt").read_text(), names(folder)) == ("old", ["a.txt", "out"])

    write_files([(Path("a.txt"), b"new"), (Path("out/b.txt"), b"new")])

    assert ((folder / "a.txt").read_text(), (folder / "out" / "b.txt").read_text()) == ("new", "new")


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/dev/null"])
def test_streams_are_written_to_as_they_are(folder: Path, name: str) -> None:
    code = f"""
from pathlib import Path
from preclear.source.files.write import write_file
write_file(Path({name!r}), b"x" * 99999)
"""

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)

    assert done.stdout == (b"" if name == "/dev/null" else b"x" * 99999)
    assert Path("/dev/null").is_char_device()
