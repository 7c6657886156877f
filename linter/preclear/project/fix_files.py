"""The files of a run that fixes: which documents share some, and writing those that changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from preclear.source import EDIT_LEVEL_RANK, resolve_write_target, write_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from preclear.edit import FixedFile
    from preclear.project.results import FileResult
    from preclear.source import EditLevel


class FixError(Exception):
    """The fixed files can't be written; the message says why. No file was changed."""


def connect_files(files: Sequence[FileResult]) -> list[list[FileResult]]:
    """Return groups of documents that share files, directly or through others, in the order of the first of each."""
    parents = list(range(len(files)))

    def find(index: int) -> int:
        while parents[index] != index:
            parents[index] = index = parents[parents[index]]
        return index

    users: dict[str, int] = {}
    for index, file in enumerate(files):
        for path in (*file.real_files, *([] if file.real_file is None else [file.real_file])):
            first, second = sorted((find(index), find(users.setdefault(path, index))))
            parents[second] = first
    groups: dict[int, list[FileResult]] = {}
    for index, file in enumerate(files):
        groups.setdefault(find(index), []).append(file)
    return list(groups.values())


def is_fixable(files: Iterable[FileResult], level: EditLevel) -> bool:
    """Whether any finding of the documents has an edit up to `level`."""
    return any(EDIT_LEVEL_RANK[found] <= EDIT_LEVEL_RANK[level] for file in files for found in _edit_levels(file))


def _edit_levels(file: FileResult) -> Iterator[EditLevel]:
    for finding in file.findings.findings:
        if finding.edit is not None:
            yield finding.edit.level
    for edit in file.findings.omitted_edits:
        yield edit.level


def write_fixes(fixed_files: Iterable[FixedFile]) -> None:
    """Write all files, or none. Each keeps its mode.

    Raises FixError for a file that can't be written, that changed since it was read, or that a symbolic link outside of
    the repository leads to.
    """
    files = list(fixed_files)
    try:
        for file in files:
            _require_writable(file)
        write_files([(file.files[0], file.new_data) for file in files])
    except OSError as error:
        raise FixError(f"`{error.filename}` can't be written: {error.strerror}; nothing was written") from error


def _require_writable(file: FixedFile) -> None:
    """Raise FixError if a file changed since it was read, or can't be written by any of the paths that lead to it."""
    try:
        for path in file.files:
            resolve_write_target(path)
        is_unchanged = Path(file.key).read_bytes() == file.old_data
    except OSError as error:
        raise FixError(f"`{file.path}` can't be written: {error.strerror}; nothing was written") from error
    if not is_unchanged:
        raise FixError(f"`{file.path}` changed while it was checked; nothing was written")
