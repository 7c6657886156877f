"""The addresses of files, as the editor names them."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from preclear.source import resolve_links

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from preclear.source import Document

_FILE_URI = re.compile(r"file:(?://(?P<host>[^/?#]*))?(?P<path>/[^?#]*)(?:[?#].*)?", re.IGNORECASE | re.DOTALL)
_DRIVE = re.compile(r"/[A-Za-z]:")


class FileUris:
    """The addresses of files, and their resolved paths. Links are resolved on the disk, so each is looked up once.

    `open_uris` are the addresses that the editor uses for open files, by resolved path.
    """

    def __init__(self, open_uris: Mapping[str, str]) -> None:
        self._open_uris = open_uris
        self._uris: dict[Path, str] = {}
        self._paths: dict[Path, str] = {}

    def find(self, document: Document) -> str | None:
        """Return the address of a document's file; None if it has no file."""
        file = document.file
        if file is None:
            return None
        uri = self._uris.get(file)
        if uri is None:
            uri = self._uris[file] = self._open_uris.get(self.resolve(document)) or file.as_uri()
        return uri

    def resolve(self, document: Document) -> str:
        """Return the resolved path of a document's file; an empty text if it has no file."""
        file = document.file
        if file is None:
            return ""
        path = self._paths.get(file)
        if path is None:
            path = self._paths[file] = resolve_links(file)
        return path


def find_path(uri: str) -> str | None:
    """Return the path that a `file:` address names; None if it isn't one, or names no file of this machine.

    A path may have all characters that a system has in names: `;`, and bytes that aren't UTF-8. See RFC 8089.
    """
    match = _FILE_URI.fullmatch(uri)
    if match is None:
        return None
    try:
        path = os.fsdecode(unquote_to_bytes(match["path"]))
    except UnicodeError:  # half of a surrogate pair
        return None
    host = "" if match["host"] is None or match["host"].lower() == "localhost" else match["host"]
    if "\0" in path:
        return None
    if os.name != "nt":
        return None if host else path
    if _DRIVE.match(path):
        path = path[1].lower() + path[2:]
    return (f"//{host}{path}" if host else path).replace("/", "\\")
