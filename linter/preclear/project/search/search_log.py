"""What a search for files can't list, and what it passes over."""

from __future__ import annotations

import errno
import os
from collections import Counter
from pathlib import Path
from typing import Literal, TypeAlias

from preclear.project.notes import EntryCount, PassedOver, UnlistedFolder

PassReason: TypeAlias = Literal["gitignore", "default", "config"]
"""Why something is passed over: a `.gitignore` or a config says so, or the name of a folder by default."""


class SearchLog:
    """Collects what several searches can't list and what they pass over."""

    def __init__(self) -> None:
        self.unlisted: set[UnlistedFolder] = set()
        self._named: set[str] = set()
        self._passed_over: dict[str, tuple[PassReason, bool]] = {}

    def add(self, path: str, reason: PassReason, *, is_folder: bool) -> None:
        """Add a file or folder that is passed over."""
        self._passed_over[path] = (reason, is_folder)

    def add_named(self, path: str) -> None:
        """Add a file or folder that was named, so that it doesn't count as passed over."""
        self._named.add(path)

    def add_unlisted(self, error: OSError) -> None:
        """Add a folder that exists but can't be listed."""
        if error.errno not in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            folder = Path(os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else ".")
            self.unlisted.add(UnlistedFolder(folder.as_posix(), error.strerror or str(error)))

    def sum_up(self) -> PassedOver | None:
        """Return what was passed over and not named; None if there is nothing."""
        passed_over = {os.path.abspath(path): entry for path, entry in self._passed_over.items()}
        for path in self._named if passed_over else ():
            passed_over.pop(os.path.abspath(path), None)
        if not passed_over:
            return None
        counts = Counter(passed_over.values())
        skipped = {os.path.basename(path) for path, entry in passed_over.items() if entry[0] == "default"}
        return PassedOver(
            ignored=EntryCount(counts["gitignore", False], counts["gitignore", True]),
            excluded=EntryCount(counts["config", False], counts["config", True]),
            skipped_folders=counts["default", True],
            skipped_names=tuple(sorted(skipped)),
        )
