"""Writing files: completely, or not at all."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from preclear.source.files.read import describe_file_type
from preclear.source.files.repository import is_inside, writable_root

if TYPE_CHECKING:
    from collections.abc import Sequence

_STREAM = re.compile(r"/dev/(?:stdout|stderr|null|fd/([0-9]{1,4}))")
_STREAM_DESCRIPTORS = {"/dev/stdout": 1, "/dev/stderr": 2}
_NEW_FILE_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def write_file(path: Path, data: bytes) -> None:
    """Write `data` to `path`, as `write_files` does. Raises OSError."""
    write_files([(path, data)])


def write_files(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write all of `files`, or none if one of them can't be written: existing files stay, and nothing is left behind.

    Each file is written under a random name in the same folder, then renamed. A replaced file keeps its mode and owner.
    Symbolic links are followed within their repository. `/dev/stdout`, `/dev/stderr`, `/dev/fd/N` and `/dev/null` are
    written directly. Raises OSError, also for a folder, a pipe, a socket, a device, and a link that leads out of its
    repository; `filename` and `strerror` say which file and why.
    """
    pending: list[_PendingFile] = []
    path = Path()
    try:
        for path, data in files:
            if _STREAM.fullmatch(str(path)) is None:
                pending.append(_write_temporary(path, data))
        for path, data in files:
            if _STREAM.fullmatch(str(path)) is not None:
                _write_stream(str(path), data)
        while pending:
            path = pending[0].target
            pending[0].temporary.replace(path)
            del pending[0]
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
    finally:
        for pending_file in pending:
            with suppress(OSError):
                pending_file.temporary.unlink()


class _PendingFile(NamedTuple):
    """A completely written file, and the path to rename it to."""

    temporary: Path
    target: Path


def resolve_write_target(path: Path) -> Path:
    """Return the file that writing to `path` replaces or creates. Raises OSError if it can't be written."""
    root = writable_root(path)
    if not is_inside(path, root):
        raise OSError(errno.ELOOP, f"it is a symbolic link that leads outside of `{root.name or root}/`")
    target = Path(os.path.realpath(path))
    with suppress(FileNotFoundError):
        mode = target.stat().st_mode
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, f"{describe_file_type(mode)}, expected a regular file")
        if not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return target


def _write_temporary(path: Path, data: bytes) -> _PendingFile:
    target = resolve_write_target(path)
    temporary = target.with_name(f".{os.urandom(16).hex()}.tmp")
    file = os.open(temporary, _NEW_FILE_FLAGS, 0o666)
    try:
        try:
            _keep_owner(file, target)
            _write_all(file, data)
            os.fsync(file)
        finally:
            os.close(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return _PendingFile(temporary, target)


def _keep_owner(file: int, target: Path) -> None:
    """Copy mode, owner and group of `target` to a new file. Raises OSError if `target` belongs to another user."""
    try:
        old = target.stat()
    except FileNotFoundError:
        return
    if sys.platform == "win32":
        return
    new = os.fstat(file)
    if new.st_uid != old.st_uid:
        os.fchown(file, old.st_uid, -1)
    mode = stat.S_IMODE(old.st_mode)
    if new.st_gid != old.st_gid:
        try:
            os.fchown(file, -1, old.st_gid)
        except OSError:  # this user isn't in the group
            mode &= ~(stat.S_ISGID | stat.S_IRWXG)
    os.fchmod(file, mode)


def _write_stream(name: str, data: bytes) -> None:
    match = _STREAM.fullmatch(name)
    descriptor = _STREAM_DESCRIPTORS.get(name) if match is None or match[1] is None else int(match[1])
    if descriptor is None:
        return  # /dev/null
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    _write_all(descriptor, data)


def _write_all(file: int, data: bytes) -> None:
    remaining = memoryview(data)
    while remaining:
        remaining = remaining[os.write(file, remaining) :]
