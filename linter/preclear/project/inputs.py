"""The files to check: expands files, folders and patterns to a list without duplicates."""

from __future__ import annotations

import errno
import os
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from preclear.config import ANY_FOLDERS, split_pattern
from preclear.source import repository_root

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from preclear.config import Settings
    from preclear.project.notes import UnlistedFolder

STDIN = "-"
"""The path that stands for standard input."""

STDIN_DISPLAY_PATH = "<stdin>"
"""The display path of standard input, unless it has a name."""

SUFFIXES = (".yaml", ".yml", ".json")
_MAGIC = frozenset("*?[")


class Input(NamedTuple):
    """A file to check. `file` is None for standard input.

    `is_named` is False for a file that was found in a folder or by a pattern. `root` is the folder that must contain
    the file; None if its path was typed.
    """

    display_path: str
    file: Path | None
    is_named: bool
    root: Path | None = None

    @property
    def is_typed(self) -> bool:
        """Whether its path was typed. Otherwise it was found, or a config lists it."""
        return self.is_named and self.root is None


def make_input(document: str) -> Input:
    """Make the input of one document: the path of a file, or `-` for standard input."""
    if document == STDIN:
        return Input(STDIN_DISPLAY_PATH, None, is_named=True)
    return Input(Path(document).as_posix(), Path(document), is_named=True)


class Inputs(NamedTuple):
    """All files to check, sorted by display path; patterns that match no file; folders that can't be listed."""

    files: tuple[Input, ...]
    unmatched: tuple[str, ...]
    unlisted: tuple[UnlistedFolder, ...] = ()


def find_inputs(paths: Sequence[str], config: Path | None = None) -> Inputs:
    """Find the files for `paths`. Without paths, the current folder is searched.

    `config` is the folder of the config that lists the paths; None if they were typed.

    Folders are searched for `.yaml`, `.yml` and `.json` files, but not dot-directories, `node_modules` or the targets
    of symbolic links. The same holds for patterns with `*`, `?`, `[…]` and `**`. A file that doesn't exist is an input
    too: reading it reports that.
    """
    inputs_by_identity: dict[Path | None, Input] = {}
    unmatched: list[str] = []
    search = _Search()
    for path in paths or (".",):
        expanded = list(search.expand(path, config))
        if not expanded and _is_pattern(path):
            unmatched.append(path)
        for input in expanded:
            identity = None if input.file is None else file_identity(input.file)
            known = inputs_by_identity.get(identity)
            if known is None or (input.is_named and not known.is_named):
                inputs_by_identity[identity] = (
                    input if known is None else input._replace(display_path=known.display_path, file=known.file)
                )
    files = tuple(sorted(inputs_by_identity.values(), key=lambda input: input.display_path))
    return Inputs(files, tuple(unmatched), tuple(sorted(search.unlisted)))


def merge_inputs(all_inputs: Sequence[Inputs]) -> Inputs:
    """Join the results of several searches. A file that several of them have is there once, typed if any is."""
    inputs_by_identity: dict[Path | None, Input] = {}
    for input in (input for inputs in all_inputs for input in inputs.files):
        identity = None if input.file is None else file_identity(input.file)
        known = inputs_by_identity.get(identity)
        if known is None or (input.is_typed and not known.is_typed):
            inputs_by_identity[identity] = input
    return Inputs(
        tuple(sorted(inputs_by_identity.values(), key=lambda input: input.display_path)),
        tuple(dict.fromkeys(pattern for inputs in all_inputs for pattern in inputs.unmatched)),
        tuple(sorted({folder for inputs in all_inputs for folder in inputs.unlisted})),
    )


class SelectedInputs(NamedTuple):
    """The paths of a run, and the files that they expand to."""

    paths: Sequence[str]
    inputs: Inputs


def select_inputs(paths: Sequence[str], current_settings: Settings | None) -> SelectedInputs:
    """Select `paths`. Without paths, select the documents of the current folder's config, or else the folder.

    `current_settings` are the settings of the current folder; None if its config can't be used.
    """
    inputs = configured_inputs(current_settings) if current_settings is not None and not paths else None
    if current_settings is not None and inputs is not None:
        return SelectedInputs(configured_paths(current_settings), inputs)
    return SelectedInputs(paths or ["."], find_inputs(paths))


def configured_inputs(settings: Settings) -> Inputs | None:
    """Return the documents that the config lists; None if it lists none."""
    config = settings.config
    return find_inputs(configured_paths(settings), config.folder) if config is not None and settings.documents else None


def configured_paths(settings: Settings) -> list[str]:
    """Return the paths and patterns of the config's documents, relative to the current folder."""
    config = settings.config
    if config is None:
        return []
    return [relative_path(os.path.join(config.folder, document)) for document in settings.documents]  # noqa: PTH118


def relative_path(path: str) -> str:
    """Return `path` relative to the current folder, if that is possible."""
    try:
        return os.path.relpath(path)
    except ValueError:  # on another drive
        return path


