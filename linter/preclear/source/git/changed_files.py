"""What differs from a revision: which files, and which commit is checked out."""

from __future__ import annotations

from hashlib import sha1, sha256
from pathlib import Path
from typing import TYPE_CHECKING

from preclear.source.git.revision import Revision

if TYPE_CHECKING:
    from collections.abc import Collection

_COMMIT_LENGTH = 12  # digits of an abbreviated commit


def read_commit(folder: Path) -> str:
    """Return the first 12 digits of the commit that is checked out in `folder`. Raises GitError."""
    with Revision("HEAD", folder) as revision:
        return revision.id[:_COMMIT_LENGTH]


def find_changed_files(folder: Path, files: Collection[str], revision_name: str) -> frozenset[str]:
    """Return which of `files` (resolved absolute paths) aren't in a revision with the content that they have now.

    `folder` is in the repository. Files that can't be read, and those outside of the repository, count as changed.
    Raises GitError for a revision that doesn't exist.
    """
    with Revision(revision_name, folder) as revision:
        return frozenset(file for file in files if not _is_blob(Path(file), revision.blob_id(Path(file))))


def has_blob_id(data: bytes, blob_id: str) -> bool:
    """Whether `data` is the content of a blob. Git may have written its line ends as CRLF into the working tree."""
    return compute_blob_id(data, len(blob_id)) == blob_id or (
        b"\r\n" in data and compute_blob_id(data.replace(b"\r\n", b"\n"), len(blob_id)) == blob_id
    )


def compute_blob_id(data: bytes, length: int = 40) -> str:
    """Return the id of a blob: the hash of its content, 40 or 64 hexadecimal digits."""
    hash = sha256 if length == 64 else sha1
    return hash(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _is_blob(file: Path, blob_id: str | None) -> bool:
    if blob_id is None:
        return False
    try:
        return has_blob_id(file.read_bytes(), blob_id)
    except (OSError, ValueError):
        return False
