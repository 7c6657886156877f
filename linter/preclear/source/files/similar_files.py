"""Files that a missing file was probably meant to be: those with similar names in the same folders."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from preclear.source.suggest import Suggester

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_CANDIDATES = 2_000
"""The maximum number of names that a missing name is compared with."""

MAX_ENTRIES = 500
"""The largest folder that is searched for a path: a config can list a thousand files that don't exist."""

MAX_CANDIDATE_LENGTH = 64
"""The length of the longest name to compare, in characters."""

_DOCUMENT_SUFFIXES = ("yaml", "yml", "json")


def find_similar_name(name: str, names: Iterable[str]) -> str | None:
    """Return the one of `names` that `name` probably means, with the same suffix if there are several; or None."""
    if len(name) > MAX_CANDIDATE_LENGTH:
        return None
    stem, suffix = _split(name)
    candidates: list[tuple[bool, str, str]] = []
    for candidate in names:
        candidate_stem, candidate_suffix = _split(candidate)
        if abs(len(candidate_stem) - len(stem)) <= 3 and candidate.isprintable():
            candidates.append((candidate_suffix == suffix, candidate, candidate_stem))
    names_by_stem = {stem: candidate for _, candidate, stem in sorted(candidates)[-MAX_CANDIDATES:]}
    match = stem if stem in names_by_stem else Suggester().suggest(stem, names_by_stem)
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
    _, suffix = _split(missing_name)
    suffixes = {suffix, *_DOCUMENT_SUFFIXES}
    return [
        entry.name
        for entry in _list_entries(folder)
        if (entry.is_file(follow_symlinks=False) and _split(entry.name)[1] in suffixes)
        or (not suffix and entry.is_dir(follow_symlinks=False))
    ]


def _list_folders(folder: Path) -> list[str]:
    return [entry.name for entry in _list_entries(folder) if entry.is_dir(follow_symlinks=False)]


def _list_entries(folder: Path) -> list[os.DirEntry[str]]:
    """List what is in a folder except dotfiles; nothing if it has too many entries, or can't be listed."""
    try:
        with os.scandir(folder) as entries:
            listed = [*islice(entries, MAX_ENTRIES + 1)]
    except OSError:
        return []
    return [] if len(listed) > MAX_ENTRIES else [entry for entry in listed if not entry.name.startswith(".")]


def _split(name: str) -> tuple[str, str]:
    """Split a file name into stem and suffix without its dot, both in lower case. Much faster than pathlib."""
    stem, _, suffix = name.casefold().rpartition(".")
    return (stem, suffix) if stem else (suffix, "")
