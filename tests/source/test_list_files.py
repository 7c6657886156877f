"""The files of a working tree: what git tracks or would track, and nothing that its settings start."""

from __future__ import annotations

import os
import stat
import time
from typing import TYPE_CHECKING

import pytest

from preclear.source import list_files
from tests.source.repository import commit, git, make_repository, needs_git

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_git


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = make_repository(tmp_path.resolve() / "repository")
    commit(folder, {"a.yaml": "a", "apis/b ü\n.yaml": "b", ".gitignore": "ignored*\nbuild/\n", "gone.yaml": "c"})
    for name in ("new.yaml", "ignored.yaml", "build/c.yaml", "apis/new.yaml"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("new")
    return folder


FILES = [".gitignore", "a.yaml", "apis/b ü\n.yaml", "apis/new.yaml", "gone.yaml", "new.yaml"]


def test_tracked_and_new_files_are_listed_and_ignored_ones_are_not(repository: Path) -> None:
    assert list_files(repository) == FILES

    git(repository, "add", "--force", "ignored.yaml")
    (repository / "gone.yaml").unlink()

    assert list_files(repository) == sorted([*FILES, "ignored.yaml"])


def test_unmerged_files_are_listed_once(repository: Path) -> None:
    git(repository, "checkout", "--quiet", "-b", "other")
    commit(repository, {"a.yaml": "other"})
    git(repository, "checkout", "--quiet", "main")
    commit(repository, {"a.yaml": "main"})
    with pytest.raises(Exception, match="merge"):
        git(repository, "merge", "other")

    files = list_files(repository)

    assert files is not None
    assert files.count("a.yaml") == 1


def test_files_of_other_repositories_are_not_listed(repository: Path) -> None:
    for name in ("module", "nested"):
        make_repository(repository / name)
        commit(repository / name, {"d.yaml": "d"})
    git(repository, "add", "module")

    assert list_files(repository) == sorted([*FILES, "module"])


def test_a_link_is_listed_and_what_it_leads_to_is_not(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.yaml").write_text("secret")
    (repository / "link").symlink_to(tmp_path / "outside")

    assert list_files(repository) == sorted([*FILES, "link"])


def test_a_worktree_has_its_own_files(repository: Path, tmp_path: Path) -> None:
    git(repository, "worktree", "add", "--quiet", str(tmp_path / "worktree"), "-b", "branch")
    (tmp_path / "worktree" / "only-here.yaml").write_text("x")

    files = list_files((tmp_path / "worktree").resolve())

    assert files == [".gitignore", "a.yaml", "apis/b ü\n.yaml", "gone.yaml", "only-here.yaml"]


def test_without_a_repository_or_git_there_is_no_list(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list_files(tmp_path) is None
    assert list_files(repository / "apis") is None
    (tmp_path / ".git").mkdir()
    assert list_files(tmp_path) is None

    program = repository / "git"
    program.write_text("#!/bin/sh\ntouch ran\n")
    program.chmod(0o755)
    monkeypatch.chdir(repository)
    monkeypatch.setenv("PATH", ".")

    assert list_files(repository) is None
    assert not (repository / "ran").exists()


def test_nothing_that_the_repository_configures_runs(repository: Path, tmp_path: Path) -> None:
    mark, program = tmp_path / "ran", tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho \"$0 $@\" >> '{mark}'\n")
    program.chmod(0o755)
    (tmp_path / "hooks").mkdir()
    (tmp_path / "hooks" / "post-index-change").symlink_to(program)
    settings = ("core.fsmonitor", "core.pager", "alias.ls-files", "filter.yaml.clean", "filter.yaml.process")
    for name in settings:
        git(repository, "config", name, f"!{program}" if name.startswith("alias") else str(program))
    git(repository, "config", "core.hooksPath", str(tmp_path / "hooks"))
    (repository / ".git" / "info" / "attributes").write_text("*.yaml filter=yaml\n")
    os.utime(repository / "a.yaml", (1, 1))

    assert list_files(repository) == FILES
    assert not mark.exists()

    git(repository, "ls-files", "--others")  # without the settings of preclear, the monitor runs
    assert mark.exists()


def test_only_the_folder_itself_is_listed_whatever_the_config_names(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.yaml").write_text("x")
    git(repository, "config", "core.worktree", str(tmp_path / "elsewhere"))

    assert list_files(repository) == FILES


@pytest.mark.parametrize("variable", ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_TRACE"])
def test_variables_of_git_change_nothing(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, str(tmp_path / "elsewhere"))

    assert list_files(repository) == FILES
    assert not (tmp_path / "elsewhere").exists()


def test_the_repository_is_not_written_to(repository: Path) -> None:
    def states() -> dict[str, tuple[int, int]]:
        paths = (path for path in repository.rglob("*") if not stat.S_ISDIR(path.lstat().st_mode))
        return {str(path): (path.lstat().st_size, path.lstat().st_mtime_ns) for path in paths}

    os.utime(repository / "a.yaml", (1, 1))
    before = states()
    list_files(repository)

    assert states() == before


def test_a_gitignore_that_takes_git_too_long_is_given_up(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("preclear.source.git.list_files.MAX_SECONDS", 0.5)
    (repository / ".gitignore").write_text("".join(f"**/{'*a' * 20}b{index}\n" for index in range(100)))
    (repository / f"{'a' * 200}.yaml").write_text("new")

    start = time.monotonic()

    assert list_files(repository) is None
    assert time.monotonic() - start < 5
