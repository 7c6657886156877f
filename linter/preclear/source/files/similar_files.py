"""Files that a missing file was probably meant to be: those with similar names in the same folders."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING

from preclear.source.suggest import Suggester

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_CANDIDATES = 2_000
"""Names in one folder that a missing name is compared with. A path gets no suggestion from a folder that has more."""

MAX_CANDIDATE_LENGTH = 64
"""The length of the longest name to compare, in characters."""

_DOCUMENT_SUFFIXES = (".yaml", ".yml", ".json")


def find_similar_name(name: str, names: Iterable[str]) -> str | None:
    """Return the one of `names` that `name` probably means, with the same suffix if there are several; or None."""
    if len(name) > MAX_CANDIDATE_LENGTH:
        return None
    target = PurePath(name.casefold())
    paths = ((candidate, PurePath(candidate.casefold())) for candidate in names if candidate.isprintable())
    candidates = sorted(
        (path.suffix == target.suffix, candidate, path.stem)
        for candidate, path in paths
        if abs(len(path.stem) - len(target.stem)) <= 3
    )
    names_by_stem = {stem: candidate for _, candidate, stem in candidates[-MAX_CANDIDATES:]}
    match = target.stem if target.stem in names_by_stem else Suggester().suggest(target.stem, names_by_stem)
    return None if match is None else names_by_stem[match]


def suggest_path(display_path: str, file: Path) -> str | None:
    """Return the display path of the file or folder that the missing `file` probably means; None if none is similar.

    `file` is an absolute path, and `display_path` the path that is shown for it. Each part that doesn't exist is
    compared with the names in its folder, except those of dotfiles and symbolic links.
    """
    shown_count = len(PurePosixPath(display_path).parts)
    first_shown = len(file.parts) - shown_count
    folder, is_guessed = Path(file.anchor), False
    for index, part in enumerate(file.parts[1:], 1):
        if not os.path.lexists(folder / part):
            is_last = index == len(file.parts) - 1
            names = _list_files(folder, part) if is_last else _list_folders(folder)
            name = find_similar_name(part, names) if index >= first_shown else None
            if name is None:
                return None
            part, is_guessed = name, True
        folder /= part
    return Path(*folder.parts[-shown_count:]).as_posix() if is_guessed else None


def _list_files(folder: Path, missing_name: str) -> list[str]:
    """List the files that can stand for a missing one, and the folders if its name has no suffix."""
    suffix = PurePath(missing_name).suffix.lower()
    suffixes = {suffix, *_DOCUMENT_SUFFIXES}
    return [
        entry.name
        for entry in _list_entries(folder)
        if (entry.is_file(follow_symlinks=False) and PurePath(entry.name).suffix.lower() in suffixes)
        or (not suffix and entry.is_dir(follow_symlinks=False))
    ]


def _list_folders(folder: Path) -> list[str]:
    return [entry.name for entry in _list_entries(folder) if entry.is_dir(follow_symlinks=False)]


def _list_entries(folder: Path) -> list[os.DirEntry[str]]:
    """List what is in a folder except dotfiles; nothing if it has too many entries, or can't be listed."""
    try:
        with os.scandir(folder) as entries:
            listed = [*islice(entries, MAX_CANDIDATES + 1)]
    except OSError:
        return []
    return [] if len(listed) > MAX_CANDIDATES else [entry for entry in listed if not entry.name.startswith(".")]
