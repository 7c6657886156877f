"""Which files to check: from files, folders and patterns to a list in which each stands once."""

from __future__ import annotations

import errno
import os
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from preclear.cli.stdin import SHOWN
from preclear.config.patterns import ANY_FOLDERS, split_pattern
from preclear.source.files.repository import repository_root

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

STDIN = "-"
SUFFIXES = (".yaml", ".yml", ".json")
_MAGIC = frozenset("*?[")


class Input(NamedTuple):
    """A file to check, as people are shown it. `named` where it was asked for by its name; else it was found.

    `file` is None for standard input. `root` is the folder that the file must not leave, None where its path was typed.
    """

    shown: str
    file: Path | None
    named: bool
    root: Path | None = None


def named_input(document: str) -> Input:
    """The one document that a command was given: a file, or `-` for standard input."""
    if document == STDIN:
        return Input(SHOWN, None, named=True)
    return Input(Path(document).as_posix(), Path(document), named=True)


class Unlisted(NamedTuple):
    """A folder that can't be listed, and why."""

    folder: str
    reason: str


class Inputs(NamedTuple):
    """All files to check, sorted by the path shown, the patterns that no file fits, and folders that stayed closed."""

    files: tuple[Input, ...]
    unmatched: tuple[str, ...]
    unlisted: tuple[Unlisted, ...] = ()


def find_inputs(paths: Sequence[str], config: Path | None = None) -> Inputs:
    """Find the files that `paths` stand for: the current folder's where there are none.

    `config` is the folder of the config that names them, None where they were typed.

    Folders are searched for `.yaml`, `.yml` and `.json`, but not dot-directories, `node_modules` and what symbolic
    links lead to; patterns with `*`, `?`, `[…]` and `**` likewise. A file that does not exist is given as if it did:
    reading it says so.
    """
    found: dict[Path | None, Input] = {}
    unmatched: list[str] = []
    search = _Search()
    for path in paths or (".",):
        listed = list(search.expand(path, config))
        if not listed and _is_pattern(path):
            unmatched.append(path)
        for each in listed:
            identity = None if each.file is None else _identity(each.file)
            known = found.get(identity)
            if known is None or (each.named and not known.named):
                found[identity] = each if known is None else each._replace(shown=known.shown, file=known.file)
    files = tuple(sorted(found.values(), key=lambda each: each.shown))
    return Inputs(files, tuple(unmatched), tuple(sorted(search.unlisted)))


class _Search:
    """Looks for files in folders, and notes those that can't be listed."""

    def __init__(self) -> None:
        self.unlisted: set[Unlisted] = set()

    def expand(self, path: str, config: Path | None) -> Iterator[Input]:
        if config is None and path == STDIN:
            yield named_input(path)
        elif _is_folder(path):
            yield from _found(self._below(path), repository_root(Path(path) if config is None else config))
        elif _is_pattern(path):
            yield from _found(self._matching(path), repository_root(_fixed_part(path) if config is None else config))
        else:
            yield Input(
                Path(path).as_posix(), Path(path), named=True, root=None if config is None else repository_root(config)
            )

    def _below(self, folder: str) -> Iterator[str]:
        """Every document-like file in `folder` and below; folders that can't be listed are noted."""
        from preclear.engine.baseline import FILE_NAME

        for here, folders, files in os.walk(folder, onerror=self._note):
            folders[:] = sorted(name for name in folders if not _is_passed_over(name))
            for name in sorted(files):
                if name.lower().endswith(SUFFIXES) and name != FILE_NAME:
                    yield os.path.join(here, name)  # noqa: PTH118 - pathlib is ten times slower over many files

    def _matching(self, pattern: str) -> Iterator[str]:
        """Every file that fits `pattern`, and those below every folder that does.

        Not with `glob`, which follows symbolic links in `**`: two of them that lead upwards keep it busy for ever. Each
        folder is looked at once for each part of the pattern, in however many ways `**` leads to it.
        """
        anchor = Path(pattern).anchor
        parts = tuple(split_pattern(Path(pattern).as_posix()[len(anchor) :]))
        waiting = [(anchor, parts)]
        seen = set(waiting)
        while waiting:
            here, ahead = waiting.pop()
            if ahead in ((), (ANY_FOLDERS,)):
                if _is_folder(here or "."):
                    yield from self._below(here or ".")
                elif not ahead:
                    yield here
                continue
            if ahead[0] == ANY_FOLDERS:
                following = [
                    (here, ahead[1:]),
                    *((path, ahead) for path, is_link in self._folders(here) if not is_link),
                ]
            else:
                following = [(path, ahead[1:]) for path in self._fitting(here, ahead[0])]
            waiting += [each for each in following if each not in seen]
            seen.update(following)

    def _fitting(self, folder: str, part: str) -> list[str]:
        """The paths in `folder` whose name fits one part of a pattern."""
        if _MAGIC.isdisjoint(part):
            path = os.path.join(folder, part)  # noqa: PTH118
            return [path] if os.path.lexists(path) else []
        from fnmatch import fnmatch

        return [
            entry.path
            for entry in self._entries(folder)
            if fnmatch(entry.name, part) and (part.startswith(".") or not _is_passed_over(entry.name))
        ]

    def _folders(self, folder: str) -> list[tuple[str, bool]]:
        """The folders in `folder` that are searched, and whether each is a symbolic link."""
        return [
            (entry.path, entry.is_symlink())
            for entry in self._entries(folder)
            if entry.is_dir() and not _is_passed_over(entry.name)
        ]

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        """What is in `folder`; nothing where it is none, or may not be listed."""
        try:
            with os.scandir(folder or ".") as entries:
                return list(entries)
        except OSError as error:
            self._note(error)
        except ValueError:
            pass
        return []

    def _note(self, error: OSError) -> None:
        """Note a folder that is there and can't be listed."""
        if error.errno not in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            folder = Path(os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else ".")
            self.unlisted.add(Unlisted(folder.as_posix(), error.strerror or str(error)))


def _found(paths: Iterable[str], root: Path) -> Iterator[Input]:
    return (Input(Path(path).as_posix(), Path(path), named=False, root=root) for path in paths)


def _fixed_part(pattern: str) -> Path:
    """The folder that a pattern names before its first wildcard."""
    parts = takewhile(_MAGIC.isdisjoint, Path(pattern).parts[:-1])
    return Path(*parts)


def _is_folder(path: str) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - pathlib raises for a NUL in older Pythons, this says no


def _is_pattern(path: str) -> bool:
    return not _MAGIC.isdisjoint(path) and not os.path.lexists(path)


def _is_passed_over(name: str) -> bool:
    return name == "node_modules" or (name.startswith(".") and name not in (".", ".."))


def _identity(file: Path) -> Path:
    """The same for every way to write a path. A link to a file is a file of its own: its references start elsewhere."""
    try:
        return Path(os.path.realpath(file.parent)) / file.name
    except (OSError, ValueError, RuntimeError):
        return file
