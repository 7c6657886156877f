"""The addresses of files, as the editor names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source import resolve_links

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from preclear.source import Document


class FileUris:
    """The addresses of files. `open_uris` are those that the editor uses for open files, by resolved path."""

    def __init__(self, open_uris: Mapping[str, str]) -> None:
        self._open_uris = open_uris
        self._uris: dict[Path, str] = {}  # links are resolved on the disk, so each file is looked up once

    def find(self, document: Document) -> str | None:
        """Return the address of a document's file; None if it has no file."""
        file = document.file
        if file is None:
            return None
        uri = self._uris.get(file)
        if uri is None:
            uri = self._uris[file] = self._open_uris.get(resolve_links(file)) or file.as_uri()
        return uri
