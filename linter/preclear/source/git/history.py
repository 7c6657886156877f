"""The history of a repository: the commit that two others have in common, and whether a clone has all of it.

Arguments of git are only ids of commits that it has named itself. Neither command runs a program or fetches anything.
"""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from preclear.source.git.command import GitError, make_command, make_environment

if TYPE_CHECKING:
    from pathlib import Path

_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def find_merge_base(root: Path, first: str, second: str) -> str | None:
    """Return the id of the best common ancestor of two commits; None if they have none.

    `root` is the folder that has the `.git`, `first` and `second` are ids. Raises GitError if git can't be started.
    """
    if not _ID.fullmatch(first) or not _ID.fullmatch(second):
        return None
    id = _run(root, "merge-base", first, second)
    return id if _ID.fullmatch(id) else None


def is_shallow(root: Path) -> bool:
    """Whether the repository at `root` is a shallow clone, which has only the latest part of the history."""
    try:
        return _run(root, "rev-parse", "--is-shallow-repository") == "true"
    except GitError:
        return False


def _run(root: Path, *arguments: str) -> str:
    """Return what git writes; nothing if it fails."""
    try:
        done = subprocess.run(
            [*make_command(root), *arguments],
            env=make_environment(root),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except OSError as error:
        raise GitError(f"git can't be started: {(error.strerror or str(error)).lower()}") from error
    return done.stdout.decode("ascii", "replace").strip() if done.returncode == 0 else ""
