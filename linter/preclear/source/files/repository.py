"""Which folder a file belongs to, and whether a symbolic link leads out of it."""

from __future__ import annotations

import os
from pathlib import Path, PurePath


def repository_root(folder: Path) -> Path:
    """Give the nearest folder from `folder` upwards that has a `.git`, `folder` itself where none has.

    The path is absolute and has no symbolic links in it. Raises OSError or ValueError where there can be no such path.
    """
    return _find_root(Path(os.path.realpath(folder)))


def resolve_links(file: Path) -> str:
    """Give the path of `file` with all symbolic links followed; as it is, where there can be no such path."""
    try:
        return os.path.realpath(file)
    except (OSError, ValueError, RuntimeError):
        return str(file)


def is_inside(file: Path, root: Path) -> bool:
    """Whether `file`, with all symbolic links followed, is in `root` or is `root`. Never raises."""
    try:
        return PurePath(os.path.realpath(file)).is_relative_to(os.path.realpath(root))
    except (OSError, ValueError, RuntimeError):
        return False


def is_symlinked(file: Path) -> bool:
    """Whether `file` is a symbolic link, or stands behind one that leads out of the repository it seems to be in."""
    try:
        path = Path(os.path.normpath(file.absolute()))
        return path.is_symlink() or not is_inside(path, _find_root(path.parent))
    except (OSError, ValueError, RuntimeError):
        return True


def writable_root(path: Path) -> Path:
    """Give the folder that a file which is written must not leave by a symbolic link, as `path` is written.

    It is the nearest folder upwards that has a `.git`, else the current one where `path` is in it, else its own.
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
