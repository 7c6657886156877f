"""The files of a repository's working tree, as git lists them: tracked ones, and new ones that it doesn't ignore."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from preclear.source.git.command import GitError, make_command, make_environment

if TYPE_CHECKING:
    from pathlib import Path

MAX_SECONDS = 10.0
"""How long git may take. Its time for a `.gitignore` can be exponential, and a `.gitignore` can come from anyone."""


def list_files(root: Path) -> list[str] | None:
    """Return the files of the repository at `root`, as sorted paths from there with `/`; None if git lists none.

    `root` is the folder that has the `.git`, without symbolic links. Files that git ignores aren't listed unless it
    tracks them. Neither are the files of submodules and of other repositories in the folder, though the folder of a
    submodule is listed as if it were a file. A tracked file may no longer exist. The entries are paths of symbolic
    links, not their targets. None means that there is no git, that `root` has no repository, or that it can't be read
    within `MAX_SECONDS`.
    """
    if not os.path.lexists(root / ".git"):
        return None
    # A config can name another working tree. This one is the only one that may be listed.
    arguments = (f"--work-tree={root}", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    try:
        done = subprocess.run(
            [*make_command(root), *arguments],
            env=make_environment(root),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=MAX_SECONDS,
        )
    except (GitError, OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode != 0:
        return None
    paths = {os.fsdecode(path) for path in done.stdout.split(b"\0")}
    return sorted(path for path in paths if path and not path.endswith("/") and not _is_outside(path))


def _is_outside(path: str) -> bool:
    return path.startswith("/") or ".." in path.split("/")
