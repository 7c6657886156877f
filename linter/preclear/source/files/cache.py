"""What the documents of one run have in common on the disk: folders that are listed, files that are read, once."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.source.document import Document
    from preclear.source.limits import Limits

MAX_CACHED_BYTES = 8_000_000
"""The bytes of the files that are kept; one is kept whatever its size."""


MAX_RELISTINGS = 50
"""How often a folder is listed again for a name that it did not have: a hostile document asks for thousands."""


class FileCache:
    """Listings of folders, and the files that references led to last: for one run, in which nothing is read twice."""

    def __init__(self) -> None:
        self._listings: dict[Path, frozenset[str]] = {}
        self._relistings_left = MAX_RELISTINGS
        self._documents: OrderedDict[tuple[Path, str, Limits], Document] = OrderedDict()
        self._cached_bytes = 0

    def document(self, path: Path, display_path: str, limits: Limits) -> Document | None:
        """The file at `path`, if it was read with the same limits and is shown as the same path."""
        document = self._documents.get((path, display_path, limits))
        if document is not None:
            self._documents.move_to_end((path, display_path, limits))
        return document

    def add(self, path: Path, limits: Limits, document: Document) -> None:
        """Keep a file that was read, and let go of those that were not asked for the longest."""
        self._documents[path, document.path, limits] = document
        self._cached_bytes += len(document.data)
        while self._cached_bytes > MAX_CACHED_BYTES and len(self._documents) > 1:
            _, old = self._documents.popitem(last=False)
            self._cached_bytes -= len(old.data)

    def names(self, folder: Path, *, refresh: bool = False) -> frozenset[str]:
        """The names in `folder`. It is listed once; with `refresh` again, while that was not wanted too often."""
        names = self._listings.get(folder)
        if names is None or (refresh and self._relistings_left > 0):
            self._relistings_left -= names is not None
            names = self._listings[folder] = _list_names(folder)
        return names


def _list_names(folder: Path) -> frozenset[str]:
    return frozenset(entry.name for entry in folder.iterdir())
