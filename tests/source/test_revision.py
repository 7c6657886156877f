"""Files of a revision: only what a commit has is read, and nothing that a repository configures runs."""

from __future__ import annotations

import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from preclear.source import FileAccess, FileCache, GitError, ReferenceRefusal, Revision
from tests.source.repository import commit, git, make_repository, needs_git

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_git

FILES = {"apis/pets.yaml": "a: 1\n", "apis/parts/pet.yaml": "b: 2\n", "other.yaml": "c: 3\n"}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = make_repository(tmp_path / "repository")
    commit(folder, FILES, "v1")
    commit(folder, {"apis/pets.yaml": "a: 2\n", "apis/new.yaml": "d: 4\n"})
    return folder


def read(repository: Path, revision: str, path: str = "apis/pets.yaml", limit: int = 1_000) -> bytes:
    with Revision(revision, repository / "apis") as found:
        return found.read_file(path, limit)


@pytest.mark.parametrize("name", ["v1", "HEAD~1", "main~1", "refs/tags/v1", "main^", "HEAD^{/a commit}~1"])
def test_a_file_is_read_as_it_was(repository: Path, name: str) -> None:
    (repository / "apis" / "pets.yaml").write_text("a: 3\n")

    assert read(repository, name) == b"a: 1\n"
    assert read(repository, git(repository, "rev-parse", "v1")[:12]) == b"a: 1\n"
    assert read(repository, "HEAD") == b"a: 2\n"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "nothing",
        "-v1",
        "--help",
        "HEAD:apis",
        "v1\nHEAD",
        "v1\0",
        "v1 ",
        "x" * 1_000,
        "../..",
        "HEAD:apis/pets.yaml",
    ],
    ids=lambda name: ascii(name)[:20],
)
def test_what_is_no_commit_is_refused(repository: Path, name: str) -> None:
    with pytest.raises(GitError, match="has no revision"):
        read(repository, name)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("apis/new.yaml", "`v1` has no file `apis/new.yaml`"),
        ("apis/pets.yaml/x", "`v1` has no file `apis/pets.yaml/x`"),
        ("../repository/other.yaml", "`../repository/other.yaml` is no file at `v1`; expected a regular file"),
        ("", "`` is no file at `v1`; expected a regular file"),
        ("apis", "`apis` is a folder at `v1`; expected a regular file"),
    ],
)
def test_what_is_no_file_at_the_revision_is_refused(repository: Path, path: str, reason: str) -> None:
    with pytest.raises(GitError) as error:
        read(repository, "v1", path)

    assert str(error.value) == reason


def test_a_large_file_is_refused_without_being_read(repository: Path) -> None:
    commit(repository, {"apis/pets.yaml": "a" * 2_000_000})

    with pytest.raises(GitError, match="it has 2,000,000 bytes; expected at most 1,000"):
        read(repository, "HEAD")
    with Revision("HEAD", repository / "apis") as revision:
        with pytest.raises(GitError):
            revision.read_file("apis/pets.yaml", 10)
        assert revision.read_file("other.yaml", 10) == b"c: 3\n"


def test_no_repository_is_reported(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="isn't in a git repository"):
        Revision("HEAD", tmp_path)


