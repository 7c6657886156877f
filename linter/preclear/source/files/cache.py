"""A cache of folder listings and loaded files, shared by the documents of one run."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from preclear.source.files.file_system import LocalFileSystem
from preclear.source.files.repository import resolve_links

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from preclear.source.document import Document
    from preclear.source.files.file_system import FileSystem
    from preclear.source.limits import Limits

MAX_CACHED_BYTES = 8_000_000
"""The total size of the files to keep. The last one is kept whatever its size."""

MAX_RELISTINGS = 50
"""How often folders are listed again for a missing name: a hostile document has thousands of them."""


class FileCache:
    """The folder listings of one run, and the files that references led to most recently."""

    def __init__(self, texts: Mapping[str, bytes] | None = None, files: FileSystem | None = None) -> None:
        """`texts` are bytes to read in place of those of files, by the files' resolved paths.

        `files` are where all other files come from: by default, the file system of this machine.
        """
        self.files = files or LocalFileSystem()
        self._texts: Mapping[str, bytes] = {} if texts is None else texts
        self._listings: dict[Path, frozenset[str]] = {}
        self._relistings_left = MAX_RELISTINGS
        self._documents: OrderedDict[tuple[Path, str, Limits], Document] = OrderedDict()
        self._cached_bytes = 0

    def update(self, texts: Mapping[str, bytes], changed: Collection[str] | None) -> None:
        """From now on, read `texts` in place of files.

        `changed` are the resolved paths of the files with other contents than before; None if folders and links may
        have changed, too.
        """
        self._texts = texts
        self._relistings_left = MAX_RELISTINGS
        if changed is None:
            self._listings.clear()
            self._documents.clear()
            self._cached_bytes = 0
            return
        for key in [key for key in self._documents if str(key[0]) in changed]:
            self._cached_bytes -= len(self._documents.pop(key).data)

    @property
    def files_read(self) -> set[str]:
        """The resolved paths of the loaded files that are kept."""
        return {str(path) for path, _, _ in self._documents}

    def text(self, path: Path) -> bytes | None:
        """Return the bytes to read in place of those of the file at `path`; None to read the file."""
        return self._texts.get(resolve_links(path)) if self._texts else None

    def document(self, path: Path, display_path: str, limits: Limits) -> Document | None:
        """Return the file at `path` if it was loaded with the same limits and display path; otherwise None."""
        document = self._documents.get((path, display_path, limits))
        if document is not None:
            self._documents.move_to_end((path, display_path, limits))
        return document

    def add(self, path: Path, limits: Limits, document: Document) -> None:
        """Keep a loaded file, and drop the least recently used ones if all are too large."""
        self._documents[path, document.path, limits] = document
        self._cached_bytes += len(document.data)
        while self._cached_bytes > MAX_CACHED_BYTES and len(self._documents) > 1:
            _, old = self._documents.popitem(last=False)
            self._cached_bytes -= len(old.data)

    def names(self, folder: Path, *, refresh: bool = False) -> frozenset[str]:
        """Return the names in `folder`. `refresh` lists it again, up to `MAX_RELISTINGS` times per run."""
        names = self._listings.get(folder)
        if names is None or (refresh and self._relistings_left > 0):
            self._relistings_left -= names is not None
            names = self._listings[folder] = self.files.list_names(folder)
        return names
