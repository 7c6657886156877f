"""Questions about commits: which files one has, which ancestor two have in common, whether a clone has all of them.

Arguments of git are only ids of commits that it has named itself. No command runs a program or fetches anything.
"""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

from preclear.source.git import command
from preclear.source.git.command import GitError, GitTimeoutError, make_command, make_environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def find_merge_base(root: Path, first: str, second: str) -> str | None:
    """Return the id of the best common ancestor of two commits; None if they have none.

    `root` is the folder that has the `.git`, `first` and `second` are ids. Raises GitError if git can't be started, and
    GitTimeoutError.
    """
    if not _ID.fullmatch(first) or not _ID.fullmatch(second):
        return None
    id = (_run(root, "merge-base", first, second) or b"").decode("ascii", "replace").strip()
    return id if _ID.fullmatch(id) else None


def is_shallow(root: Path) -> bool:
    """Whether the repository at `root` is a shallow clone, which has only the latest part of the history."""
    try:
        return _run(root, "rev-parse", "--is-shallow-repository") == b"true\n"
    except GitError:
        return False


def list_tree(root: Path, commit: str) -> Iterator[tuple[str, int, str]]:
    """Yield the path from the root, the mode and the id of every file and symbolic link of a commit, by its id.

    Raises GitError if git can't list them, and GitTimeoutError.
    """
    data = _run(root, "ls-tree", "-r", "-z", "--full-tree", commit) if _ID.fullmatch(commit) else None
    if data is None:
        raise GitError("git can't list the files of the revision")
    for line in data.split(b"\0"):
        attributes, _, path = line.partition(b"\t")
        fields = attributes.split(b" ")  # MODE TYPE ID
        if len(fields) == 3 and fields[1] == b"blob":
            yield os.fsdecode(path), int(fields[0], 8), fields[2].decode("ascii", "replace")


def _run(root: Path, *arguments: str) -> bytes | None:
    """Return what git writes; None if it fails. Raises GitError, also if git takes too long."""
    try:
        done = subprocess.run(
            [*make_command(root), *arguments],
            env=make_environment(root),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=command.MAX_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise GitTimeoutError from None
    except OSError as error:
        raise GitError(f"git can't be started: {(error.strerror or str(error)).lower()}") from error
    return done.stdout if done.returncode == 0 else None
