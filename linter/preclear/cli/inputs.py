"""Which files to check: from files, folders and patterns to a list in which each stands once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from preclear.cli.stdin import SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STDIN = "-"
SUFFIXES = (".yaml", ".yml", ".json")
_MAGIC = frozenset("*?[")


class Input(NamedTuple):
    """A file to check, as people are shown it. `named` where it was asked for by its name; else it was found.

    `file` is None for standard input.
    """

    shown: str
    file: Path | None
    named: bool


def named_input(document: str) -> Input:
    """The one document that a command was given: a file, or `-` for standard input."""
    if document == STDIN:
        return Input(SHOWN, None, named=True)
    return Input(Path(document).as_posix(), Path(document), named=True)


class Inputs(NamedTuple):
    """All files to check, sorted by the path shown, and the patterns that no file fits."""

    files: tuple[Input, ...]
    unmatched: tuple[str, ...]


def find_inputs(paths: Sequence[str]) -> Inputs:
    """Find the files that `paths` stand for: the current folder's where there are none.

    Folders are searched for `.yaml`, `.yml` and `.json`, but not dot-directories, `node_modules` and what symbolic
    links lead to; patterns with `*`, `?`, `[…]` and `**` likewise. A file that does not exist is given as if it did:
    reading it says so.
    """
    found: dict[Path | None, Input] = {}
    unmatched: list[str] = []
    for path in paths or (".",):
        listed = list(_expand(path))
        if not listed and _is_pattern(path):
            unmatched.append(path)
        for each in listed:
            identity = None if each.file is None else _identity(each.file)
            known = found.get(identity)
            if known is None or (each.named and not known.named):
                found[identity] = each if known is None else Input(known.shown, known.file, named=True)
    return Inputs(tuple(sorted(found.values(), key=lambda each: each.shown)), tuple(unmatched))


def _expand(path: str) -> Iterator[Input]:
    if path != STDIN and _is_folder(path):
        yield from (_found(each) for each in _below(path))
    elif path != STDIN and _is_pattern(path):
        yield from (_found(each) for each in _matching(path))
    else:
        yield named_input(path)


def _found(path: str) -> Input:
    return Input(Path(path).as_posix(), Path(path), named=False)


def _is_folder(path: str) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - pathlib raises for a NUL in older Pythons, this says no


def _is_pattern(path: str) -> bool:
    return not _MAGIC.isdisjoint(path) and not os.path.lexists(path)


def _below(folder: str) -> Iterator[str]:
    """Every document-like file in `folder` and below; folders that can't be listed have none."""
    from preclear.engine.baseline import NAME

    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_passed_over(name))
        for name in sorted(files):
            if name.lower().endswith(SUFFIXES) and name != NAME:
                yield os.path.join(here, name)  # noqa: PTH118 - pathlib is ten times slower over many files


def _matching(pattern: str) -> Iterator[str]:
    """Every file that fits `pattern`, and those below every folder that does.

    Not with `glob`, which follows symbolic links in `**`: two of them that lead upwards keep it busy for ever.
    """
    parts = Path(pattern).parts
    anchored = Path(pattern).is_absolute()
    waiting = [(parts[0], parts[1:])] if anchored else [("", parts)]
    while waiting:
        here, ahead = waiting.pop()
        if not ahead:
            if _is_folder(here or "."):
                yield from _below(here or ".")
            else:
                yield here
        elif ahead[0] == "**":
            waiting.append((here, ahead[1:]))
            waiting += [(path, ahead) for path, is_link in _folders(here) if not is_link]
        else:
            waiting += [(path, ahead[1:]) for path in _fitting(here, ahead[0])]


def _fitting(folder: str, part: str) -> list[str]:
    """The paths in `folder` whose name fits one part of a pattern."""
    if _MAGIC.isdisjoint(part):
        path = os.path.join(folder, part)  # noqa: PTH118
        return [path] if os.path.lexists(path) else []
    from fnmatch import fnmatch

    return [
        entry.path
        for entry in _entries(folder)
        if fnmatch(entry.name, part) and (part.startswith(".") or not _is_passed_over(entry.name))
    ]


def _folders(folder: str) -> list[tuple[str, bool]]:
    """The folders in `folder` that are searched, and whether each is a symbolic link."""
    return [
        (entry.path, entry.is_symlink())
        for entry in _entries(folder)
        if entry.is_dir() and not _is_passed_over(entry.name)
    ]


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """What is in `folder`; nothing where it is none, or may not be listed."""
    try:
        with os.scandir(folder or ".") as entries:
            return list(entries)
    except (OSError, ValueError):
        return []


def _is_passed_over(name: str) -> bool:
    return name == "node_modules" or (name.startswith(".") and name not in (".", ".."))


def _identity(file: Path) -> Path:
    """The same for every way to write a path. A link to a file is a file of its own: its references start elsewhere."""
    try:
        return Path(os.path.realpath(file.parent)) / file.name
    except (OSError, ValueError, RuntimeError):
        return file
