"""The files of a revision, from which the old version of a document is read: its own, its parts and its overlays."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from preclear.project.references import has_openapi_key
from preclear.project.search import file_identity
from preclear.source import DEFAULT_LIMITS, FileAccess, FileCache, GitError, ReferenceRefusal, load_bytes, resolve_links

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from preclear.project.since.revisions import Revisions
    from preclear.source import Document, Limits, Revision


class OldVersion(NamedTuple):
    """The old version of a document: its path at the revision, and the files of that revision."""

    file: Path
    files: OldFiles


class OldVersions:
    """Finds the old versions of documents. It can be pickled."""

    def __init__(self, revisions: Revisions, old_paths: Mapping[str, str]) -> None:
        """`old_paths` has the absolute paths that renamed files had, by those that they have now."""
        self._revisions = revisions
        self._old_paths = old_paths
        self._files: dict[Path, OldFiles] = {}

    def __reduce__(self) -> tuple[type[OldVersions], tuple[Revisions, Mapping[str, str]]]:
        return OldVersions, (self._revisions, self._old_paths)

    def find(self, file: Path) -> OldVersion | None:
        """Return the old version of a document; None if its whole repository is new. It may not exist either."""
        path = file_identity(file)
        revision = self._revisions.find(path)
        if revision is None:
            return None
        files = self._files.get(revision.root)
        if files is None:
            files = self._files[revision.root] = OldFiles(revision, self._old_paths)
        return OldVersion(Path(self._old_paths.get(str(path), path)), files)

    def find_missing_file(self) -> str | None:
        """Return the path of a file that was to be read, but whose content a repository doesn't have."""
        return next((files.missing_file for files in self._files.values() if files.missing_file is not None), None)

    def has_document(self, file: Path) -> bool:
        """Whether the old version of a file looks like an OpenAPI document."""
        old = self.find(file)
        return old is not None and old.files.is_openapi(old.file)


class OldFiles:
    """The files of one revision. References in them lead to other files of the revision."""

    def __init__(self, revision: Revision, old_paths: Mapping[str, str]) -> None:
        self._revision = revision
        self._old_paths = old_paths
        self._overlays: dict[str, bytes] = {}
        self.cache: FileCache = FileCache(self._overlays, revision)
        self._access = FileAccess(revision.root, self.cache)

    @property
    def missing_file(self) -> str | None:
        """The path of a file that was to be read, but whose content the repository doesn't have."""
        return self._revision.missing_file

    def load(self, file: Path, limits: Limits) -> Document | None:
        """Load the document that the revision has at `file`, an absolute path; None if there is none."""
        data = self._read(file, limits.file_bytes)
        if data is None:
            return None
        return load_bytes(data, file.relative_to(self._revision.root).as_posix(), limits, file)

    def is_openapi(self, file: Path) -> bool:
        """Whether a file looks like an OpenAPI document."""
        data = self._read(file, DEFAULT_LIMITS.file_bytes)
        return data is not None and has_openapi_key(data)

    def select_overlays(self, overlays: Sequence[Path], limits: Limits) -> tuple[Path, ...]:
        """Return those of `overlays` that the revision has, at their paths there; the cache has their texts.

        Overlays outside of the repository stay as they are.
        """
        selected: list[Path] = []
        for overlay in overlays:
            path = file_identity(overlay)
            if not path.is_relative_to(self._revision.root):
                selected.append(overlay)
                continue
            old_path = Path(self._old_paths.get(str(path), path))
            data = self._read(old_path, limits.file_bytes)
            if data is not None:
                self._overlays[resolve_links(old_path)] = data
                selected.append(old_path)
        return tuple(selected)

    def _read(self, file: Path, limit: int) -> bytes | None:
        """Read a file, or the one that a symbolic link leads to within the revision."""
        try:
            path = file.relative_to(self._revision.root).as_posix()
            if not stat.S_ISLNK(self._revision.mode(file)):
                return self._revision.read_file(path, limit)
            target = self._access.resolve(quote(path), None)
            data = target if isinstance(target, ReferenceRefusal) else self._access.read(target, limit)
        except (OSError, ValueError, GitError):
            return None
        return data if isinstance(data, bytes) else None
