"""Where the files of a description lie, as its own references say it: the same wherever the folder is."""

from __future__ import annotations

import os.path
import posixpath
from typing import TYPE_CHECKING

from preclear.source import ReferenceRefusal, decode_reference

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.source import Document


class FilePaths:
    """The path of each file from the folder of the entry document, as the first reference to it is written."""

    def __init__(self, entry: Document) -> None:
        self._entry = entry
        self._paths: dict[int, str] = {id(entry): "" if entry.file is None else entry.file.name}
        self._used_paths: set[str] = set()

    def path_of(self, document: Document) -> str:
        """The path of `document`, with `/` between folders. Raises KeyError where it was never added."""
        return self._paths[id(document)]

    def add(self, document: Document, file: Path, base: Document, reference: str) -> None:
        """Note that the reference `reference`, in `base`, leads to `document`; `file` is its real path."""
        path = decode_reference(reference)
        is_absolute = isinstance(path, ReferenceRefusal) or path.startswith("/")
        relative_path = (
            "" if is_absolute else posixpath.normpath(posixpath.join(posixpath.dirname(self.path_of(base)), str(path)))
        )
        if (
            not relative_path or relative_path in self._used_paths
        ):  # by another file, which a link leads to by the same path
            folder = None if self._entry.file is None else os.path.realpath(self._entry.file.parent)
            relative_path = os.path.relpath(file, folder).replace(os.sep, "/") if folder else file.name
        while relative_path in self._used_paths:
            relative_path += "_"
        self._used_paths.add(relative_path)
        self._paths[id(document)] = relative_path
