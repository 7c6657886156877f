"""Signatures of files, which say without reading a file whether it's still the one that was read."""

from __future__ import annotations

import os
import stat
from typing import TypeAlias

FileSignature: TypeAlias = object
"""Equal signatures of a path mean the same content. It's None for a file that doesn't exist."""

GRANULARITY = 100_000_000
"""Nanoseconds within which a file system may give two changes the same time."""


def sign_file(path: str, read_at: int) -> FileSignature:
    """Return the signature of the file or folder at `path`, which was read at `read_at` (`time.time_ns`) or later.

    The signature of a file that changed shortly before that, or since, is equal to no other. The one of a symbolic link
    has the link and the file that it leads to. A link that leads nowhere has none.
    """
    try:
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode):
            return _sign(status, read_at), _sign(os.stat(path), read_at)
    except (OSError, ValueError):
        return None
    return _sign(status, read_at)


def _sign(status: os.stat_result, read_at: int) -> object:
    if max(status.st_mtime_ns, status.st_ctime_ns) > read_at - GRANULARITY:
        return object()
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_dev, status.st_ino, status.st_mode
