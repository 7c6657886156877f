"""Which files refer to which, by the names of files in their texts. Nothing is parsed.

The graph has every reference that preclear follows, and some that it doesn't: a name in a description counts, too.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from preclear.project.references.scanner import ReferenceScanner
from preclear.project.references.texts import NameStyle

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from preclear.project.references.scanner import FileScan
    from preclear.source import Limits


class ReferenceGraph:
    """The references between files below one folder. It keeps the paths of the files, but not their texts.

    All paths are absolute, and their folders have no symbolic links: see `resolve_folder`. `documents` are the files
    that have been added or found and may be OpenAPI documents.
    """

    def __init__(
        self,
        root: Path,
        limits: Limits,
        names: Iterable[str],
        missing: Collection[str] = (),
        scanner: ReferenceScanner | None = None,
    ) -> None:
        """Nothing outside of `root`, a path without symbolic links, is read, and of no file more than `limits` allow.

        `names` are the paths of all known files. `missing` are files that don't exist but may be referred to. `scanner`
        can be the one of another graph.
        """
        self.documents: set[str] = set()
        self.unreadable: set[str] = set()
        """Files that can't be read: what they refer to is unknown."""
        self._root = str(root)
        self._scanner = scanner or ReferenceScanner()
        self._limits = limits
        self._style = NameStyle.from_paths(names)
        self._missing = frozenset(missing)
        self._users: dict[str, set[str]] = {}
        self._scanned: set[str] = set()
        self._targets: dict[str, str | None] = {}
        self._folders: dict[str, str | None] = {}
        self._names: dict[str, frozenset[str]] = {}

    def add(self, files: Iterable[str]) -> None:
        """Add files, and all files that they refer to."""
        pending = list(files)
        while pending:
            file = pending.pop()
            if file in self._scanned:
                continue
            self._scanned.add(file)
            scan = self._scan(file)
            if scan is None:
                self.unreadable.add(file)
                continue
            if scan.has_openapi_key:
                self.documents.add(file)
            pending += self._add_references(file, scan, os.path.dirname(file))

    def add_overlay(self, document: str, overlay: str) -> None:
        """Add an overlay of a document. Its references may start at its own folder or at that of the document."""
        target = self._resolve(os.path.realpath(overlay))
        if target is None:
            return
        self._users.setdefault(target, set()).add(document)
        self.add([target])
        scan = self._scan(target)
        if scan is not None:
            self.add(self._add_references(document, scan, os.path.dirname(document)))

    def find_users(self, files: Iterable[str]) -> set[str]:
        """Return every file that refers to one of `files`, directly or through others. `files` have no links."""
        pending = list(files)
        users: set[str] = set()
        while pending:
            new_users = self._users.get(pending.pop(), set()) - users
            users |= new_users
            pending += new_users
        return users

    @property
    def files(self) -> set[str]:
        """All files that were added or found."""
        return self._scanned | self._users.keys()

    def find_related(self, files: Iterable[str]) -> set[str]:
        """Return every file that has a part in common with one of `files`, and all files that connect them."""
        neighbors: dict[str, set[str]] = {}
        for target, users in self._users.items():
            neighbors.setdefault(target, set()).update(users)
            for user in users:
                neighbors.setdefault(user, set()).add(target)
        pending = list(files)
        related: set[str] = set()
        while pending:
            new_files = neighbors.get(pending.pop(), set()) - related
            related |= new_files
            pending += new_files
        return related

    def _add_references(self, file: str, scan: FileScan, folder: str) -> set[str]:
        """Add the references in the text of `file`, and return the files that they lead to."""
        targets: set[str] = set()
        names: frozenset[str] | None = None
        for text in scan.texts:
            names = self._list_names(folder) if names is None else names
            first, _, rest = text.partition("/")
            is_entry = first in names or (bool(rest) and first in (".", ".."))
            if not is_entry and not self._missing and "/.." not in text:
                continue
            target = self._resolve(os.path.normpath(f"{folder}/{text}")) if first else None
            if target is not None:
                self._users.setdefault(target, set()).add(file)
                targets.add(target)
        return targets

    def _resolve(self, path: str) -> str | None:
        """Return the file at `path` without symbolic links; None if there is none, or none that may be read."""
        if path not in self._targets:
            self._targets[path] = self._find_file(path)
        return self._targets[path]

    def _find_file(self, path: str) -> str | None:
        folder, _, name = path.rpartition("/")
        real_folder = self.resolve_folder(folder)
        file = f"{real_folder or folder}/{name}"
        if file in self._missing:
            return file
        if real_folder is None:
            return None
        try:
            mode = os.lstat(file).st_mode
        except (OSError, ValueError):
            return None
        if stat.S_ISLNK(mode):
            target = os.path.realpath(file)
            return target if self._is_inside(target) and os.path.isfile(target) else None
        return file if stat.S_ISREG(mode) else None

    def resolve_folder(self, folder: str) -> str | None:
        """Return the path of `folder` without symbolic links; None if it isn't below the root."""
        if folder not in self._folders:
            try:
                real_folder = os.path.realpath(folder)
            except (OSError, ValueError):
                real_folder = ""
            self._folders[folder] = real_folder if self._is_inside(real_folder) else None
        return self._folders[folder]

    def _scan(self, file: str) -> FileScan | None:
        """Scan the beginning of a file, as much as the limits allow; None if it may not be read."""
        target = self._scanner.find_link_target(file)
        if target is None:
            return self._scanner.scan(file, self._limits, self._style)
        if not self._is_inside(target):
            return None
        self._users.setdefault(target, set()).add(file)
        return self._scanner.scan(target, self._limits, self._style)

    def _is_inside(self, path: str) -> bool:
        return path == self._root or path.startswith(f"{self._root.rstrip('/')}/")

    def _list_names(self, folder: str) -> frozenset[str]:
        names = self._names.get(folder)
        if names is None:
            try:
                names = frozenset(os.listdir(folder))
            except (OSError, ValueError):
                names = frozenset[str]()
            self._names[folder] = names
        return names


def widen_root(root: Path, widest: Path | None) -> Path:
    """Return the folder that references can't leave: `widest` if it contains `root`, else `root`."""
    return widest if widest is not None and root.is_relative_to(widest) else root