class _Search:
    """Searches folders for files, and records the folders that can't be listed."""

    def __init__(self) -> None:
        self.unlisted: set[UnlistedFolder] = set()

    def expand(self, path: str, config: Path | None) -> Iterator[Input]:
        if config is None and path == STDIN:
            yield make_input(path)
        elif _is_folder(path):
            yield from _make_found_inputs(
                self._walk_folder(path), repository_root(Path(path) if config is None else config)
            )
        elif _is_pattern(path):
            yield from _make_found_inputs(
                self._match_pattern(path), repository_root(_fixed_prefix(path) if config is None else config)
            )
        else:
            yield Input(
                Path(path).as_posix(),
                Path(path),
                is_named=True,
                root=None if config is None else repository_root(config),
            )

    def _walk_folder(self, folder: str) -> Iterator[str]:
        """Yield every file in `folder` and below that has the suffix of a document."""
        from preclear.engine import BASELINE_FILE_NAME

        for current_settings, folders, files in os.walk(folder, onerror=self._record_unlisted):
            folders[:] = sorted(name for name in folders if not _is_excluded(name))
            for name in sorted(files):
                if name.lower().endswith(SUFFIXES) and name != BASELINE_FILE_NAME:
                    yield os.path.join(current_settings, name)  # noqa: PTH118 - pathlib is ten times slower over many files

    def _match_pattern(self, pattern: str) -> Iterator[str]:
        """Yield every file that matches `pattern`, and the files below every folder that does.

        `glob` follows symbolic links in `**`, and never ends if two of them lead upwards. Here each folder is visited
        once for each part of the pattern, in however many ways `**` reaches it.
        """
        anchor = Path(pattern).anchor
        parts = tuple(split_pattern(Path(pattern).as_posix()[len(anchor) :]))
        pending = [(anchor, parts)]
        visited = set(pending)
        while pending:
            folder, remaining_parts = pending.pop()
            if remaining_parts in ((), (ANY_FOLDERS,)):
                if _is_folder(folder or "."):
                    yield from self._walk_folder(folder or ".")
                elif not remaining_parts:
                    yield folder
                continue
            if remaining_parts[0] == ANY_FOLDERS:
                next_steps = [
                    (folder, remaining_parts[1:]),
                    *((path, remaining_parts) for path, is_link in self._list_subfolders(folder) if not is_link),
                ]
            else:
                next_steps = [(path, remaining_parts[1:]) for path in self._match_part(folder, remaining_parts[0])]
            pending += [step for step in next_steps if step not in visited]
            visited.update(next_steps)

    def _match_part(self, folder: str, part: str) -> list[str]:
        """Return the paths in `folder` whose name matches one part of a pattern."""
        if _MAGIC.isdisjoint(part):
            path = os.path.join(folder, part)  # noqa: PTH118
            return [path] if os.path.lexists(path) else []
        from fnmatch import fnmatch

        return [
            entry.path
            for entry in self._list_entries(folder)
            if fnmatch(entry.name, part) and (part.startswith(".") or not _is_excluded(entry.name))
        ]

    def _list_subfolders(self, folder: str) -> list[tuple[str, bool]]:
        """Return the folders in `folder` to search, and whether each is a symbolic link."""
        return [
            (entry.path, entry.is_symlink())
            for entry in self._list_entries(folder)
            if entry.is_dir() and not _is_excluded(entry.name)
        ]

    def _list_entries(self, folder: str) -> list[os.DirEntry[str]]:
        """Return the entries of `folder`; none if it is no folder or can't be listed."""
        try:
            with os.scandir(folder or ".") as entries:
                return list(entries)
        except OSError as error:
            self._record_unlisted(error)
        except ValueError:
            pass
        return []

    def _record_unlisted(self, error: OSError) -> None:
        """Record a folder that exists but can't be listed."""
        if error.errno not in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            from preclear.project.notes import UnlistedFolder

            folder = Path(os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else ".")
            self.unlisted.add(UnlistedFolder(folder.as_posix(), error.strerror or str(error)))


def _make_found_inputs(paths: Iterable[str], root: Path) -> Iterator[Input]:
    return (Input(Path(path).as_posix(), Path(path), is_named=False, root=root) for path in paths)


def _fixed_prefix(pattern: str) -> Path:
    """Return the folder in front of a pattern's first wildcard."""
    parts = takewhile(_MAGIC.isdisjoint, Path(pattern).parts[:-1])
    return Path(*parts)


def _is_folder(path: str) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - pathlib raises for a NUL in older Pythons, this says no


def _is_pattern(path: str) -> bool:
    return not _MAGIC.isdisjoint(path) and not os.path.lexists(path)


def is_searched(name: str) -> bool:
    """Whether files and folders of this name are found in folders and by patterns."""
    return not _is_excluded(name)


def _is_excluded(name: str) -> bool:
    return name == "node_modules" or (name.startswith(".") and name not in (".", ".."))


def file_identity(file: Path) -> Path:
    """Return the same path for every spelling of it. A link is another file: its references start elsewhere."""
    try:
        return Path(os.path.realpath(file.parent)) / file.name
    except (OSError, ValueError, RuntimeError):
        return file
