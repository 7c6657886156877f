"""The old side of a comparison of plans: another file, or the document as it was at a revision in git.

A revision can be in a stranger's repository. `Revision` says how it's read: no program that the repository configures
runs, and only the files of the commit are read, within the limits for files. The references of a document lead to
files of the same commit, never to those of the working tree. Configs and overlays are those of today: both sides are
read with the settings of the new document.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from preclear.project.search import Input, make_input

if TYPE_CHECKING:
    from preclear.config import Settings
    from preclear.project.checker import FileChecker
    from preclear.project.notes import CheckFailure
    from preclear.project.results import CheckedFile


class OldDocument(NamedTuple):
    """An old document. `path_prefix` comes before the paths of its places, such as `main:`."""

    file: CheckedFile | CheckFailure
    path_prefix: str = ""


class RevisionError(Exception):
    """The document can't be read at a revision; the message says why."""


def read_old_file(checker: FileChecker, path: str, settings: Settings) -> OldDocument:
    """Read the old document in the file at `path`, with the settings of the new one."""
    return OldDocument(checker.read(make_input(path), settings))


def read_old_revision(
    checker: FileChecker, file: Path | None, name: str, path: str | None, settings: Settings
) -> OldDocument:
    """Read the document at the revision called `name`, with the settings of the new one.

    `file` is the new document; None for standard input without a name. `path` is the path of the old one from the
    repository's root; by default, it's the same. Raises RevisionError.
    """
    from preclear.source import FileCache, GitError, MissingFileError, Revision, resolve_links

    if file is None:
        raise RevisionError("standard input has no path in a repository; set `--stdin-filename`")
    try:
        with Revision(name, file.parent) as revision:
            old_path = revision.path_of(file) if path is None else path
            data = revision.read_file(old_path, settings.limits.file_bytes)
            old_file = revision.root / old_path
            cache = FileCache({resolve_links(old_file): data}, revision)
            input = Input(Path(old_path).as_posix(), old_file, is_named=True)
            return OldDocument(checker.read(input, settings, cache), f"{name}:")
    except MissingFileError as error:
        expected = "" if path is not None else f"; expected `git:{name}:PATH` if its path was another one"
        raise RevisionError(f"{error}{expected}") from error
    except GitError as error:
        raise RevisionError(str(error)) from error
