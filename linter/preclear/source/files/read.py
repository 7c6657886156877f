"""Reading files: only regular ones, and never more than the limit."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.source.kinds import UNREADABLE_FILE
from preclear.source.loader_faults import add_fault, report_exceeded_limit
from preclear.source.wording import format_count

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.source.document import Document
    from preclear.source.limits import Limits

_REASONS = {
    errno.ENOENT: ("there is no such file", "check the path"),
    errno.ENOTDIR: ("a part of its path isn't a directory", "check the path"),
    errno.EACCES: ("permission denied", "give the current user read permission"),
    errno.EPERM: ("permission denied", "give the current user read permission"),
    errno.ELOOP: ("its symbolic links form a loop", "fix the links"),
    errno.ENAMETOOLONG: ("its name is longer than the system allows", "check the path"),
    errno.EISDIR: ("it is a directory", "pass a file, or check the whole directory"),
}
_FILE_TYPES = (
    (stat.S_ISDIR, "it is a directory"),
    (stat.S_ISFIFO, "it is a pipe"),
    (stat.S_ISSOCK, "it is a socket"),
    (stat.S_ISCHR, "it is a device"),
    (stat.S_ISBLK, "it is a device"),
)
_CHUNK_SIZE = 1 << 20
# Without O_NONBLOCK, opening a pipe waits for a writer. O_BINARY exists only on Windows.
_OPEN_FLAGS: int = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class ReadFailure(NamedTuple):
    """Why a file wasn't read."""

    message: str
    help: str
    limit: int | None = None  # the limit on the bytes of a file, if the file exceeds it

    def report(self, document: Document) -> None:
        """Add the fault to `document`."""
        if self.limit is None:
            add_fault(document, UNREADABLE_FILE, self.message, 0, 0, help=self.help)
        else:
            report_exceeded_limit(document, "file_bytes", self.message, self.limit, 0, 0)


def read_file(path: Path, limits: Limits, *, follow_links: bool = True) -> bytes | ReadFailure:
    """Read all bytes of the regular file at `path`. Never raises, and never waits: pipes are refused unread.

    Without `follow_links`, a symbolic link is refused.
    """
    try:
        descriptor = os.open(path, _OPEN_FLAGS if follow_links else _OPEN_FLAGS | getattr(os, "O_NOFOLLOW", 0))
    except (OSError, ValueError) as error:
        return _describe_failure(path, error)
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            return ReadFailure(
                f"the file can't be read: {describe_file_type(mode)}, expected a regular file",
                "pass a YAML or JSON file",
            )
        return _read_descriptor(descriptor, limits.file_bytes)
    except OSError as error:
        return _describe_failure(path, error)
    finally:
        os.close(descriptor)


def limit_text(text: bytes, limits: Limits) -> bytes | ReadFailure:
    """Return `text`, which is read in place of a file; or the failure that `read_file` returns for so large a file."""
    return text if len(text) <= limits.file_bytes else _make_size_failure(len(text), limits.file_bytes)


def read_head(path: Path, count: int) -> bytes:
    """Read the first `count` bytes of the file at `path`. Never waits. Raises OSError and ValueError."""
    descriptor = os.open(path, _OPEN_FLAGS)
    try:
        return os.read(descriptor, count)
    finally:
        os.close(descriptor)


def describe_file_type(mode: int) -> str:
    """Describe a file that isn't regular by its mode: "it is a pipe"."""
    return next((words for is_type, words in _FILE_TYPES if is_type(mode)), "it isn't a regular file")


def _read_descriptor(descriptor: int, limit: int) -> bytes | ReadFailure:
    """Read to the end, or one byte past the limit: a file can be larger than its size says."""
    chunks: list[bytes] = []
    count = 0
    while count <= limit:
        chunk = os.read(descriptor, min(_CHUNK_SIZE, limit + 1 - count))
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)
        count += len(chunk)
    size = max(os.fstat(descriptor).st_size, count)
    return _make_size_failure(size, limit)


def _make_size_failure(size: int, limit: int) -> ReadFailure:
    return ReadFailure(f"the file has {format_count(size, 'byte')}", "", limit)


def _describe_failure(path: Path, error: OSError | ValueError) -> ReadFailure:
    """Describe why the system didn't open or read the file."""
    if not isinstance(error, OSError) or error.errno is None:
        return ReadFailure("the file can't be read: its name has an invalid character", "check the path")
    if error.errno in (errno.EACCES, errno.EISDIR) and _is_folder(path):
        return ReadFailure(
            "the file can't be read: it is a directory, expected a regular file", "pass a YAML or JSON file"
        )
    reason, help = _REASONS.get(error.errno, (os.strerror(error.errno).lower(), "check the path"))
    return ReadFailure(f"the file can't be read: {reason}", help)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False