def test_a_folder_that_only_looks_like_a_repository_is_reported(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()

    with pytest.raises(GitError, match="git can't read the repository: not a git repository"):
        Revision("HEAD", tmp_path)


def test_git_is_not_taken_from_the_current_folder(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = repository / "git"
    program.write_text("#!/bin/sh\ntouch ran\n")
    program.chmod(0o755)
    monkeypatch.chdir(repository)
    monkeypatch.setenv("PATH", ".")

    with pytest.raises(GitError, match="there is no `git` on the PATH"):
        read(repository, "HEAD")
    assert not (repository / "ran").exists()


def test_references_lead_to_files_of_the_same_commit(repository: Path) -> None:
    (repository / "apis" / "parts" / "pet.yaml").unlink()
    file = repository / "apis" / "pets.yaml"
    with Revision("v1", file.parent) as revision:
        access = FileAccess(file.parent, FileCache(files=revision))

        path = access.resolve("parts/pet.yaml", file)

        assert not isinstance(path, ReferenceRefusal)
        assert access.read(path, 100) == b"b: 2\n"
        assert access.read(path, 3) == ReferenceRefusal(
            "is larger than 3 bytes; raise the limit with `--limit file_bytes=N`", is_too_large=True
        )
        assert access.resolve("new.yaml", file) == ReferenceRefusal("there is no file `new.yaml`")
        assert access.resolve("../other.yaml", file) == ReferenceRefusal(
            "leads outside of `apis/`; set a wider folder with `--root`"
        )


def test_links_and_submodules_lead_nowhere_outside_of_the_commit(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("secret: 1\n")
    folder = repository / "apis"
    for name, target in (("out", "../../secret.yaml"), ("absolute", str(tmp_path / "secret.yaml"))):
        (folder / f"{name}.yaml").symlink_to(target)
    (folder / "in.yaml").symlink_to("parts/pet.yaml")
    make_repository(folder / "module")
    commit(folder / "module", {"a.yaml": "a: 1\n"})
    commit(repository, {})
    with Revision("HEAD", folder) as revision:
        access = FileAccess(repository, FileCache(files=revision))
        inside = access.resolve("in.yaml", folder / "pets.yaml")
        refused = [
            access.resolve(name, folder / "pets.yaml") for name in ("out.yaml", "absolute.yaml", "module/a.yaml")
        ]

        assert inside == folder / "parts" / "pet.yaml"
        assert [isinstance(refusal, ReferenceRefusal) for refusal in refused] == [True, True, True]
        with pytest.raises(GitError, match="is a symbolic link at `HEAD`"):
            revision.read_file("apis/out.yaml", 100)


def test_nothing_that_the_repository_configures_runs(repository: Path, tmp_path: Path) -> None:
    """Programs for monitors, hooks, text conversion, filters, diffs, pagers, editors and transports."""
    mark = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho \"$0 $@\" >> '{mark}'\n")
    program.chmod(0o755)
    settings = {
        "core.fsmonitor": program,
        "core.hooksPath": tmp_path / "hooks",
        "core.pager": program,
        "core.editor": program,
        "core.sshCommand": program,
        "core.gitProxy": program,
        "core.askPass": program,
        "core.alternateRefsCommand": program,
        "diff.external": program,
        "diff.yaml.textconv": program,
        "diff.yaml.command": program,
        "filter.yaml.smudge": program,
        "filter.yaml.process": program,
        "gpg.program": program,
        "log.showSignature": "true",
        "credential.helper": program,
        "uploadpack.packObjectsHook": program,
        "alias.cat-file": f"!{program}",
        "alias.rev-parse": f"!{program}",
        "protocol.ext.allow": "always",
        "remote.evil.url": f"ext::{program}",
        "remote.evil.promisor": "true",
        "remote.evil.partialclonefilter": "blob:none",
        "extensions.partialClone": "evil",
        "core.repositoryformatversion": "1",
    }
    (tmp_path / "hooks").mkdir()
    for hook in ("post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc"):
        (tmp_path / "hooks" / hook).symlink_to(program)
    for name, value in settings.items():
        git(repository, "config", name, str(value))
    (repository / ".git" / "info" / "attributes").write_text("*.yaml diff=yaml filter=yaml\n")
    blob = git(repository, "rev-parse", "v1:apis/pets.yaml")
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()  # would be fetched from the remote

    assert read(repository, "HEAD") == b"a: 2\n"
    with pytest.raises(GitError, match="can't be read"):
        read(repository, "v1")

    assert not mark.exists()


def test_the_bars_hold_without_the_defence(repository: Path, tmp_path: Path) -> None:
    """The same missing object makes plain git run the program of the remote, so the test above can fail."""
    mark, program = tmp_path / "ran", tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho ran >> '{mark}'\n")
    program.chmod(0o755)
    for name, value in (
        ("protocol.ext.allow", "always"),
        ("remote.evil.url", f"ext::{program}"),
        ("remote.evil.promisor", "true"),
        ("extensions.partialClone", "evil"),
        ("core.repositoryformatversion", "1"),
    ):
        git(repository, "config", name, value)
    blob = git(repository, "rev-parse", "v1:apis/pets.yaml")
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()

    with pytest.raises(Exception, match="cat-file"):
        git(repository, "cat-file", "blob", blob)

    assert mark.exists()


def test_a_bare_repository_in_a_folder_does_not_count(repository: Path) -> None:
    bare = repository / "apis"
    for name in ("objects", "refs"):
        (bare / name).mkdir()
    (bare / "HEAD").write_text("ref: refs/heads/main\n")
    (bare / "config").write_text("[core]\n\tbare = true\n\trepositoryformatversion = 0\n")

    assert read(repository, "v1") == b"a: 1\n"


@pytest.mark.parametrize(
    "variable",
    [
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_TRACE",
        "GIT_EXTERNAL_DIFF",
        "GIT_PAGER",
    ],
)
def test_variables_of_git_change_nothing(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, str(tmp_path / "elsewhere"))

    assert read(repository, "v1") == b"a: 1\n"
    assert not (tmp_path / "elsewhere").exists()


def test_the_repository_is_not_written_to(repository: Path) -> None:
    def states() -> dict[str, tuple[int, int]]:
        paths = (path for path in repository.rglob("*") if not stat.S_ISDIR(path.lstat().st_mode))
        return {str(path): (path.lstat().st_size, path.lstat().st_mtime_ns) for path in paths}

    before = states()
    read(repository, "v1")

    assert states() == before


def test_no_process_is_left(repository: Path) -> None:
    program = """
import os, sys
from pathlib import Path
from preclear.source import Revision
Revision("v1", Path(sys.argv[1])).close()
os.waitpid(-1, os.WNOHANG)
"""
    done = subprocess.run([sys.executable, "-c", program, str(repository / "apis")], capture_output=True, check=False)
    assert b"ChildProcessError" in done.stderr, "a process of git is left"


def test_ids_of_sha_256_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet", "--object-format", "sha256")
    commit(folder, FILES, "v1")

    assert read(folder, "v1") == b"a: 1\n"
