"""The repository a file belongs to, and whether a symbolic link leads out of it."""

from __future__ import annotations

import os
from pathlib import Path, PurePath


def repository_root(folder: Path) -> Path:
    """Return the nearest folder, from `folder` upwards, with a `.git`; `folder` itself if there is none.

    The path is absolute, without symbolic links. Raises OSError or ValueError if the path is impossible.
    """
    return _find_root(Path(os.path.realpath(folder)))


def resolve_links(file: Path) -> str:
    """Return the path of `file` with all symbolic links followed; unchanged if the path is impossible."""
    try:
        return os.path.realpath(file)
    except (OSError, ValueError, RuntimeError):
        return str(file)


def is_inside(file: Path, root: Path) -> bool:
    """Whether `file`, with all symbolic links followed, is `root` or below it. Never raises."""
    try:
        return PurePath(os.path.realpath(file)).is_relative_to(os.path.realpath(root))
    except (OSError, ValueError, RuntimeError):
        return False


def is_symlinked(file: Path) -> bool:
    """Whether `file` is a symbolic link, or is reached by one that leads out of its repository. Never raises."""
    try:
        path = Path(os.path.normpath(file.absolute()))
        return path.is_symlink() or not is_inside(path, _find_root(path.parent))
    except (OSError, ValueError, RuntimeError):
        return True


def writable_root(path: Path) -> Path:
    """Return the folder that writing to `path` must not leave through a symbolic link. No links are followed.

    It's the nearest folder upwards with a `.git`, or the current folder if `path` is in it, or the folder of `path`.
    """
    file = Path(os.path.normpath(path.absolute()))
    root = _find_root(file.parent)
    current = Path.cwd()
    return current if root == file.parent and file.is_relative_to(current) else root


def _find_root(folder: Path) -> Path:
    for ancestor in (folder, *folder.parents):
        if os.path.lexists(ancestor / ".git"):
            return ancestor
    return folder
