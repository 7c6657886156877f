"""The search for files in folders and by patterns."""

from __future__ import annotations

import os
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from preclear.config import ANY_FOLDERS, split_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.project.search.folder_rules import FolderRuleReader, FolderRules
    from preclear.project.search.search_log import SearchLog

SUFFIXES = (".yaml", ".yml", ".json")
"""The suffixes of documents."""

SKIPPED_FOLDERS = frozenset({"build", "dist", "site-packages", "target", "vendor", "venv"})
"""The names of folders that are skipped and counted, unless they are named: what is in them is built or installed."""

_SILENTLY_SKIPPED_FOLDER = "node_modules"
_MAGIC = frozenset("*?[")


class FolderSearch:
    """The search of one folder, or of one pattern. It doesn't follow symbolic links to folders.

    It passes over what `.gitignore` files and configs say, and over SKIPPED_FOLDERS, which `log` counts; and over
    `node_modules`, dot-files and dot-directories. What is named is searched in any case.
    """

    def __init__(self, reader: FolderRuleReader, log: SearchLog) -> None:
        self._reader = reader
        self._log = log
        self._rules: dict[str, FolderRules] = {}
        self._outer_rules: dict[str, FolderRules] = {}

    def walk(self, folder: str) -> Iterator[str]:
        """Yield every file in `folder` and below that has the suffix of a document."""
        from preclear.engine import BASELINE_FILE_NAME

        pending = [folder]
        while pending:
            current = pending.pop()
            entries, rules = self._list(current)
            for entry in entries:
                name = entry.name
                if is_folder_entry(entry):
                    if not entry.is_symlink() and self._is_searched(current, name, rules, is_folder=True):
                        pending.append(os.path.join(current, name))
                elif (
                    name.lower().endswith(SUFFIXES)
                    and name != BASELINE_FILE_NAME
                    and self._is_searched(current, name, rules, is_folder=False, is_named=True)
                ):
                    yield os.path.join(current, name)

    def match(self, pattern: str) -> Iterator[str]:
        """Yield every file that matches `pattern`, and the files below every folder that does.

        `glob` follows symbolic links in `**`, and never ends if two of them lead upwards. Here each folder is visited
        once for each part of the pattern, in however many ways `**` reaches it.
        """
        anchor = Path(pattern).anchor
        parts: tuple[str, ...] = tuple(split_pattern(Path(pattern).as_posix()[len(anchor) :]))
        folder = anchor
        while len(parts) > 1 and _MAGIC.isdisjoint(parts[0]):
            folder, parts = os.path.join(folder, parts[0]), parts[1:]
        pending: list[tuple[str, tuple[str, ...]]] = [(folder, parts)]
        visited = set(pending)
        while pending:
            folder, remaining_parts = pending.pop()
            if not remaining_parts or remaining_parts == (ANY_FOLDERS,):
                if is_folder(folder or "."):
                    yield from self.walk(folder or ".")
                elif not remaining_parts:
                    yield folder
                continue
            next_steps: list[tuple[str, tuple[str, ...]]]
            if remaining_parts[0] == ANY_FOLDERS:
                next_steps = [
                    (folder, remaining_parts[1:]),
                    *((path, remaining_parts) for path in self._find_subfolders(folder)),
                ]
            else:
                next_steps = [(path, remaining_parts[1:]) for path in self._match_part(folder, remaining_parts[0])]
            pending += [step for step in next_steps if step not in visited]
            visited.update(next_steps)

    def _match_part(self, folder: str, part: str) -> Iterator[str]:
        """Yield the paths in `folder` whose name matches one part of a pattern, and that aren't passed over."""
        from fnmatch import fnmatch

        if _MAGIC.isdisjoint(part):
            path = os.path.join(folder, part)
            if not os.path.lexists(path):
                return
            rules = self._list(folder)[1]
            if part == ".." or self._is_searched(folder, part, rules, is_folder=is_folder(path), is_named=True):
                yield path
            return
        is_dotted = part.startswith(".")
        entries, rules = self._list(folder)
        for entry in entries:
            if fnmatch(entry.name, part) and self._is_searched(
                folder, entry.name, rules, is_folder=is_folder_entry(entry), is_named=is_dotted
            ):
                yield os.path.join(folder, entry.name)

    def _find_subfolders(self, folder: str) -> Iterator[str]:
        """Yield the folders in `folder` that are searched."""
        entries, rules = self._list(folder)
        for entry in entries:
            if (
                is_folder_entry(entry)
                and not entry.is_symlink()
                and self._is_searched(folder, entry.name, rules, is_folder=True)
            ):
                yield os.path.join(folder, entry.name)

    def _is_searched(
        self, folder: str, name: str, rules: FolderRules, *, is_folder: bool, is_named: bool = False
    ) -> bool:
        """Whether an entry of `folder` is searched or found. If not, it's added to the log.

        With `is_named`, its name is no reason to pass over it.
        """
        if not is_named and _is_hidden(name):
            return False
        is_skipped = is_folder and not is_named and name in SKIPPED_FOLDERS
        reason = "default" if is_skipped else rules.find_reason(name, is_folder=is_folder)
        if reason is None and not is_folder:
            return True
        path = os.path.join(folder, name)
        if reason is not None:
            self._log.add(path, reason, is_folder=is_folder)
            return False
        self._outer_rules[path] = rules
        if is_named:
            self._log.add_named(path)
        return True

    def _list(self, folder: str) -> tuple[list[os.DirEntry[str]], FolderRules]:
        """Return the entries of a folder by name, and its rules; no entries if it's no folder or can't be listed."""
        entries: list[os.DirEntry[str]] = []
        try:
            with os.scandir(folder or ".") as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            self._log.add_unlisted(error)
        except ValueError:
            pass
        rules = self._rules.get(folder)
        if rules is None:
            outer_rules = self._outer_rules.get(folder)
            if outer_rules is None:
                self._log.add_named(folder or ".")
                rules = self._reader.start(folder)
            else:
                rules = self._reader.enter(outer_rules, folder, {entry.name for entry in entries})
            self._rules[folder] = rules
        return entries, rules


def fixed_prefix(pattern: str) -> Path:
    """Return the folder in front of a pattern's first wildcard."""
    parts = takewhile(_MAGIC.isdisjoint, Path(pattern).parts[:-1])
    return Path(*parts)


def is_pattern(path: str) -> bool:
    """Whether `path` has a wildcard, and isn't the name of a file."""
    return not _MAGIC.isdisjoint(path) and not os.path.lexists(path)


def is_folder(path: str) -> bool:
    """Whether `path` is a folder or a link to one."""
    return os.path.isdir(path)  # pathlib raises for a NUL in older Pythons, this says no


def is_folder_entry(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder or a link to one."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def is_searched_by_default(folder: str) -> bool:
    """Whether a folder of this name, in a folder that is searched, is searched if no file or config excludes it."""
    return folder not in SKIPPED_FOLDERS and not _is_hidden(folder)


def _is_hidden(name: str) -> bool:
    return name == _SILENTLY_SKIPPED_FOLDER or (name.startswith(".") and name not in (".", ".."))
