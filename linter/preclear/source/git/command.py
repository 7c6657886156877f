"""The command and the environment of git, for untrusted repositories.

A repository may be untrusted: a pull request, or a folder whose config nobody has read. So

- settings on the command line disable hooks and monitors of the file system, which a config could name;
- a repository with missing objects would fetch them, with programs and addresses that its config names. No protocol is
  allowed, so nothing is fetched and nothing is sent;
- only the `.git` above the document counts, and a bare repository that hides in a folder doesn't;
- variables such as GIT_DIR, GIT_EXTERNAL_DIFF and GIT_TRACE, which hooks and shells leave behind, are dropped. The
  user's own config applies, because it says whose repositories are safe;
- git is found on the PATH, but never in a relative folder of it, such as the current one;
- git takes no optional lock, so it writes nothing into the repository when it only reads;
- git has `MAX_SECONDS` for each answer: a pipe in place of an object would keep it waiting forever.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MAX_SECONDS = 60.0
"""How long git may take for one answer. The largest histories take it a few seconds."""

_SETTINGS = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "protocol.allow=never",
    "safe.bareRepository=explicit",
)
_VARIABLES = {
    "GIT_ALLOW_PROTOCOL": "none",  # overrides every `protocol.….allow` of a config
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


class GitError(Exception):
    """Something can't be read from a repository; the message says why."""


class GitTimeoutError(GitError):
    """Git takes longer than `MAX_SECONDS`."""

    def __init__(self) -> None:
        super().__init__(f"git takes longer than {MAX_SECONDS:g} seconds")


def make_command(root: Path) -> list[str]:
    """Return git with its settings, for the repository at `root`. Raises GitError if git isn't installed."""
    folders = filter(os.path.isabs, os.environ.get("PATH", os.defpath).split(os.pathsep))
    program = shutil.which("git", path=os.pathsep.join(folders))
    if program is None:
        raise GitError("there is no `git` on the PATH")
    settings = [argument for setting in _SETTINGS for argument in ("-c", setting)]
    return [program, "--no-pager", "--no-replace-objects", *settings, "-C", str(root)]


def make_environment(root: Path) -> dict[str, str]:
    """Return the environment without variables of git that change what it reads or runs."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith("GIT_CONFIG_")
    }
    return {**environment, **_VARIABLES, "GIT_CEILING_DIRECTORIES": str(root.parent)}
