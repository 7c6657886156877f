"""What git says of files: only what differs counts, and a repository's settings start no program."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from preclear.source import GitError, Revision, find_changed_files, read_commit
from preclear.source.git import command


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false"]
    completed = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return completed.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path.resolve()
    git(folder, "init", "--quiet")
    (folder / "apis").mkdir()
    for name in ("a.yaml", "b [x]*.yaml", "apis/ü.yaml"):
        (folder / name).write_text(name)
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "x")
    return folder


def changed(folder: Path, revision: str = "HEAD") -> set[str]:
    files = [str(file) for file in folder.rglob("*.yaml")] + [str(folder / "gone.yaml"), "/elsewhere.yaml"]
    found = find_changed_files(folder / "apis", files, revision)
    return {str(Path(file).relative_to(folder)) for file in found if Path(file).is_relative_to(folder)}


def test_what_differs_is_new_or_gone_counts_as_changed(repository: Path) -> None:
    assert changed(repository) == {"gone.yaml"}

    (repository / "b [x]*.yaml").write_text("other")
    (repository / "apis/new.yaml").write_text("new")
    assert changed(repository) == {"gone.yaml", "b [x]*.yaml", "apis/new.yaml"}

    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "y")
    assert changed(repository) == {"gone.yaml"}
    assert changed(repository, "HEAD~1") == {"gone.yaml", "b [x]*.yaml", "apis/new.yaml"}
    assert find_changed_files(repository, ["/elsewhere.yaml"], "HEAD") == {"/elsewhere.yaml"}


def test_the_commit_is_that_of_git(repository: Path) -> None:
    assert git(repository, "rev-parse", "HEAD").startswith(read_commit(repository / "apis"))
    assert len(read_commit(repository)) == 12


@pytest.mark.parametrize(
    ("revision", "message"),
    [
        (name, f"the repository has no revision `{name}`; expected a branch, a tag or a commit")
        for name in ("nowhere", "--output=x", "a\nb")
    ],
)
def test_a_revision_that_does_not_exist_is_an_error(repository: Path, revision: str, message: str) -> None:
    with pytest.raises(GitError) as caught:
        find_changed_files(repository / "apis", [], revision)
    assert str(caught.value) == message


def test_a_folder_outside_of_any_repository_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GitError, match=r"isn't in a git repository$"):
        read_commit(tmp_path)


def test_no_program_of_the_repository_runs(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = repository / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {repository}/sprung\ncat\n")
    trap.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "diff.external", "filter.x.clean", "filter.x.process"):
        git(repository, "config", name, str(trap))
    (repository / ".gitattributes").write_text("* filter=x\n")
    (repository / "a.yaml").write_text("other")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(trap))
    monkeypatch.setenv("GIT_PAGER", str(trap))
    monkeypatch.setenv("GIT_DIR", "/nowhere")

    assert changed(repository) == {"a.yaml", "gone.yaml"}
    assert read_commit(repository)
    assert not (repository / "sprung").exists()


@pytest.fixture
def half_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give git half a second for each answer."""
    monkeypatch.setattr(command, "MAX_SECONDS", 0.5)


def replace_by_pipe(repository: Path, id: str) -> None:
    """Put a pipe in place of an object, as a hostile repository can: git waits for a writer forever."""
    file = repository / ".git" / "objects" / id[:2] / id[2:]
    file.unlink()
    os.mkfifo(file)


@pytest.mark.usefixtures("half_a_second")
@pytest.mark.parametrize("object", ["HEAD", "HEAD^{tree}"])
def test_an_object_that_git_waits_for_is_given_up(repository: Path, object: str) -> None:
    replace_by_pipe(repository, git(repository, "rev-parse", object))
    start = time.monotonic()

    with pytest.raises(GitError) as caught:
        find_changed_files(repository, [], "HEAD")

    assert str(caught.value) == "git takes longer than 0.5 seconds"
    assert time.monotonic() - start < 5


@pytest.mark.usefixtures("half_a_second")
def test_a_repository_is_waited_for_once(repository: Path) -> None:
    for name in ("HEAD:a.yaml", "HEAD:b [x]*.yaml"):
        replace_by_pipe(repository, git(repository, "rev-parse", name))
    start = time.monotonic()

    with Revision("HEAD", repository) as revision:
        for _ in range(10):
            for name in ("a.yaml", "b [x]*.yaml"):
                with pytest.raises(GitError, match=r"can't be read at `HEAD`: git takes longer than 0\.5 seconds$"):
                    revision.read_file(name, 1_000)

    assert time.monotonic() - start < 5


@pytest.mark.usefixtures("half_a_second")
def test_a_search_for_the_merge_base_is_given_up(repository: Path) -> None:
    git(repository, "checkout", "--quiet", "-b", "other")
    base = git(repository, "rev-parse", "HEAD")
    for branch in ("other", "master"):
        git(repository, "checkout", "--quiet", "-B", branch, base)
        for _ in range(2):
            git(repository, "commit", "--quiet", "--allow-empty", "-m", branch)
    replace_by_pipe(repository, git(repository, "rev-parse", "other~1"))

    with pytest.raises(GitError, match=r"^git takes longer than 0\.5 seconds$"):
        Revision("other...", repository)


@pytest.mark.usefixtures("half_a_second")
def test_a_list_of_files_is_given_up(repository: Path) -> None:
    with Revision("HEAD", repository) as revision:
        replace_by_pipe(repository, git(repository, "rev-parse", "HEAD:apis"))

        with pytest.raises(GitError, match=r"^git takes longer than 0\.5 seconds$"):
            list(revision.list_files())
