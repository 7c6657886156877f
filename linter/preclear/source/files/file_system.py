"""Where the files come from that references lead to: the file system, or anything that looks like one."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from preclear.source.files.reference_path import ReferenceRefusal
from preclear.source.limits import LIMIT_OPTION
from preclear.source.wording import format_count

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_REGULAR_REFUSAL = ReferenceRefusal("isn't a regular file")

JUNCTION_MODE = -1
"""The mode of a junction, a Windows link that `stat` reports as a folder."""

_JUNCTION = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT
_NOFOLLOW: int = getattr(os, "O_NOFOLLOW", 0)  # flags that the system doesn't have are 0
_FOLDER_FLAGS: int = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_FILE_FLAGS: int = os.O_RDONLY | _NOFOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class FileSystem(Protocol):
    """Folders, files and symbolic links. Every method raises OSError or ValueError if there is no such entry."""

    def real_folder(self, folder: Path) -> Path:
        """Return the absolute path of `folder` without symbolic links."""
        ...

    def list_names(self, folder: Path) -> frozenset[str]:
        """Return the names in `folder`, a path without symbolic links."""
        ...

    def mode(self, path: Path) -> int:
        """Return the mode of an entry as `lstat` does, or JUNCTION_MODE. A symbolic link isn't followed."""
        ...

    def link_target(self, path: Path) -> str:
        """Return the text of the symbolic link at `path`."""
        ...

    def read(self, root: Path, parts: Sequence[str], limit: int) -> bytes | ReferenceRefusal:
        """Read the regular file that `parts` lead to from `root`, at most `limit` bytes, through no symbolic link."""
        ...


class LocalFileSystem:
    """The file system of this machine."""

    def real_folder(self, folder: Path) -> Path:
        """Return the absolute path of `folder` without symbolic links."""
        return Path(os.path.realpath(folder))

    def list_names(self, folder: Path) -> frozenset[str]:
        """Return the names in `folder`."""
        return frozenset(entry.name for entry in folder.iterdir())

    def mode(self, path: Path) -> int:
        """Return the mode of the entry at `path`."""
        status = path.lstat()
        return JUNCTION_MODE if getattr(status, "st_reparse_tag", 0) == _JUNCTION else status.st_mode

    def link_target(self, path: Path) -> str:
        """Return the text of the symbolic link at `path`."""
        return str(path.readlink())

    def read(self, root: Path, parts: Sequence[str], limit: int) -> bytes | ReferenceRefusal:
        """Read a regular file, and check it again once it's open: one replaced by a link or a pipe is refused."""
        file = _open_below(root, parts)
        try:
            return _read_file(file, limit)
        finally:
            os.close(file)


def _open_below(root: Path, parts: Sequence[str]) -> int:
    """Open a file below `root` without following any symbolic link on the path, if the system supports that."""
    if os.open not in os.supports_dir_fd:
        return os.open(root.joinpath(*parts), _FILE_FLAGS)
    folder = os.open(root, _FOLDER_FLAGS)
    try:
        for part in parts[:-1]:
            subfolder = os.open(part, _FOLDER_FLAGS | _NOFOLLOW, dir_fd=folder)
            os.close(folder)
            folder = subfolder
        return os.open(parts[-1], _FILE_FLAGS, dir_fd=folder)
    finally:
        os.close(folder)


def _read_file(file: int, limit: int) -> bytes | ReferenceRefusal:
    status = os.fstat(file)
    if not stat.S_ISREG(status.st_mode):
        return NOT_REGULAR_REFUSAL
    chunks: list[bytes] = []
    # A small size proves nothing: in /proc it's 0, and files grow.
    remaining = limit + 1 if status.st_size <= limit else 0
    while remaining > 0:
        if not (chunk := os.read(file, min(remaining, 1 << 18))):
            return b"".join(chunks)
        chunks.append(chunk)
        remaining -= len(chunk)
    return refuse_size(limit)


def refuse_size(limit: int) -> ReferenceRefusal:
    """Refuse a file of more than `limit` bytes."""
    reason = f"is larger than {format_count(limit, 'byte')}; raise the limit with `{LIMIT_OPTION} file_bytes=N`"
    return ReferenceRefusal(reason, is_too_large=True)
