"""What git says of files: which ones differ from a revision, and which commit is checked out.

A repository can be anyone's, and its settings can name programs. Only `rev-parse` and `ls-tree` are run, which read
objects: they start no hook, filter, pager or file system monitor, and fetch nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from hashlib import sha1, sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_TIMEOUT = 60.0  # seconds of one run of git
_MAX_REVISION_LENGTH = 200  # characters
_BATCH_SIZE = 100  # paths of one run of git
_COMMIT_LENGTH = 12  # digits of an abbreviated commit
_OPTIONS = (
    "--no-pager",
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
    "-c",
    "protocol.allow=never",
)
_ENVIRONMENT = {
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


class GitError(Exception):
    """Git can't answer; the message says why."""


def read_commit(folder: Path) -> str:
    """Return the first 12 digits of the commit that is checked out in `folder`. Raises GitError."""
    return _resolve_revision(folder, "HEAD^{commit}", "there is no commit")[:_COMMIT_LENGTH]


def find_changed_files(folder: Path, files: Collection[str], revision: str) -> frozenset[str]:
    """Return which of `files` (resolved absolute paths) aren't in `revision` with the content that they have now.

    `folder` is in the repository. Files that can't be read, and those outside of the repository, count as changed.
    Raises GitError for a revision that doesn't exist.
    """
    if revision.startswith("-") or not revision.isprintable() or len(revision) > _MAX_REVISION_LENGTH:
        raise GitError(f"`{revision[:_MAX_REVISION_LENGTH]}` can't be a revision; expected a commit, branch or tag")
    tree = _resolve_revision(folder, f"{revision}^{{tree}}", f"there is no revision `{revision}`")
    root = Path(os.path.realpath(os.fsdecode(_run_git(folder, "rev-parse", "--show-toplevel").removesuffix(b"\n"))))
    paths = {file: Path(file).relative_to(root).as_posix() for file in files if Path(file).is_relative_to(root)}
    blobs = dict(_list_blobs(root, tree, sorted(set(paths.values()))))
    return frozenset(file for file in files if not _is_blob(Path(file), blobs.get(paths.get(file, ""))))


def _resolve_revision(folder: Path, revision: str, problem: str) -> str:
    """Return the digits of an object. Raises GitError with `problem` if there is no such object."""
    try:
        return _run_git(folder, "rev-parse", "--verify", "--quiet", revision).decode("ascii").strip()
    except subprocess.CalledProcessError:
        _run_checked(folder, "rev-parse", "--git-dir")
        raise GitError(f"{problem} in the repository of `{folder.name or folder}`") from None


def _list_blobs(root: Path, tree: str, paths: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the path and the digits of each file of `paths` that is in `tree`."""
    for start in range(0, len(paths), _BATCH_SIZE):
        batch = paths[start : start + _BATCH_SIZE]
        output = _run_checked(root, "ls-tree", "-z", "--full-tree", tree, "--", *batch)
        for line in output.split(b"\0"):
            head, _, name = line.partition(b"\t")
            fields = head.split(b" ")
            if len(fields) == 3 and fields[1] == b"blob":
                yield os.fsdecode(name), fields[2].decode("ascii")


def _is_blob(file: Path, digits: str | None) -> bool:
    """Whether a file has the content of the blob with these digits."""
    if digits is None:
        return False
    try:
        data = file.read_bytes()
    except (OSError, ValueError):
        return False
    hash = sha256 if len(digits) == 64 else sha1
    return hash(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest() == digits


def _run_checked(folder: Path, *arguments: str) -> bytes:
    try:
        return _run_git(folder, *arguments)
    except subprocess.CalledProcessError as error:
        reason = bytes(error.stderr or b"").decode(errors="replace").strip().partition("\n")[0].removeprefix("fatal: ")
        raise GitError(f"git failed: {reason[:300] or f'exit code {error.returncode}'}") from None


def _run_git(folder: Path, *arguments: str) -> bytes:
    """Run git in `folder` and return its output. Raises CalledProcessError, and GitError if it can't be run."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    search_path = os.pathsep.join(filter(os.path.isabs, environment.get("PATH", os.defpath).split(os.pathsep)))
    program = shutil.which("git", path=search_path)
    if program is None:
        raise GitError("git isn't installed")
    try:
        return subprocess.run(
            [program, *_OPTIONS, *arguments],
            cwd=folder,
            env={**environment, **_ENVIRONMENT},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=_TIMEOUT,
        ).stdout
    except subprocess.TimeoutExpired:
        raise GitError(f"git took more than {_TIMEOUT:g} seconds") from None
    except OSError as error:
        raise GitError(f"git can't be run: {error.strerror or error}") from None
