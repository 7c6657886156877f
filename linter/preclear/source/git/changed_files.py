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


def _is_blob(file: Path, blob_id: str | None) -> bool:
    """Whether a file has the content of a blob: an id is the hash of the content."""
    if blob_id is None:
        return False
    try:
        data = file.read_bytes()
    except (OSError, ValueError):
        return False
    hash = sha256 if len(blob_id) == 64 else sha1
    return hash(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest() == blob_id
