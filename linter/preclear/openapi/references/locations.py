"""Where the files of a description lie, as its own references say it: the same wherever the folder is."""

from __future__ import annotations

import os.path
import posixpath
from typing import TYPE_CHECKING

from preclear.source import Refusal
from preclear.source.files.gate import written_path

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.source import Document


class Locations:
    """The path of each file from the folder of the entry document, as the first reference to it is written."""

    def __init__(self, entry: Document) -> None:
        self._entry = entry
        self._paths: dict[int, str] = {id(entry): "" if entry.file is None else entry.file.name}
        self._taken: set[str] = set()

    def of(self, document: Document) -> str:
        """The path of `document`, with `/` between folders. Raises KeyError where it was never added."""
        return self._paths[id(document)]

    def add(self, document: Document, file: Path, base: Document, written: str) -> None:
        """Note that the reference `written`, in `base`, leads to `document`; `file` is its real path."""
        path = written_path(written)
        absolute = isinstance(path, Refusal) or path.startswith("/")
        found = "" if absolute else posixpath.normpath(posixpath.join(posixpath.dirname(self.of(base)), str(path)))
        if not found or found in self._taken:  # by another file, which a link leads to by the same path
            folder = None if self._entry.file is None else os.path.realpath(self._entry.file.parent)
            found = os.path.relpath(file, folder).replace(os.sep, "/") if folder else file.name
        while found in self._taken:
            found += "_"
        self._taken.add(found)
        self._paths[id(document)] = found
