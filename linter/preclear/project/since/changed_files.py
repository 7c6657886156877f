"""The files of a repository's working tree, compared with those of a revision by content."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from preclear.project.search import SUFFIXES
from preclear.project.settings import OptionError
from preclear.project.since.revisions import OPTION
from preclear.source import GitError, compute_blob_id, has_blob_id, read_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, KeysView

    from preclear.source import Limits, Revision


class _OldEntry(NamedTuple):
    """A file or a symbolic link of the revision."""

    mode: int
    id: str


class ChangedFiles:
    """The YAML and JSON files that differ between the working tree and a revision. All paths are absolute."""

    def __init__(self, revision: Revision, limits: Limits, names: Collection[str] = ()) -> None:
        """`names` are paths of further files that count, whatever they are called.

        Raises OptionError if git can't list the files of the revision.
        """
        self._root = revision.root
        self._limits = limits
        self._is_changed: dict[str, bool] = {}
        try:
            self._old_entries = {
                str(path): _OldEntry(mode, id)
                for path, mode, id in revision.list_files()
                if stat.S_ISLNK(mode) or path.name.lower().endswith(SUFFIXES) or str(path) in names
            }
        except GitError as error:
            raise OptionError(str(error), OPTION) from error
        self.old_paths: KeysView[str] = self._old_entries.keys()
        self.deleted: set[str] = {path for path in self._old_entries if not os.path.lexists(path)}

    def is_changed(self, path: str) -> bool:
        """Whether a file isn't in the revision with the content that it has now. What can't be read has changed."""
        is_changed = self._is_changed.get(path)
        if is_changed is None:
            is_changed = self._is_changed[path] = self._compare(path)
        return is_changed

    def find_changed_links(self) -> set[str]:
        """Return what symbolic links lead to that led elsewhere at the revision: files or folders."""
        return {
            os.path.realpath(path)
            for path, entry in self._old_entries.items()
            if stat.S_ISLNK(entry.mode) and path not in self.deleted and self.is_changed(path)
        }

    def find_old_paths(self, paths: Iterable[str]) -> dict[str, str]:
        """Return the old paths of those files that are new where they are, but that a deleted file had as content."""
        deleted_by_id: dict[str, list[str]] = {}
        for path in sorted(self.deleted):
            deleted_by_id.setdefault(self._old_entries[path].id, []).append(path)
        if not deleted_by_id:
            return {}
        id_length = len(next(iter(deleted_by_id)))
        old_paths: dict[str, str] = {}
        for path in paths:
            data = None if path in self._old_entries else self._read(path)
            candidates = [] if data is None else deleted_by_id.get(compute_blob_id(data, id_length), [])
            if candidates:
                name = Path(path).name
                old_paths[path] = min(candidates, key=lambda candidate: (Path(candidate).name != name, candidate))
        return old_paths

    def _compare(self, path: str) -> bool:
        entry = self._old_entries.get(path)
        if entry is None:
            return Path(path).is_relative_to(self._root)
        if stat.S_ISLNK(entry.mode):
            try:
                return compute_blob_id(os.fsencode(Path(path).readlink()), len(entry.id)) != entry.id
            except OSError:
                return True
        data = self._read(path)
        return data is None or not has_blob_id(data, entry.id)

    def _read(self, path: str) -> bytes | None:
        data = read_file(Path(path), self._limits, follow_links=False)
        return data if isinstance(data, bytes) else None
