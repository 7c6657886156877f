"""A file to bytes: regular files alone, and never more than the limit."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING, NamedTuple

from preclear.source.decode import UNREADABLE_FILE
from preclear.source.numbers import counted
from preclear.source.trouble import add_fault, refuse_limit

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.source.document import Document
    from preclear.source.limits import Limits

_REASONS = {
    errno.ENOENT: ("there is no such file", "check the path"),
    errno.ENOTDIR: ("a part of its path is no directory", "check the path"),
    errno.EACCES: ("there is no permission to read it", "give the user that runs this read permission"),
    errno.EPERM: ("there is no permission to read it", "give the user that runs this read permission"),
    errno.ELOOP: ("its symbolic links lead round in a circle", "mend the links"),
    errno.ENAMETOOLONG: ("its name is longer than the system allows", "check the path"),
    errno.EISDIR: ("it is a directory", "give a file, or check the whole directory"),
}
_SORTS = (
    (stat.S_ISDIR, "it is a directory"),
    (stat.S_ISFIFO, "it is a pipe"),
    (stat.S_ISSOCK, "it is a socket"),
    (stat.S_ISCHR, "it is a device"),
    (stat.S_ISBLK, "it is a device"),
)
_PIECE = 1 << 20
# Without O_NONBLOCK opening a pipe waits for somebody to write to it. O_BINARY is Windows' own.
_FLAGS: int = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Refusal(NamedTuple):
    """Why a file was not read."""

    message: str
    help: str
    limit: int | None = None  # the limit on a file's bytes, where that is the reason

    def refuse(self, document: Document) -> None:
        """Add the fault to `document`."""
        if self.limit is None:
            add_fault(document, UNREADABLE_FILE, self.message, 0, 0, help=self.help)
        else:
            refuse_limit(document, "file_bytes", self.message, self.limit, 0, 0)


def read(path: Path, limits: Limits, *, follow: bool = True) -> bytes | Refusal:
    """All bytes of the regular file at `path`, or why not. Never waits: a pipe is refused before it is read.

    Without `follow` a file that is a symbolic link is refused.
    """
    try:
        descriptor = os.open(path, _FLAGS if follow else _FLAGS | getattr(os, "O_NOFOLLOW", 0))
    except (OSError, ValueError) as error:
        return _refusal(path, error)
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            return Refusal(
                f"the file can't be read: {sort_of(mode)}, expected a regular file", "give a YAML or JSON file"
            )
        return _read_open(descriptor, limits.file_bytes)
    except OSError as error:
        return _refusal(path, error)
    finally:
        os.close(descriptor)


def read_head(path: Path, count: int) -> bytes:
    """The first `count` bytes of the file at `path`. Never waits. Raises OSError, ValueError for no possible path."""
    descriptor = os.open(path, _FLAGS)
    try:
        return os.read(descriptor, count)
    finally:
        os.close(descriptor)


def sort_of(mode: int) -> str:
    """Say in words what a file of this mode is, which is no regular one."""
    return next((words for test, words in _SORTS if test(mode)), "it is no regular file")


def _read_open(descriptor: int, limit: int) -> bytes | Refusal:
    """Read to the end, or to one byte past the limit: a file may be larger than it says."""
    pieces: list[bytes] = []
    count = 0
    while count <= limit:
        piece = os.read(descriptor, min(_PIECE, limit + 1 - count))
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        count += len(piece)
    size = max(os.fstat(descriptor).st_size, count)
    return Refusal(f"the file has {counted(size, 'byte')}", "", limit)


def _refusal(path: Path, error: OSError | ValueError) -> Refusal:
    """Say in words why the system would not open or read the file."""
    if not isinstance(error, OSError) or error.errno is None:
        return Refusal("the file can't be read: its name has a character that no name can have", "check the path")
    if error.errno in (errno.EACCES, errno.EISDIR) and _is_folder(path):
        return Refusal("the file can't be read: it is a directory, expected a regular file", "give a YAML or JSON file")
    reason, help = _REASONS.get(error.errno, (os.strerror(error.errno).lower(), "check the path"))
    return Refusal(f"the file can't be read: {reason}", help)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False
