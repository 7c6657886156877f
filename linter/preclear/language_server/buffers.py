"""The texts of the files that are open in the editor."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types

from preclear.language_server.file_uris import find_path
from preclear.language_server.untitled import choose_path
from preclear.project import SUFFIXES
from preclear.source import Document, resolve_links

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.language_server.positions import PositionEncoder

_SURROGATE = re.compile("[\ud800-\udfff]")


class OpenFile(NamedTuple):
    """A file with the text that it has in the editor. `path` is as the editor names it, `real_path` has no links."""

    uri: str
    version: int
    path: str
    real_path: str
    data: bytes


class Buffer:
    """The text of an open file."""

    def __init__(self, uri: str, version: int, text: str, path: str | None) -> None:
        """`path` is the absolute path of the file, which needn't exist; None if it can't be a part of a document."""
        self.uri = uri
        self.path = path
        self.version: int = version
        self.text: str = text
        self._data: bytes | None = None

    def apply(
        self, changes: Iterable[types.TextDocumentContentChangeEvent], version: int, encoder: PositionEncoder
    ) -> None:
        """Apply changes one after the other. Positions past an end are the end, as the protocol has it.

        A range whose end comes first is the same as the one in order.
        """
        for change in changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                document = Document("", None, b"", self.text)
                offsets = (encoder.offset(document, change.range.start), encoder.offset(document, change.range.end))
                self.text = self.text[: min(offsets)] + change.text + self.text[max(offsets) :]
            else:
                self.text = change.text
        self.version = version
        self._data = None

    def open_file(self) -> OpenFile | None:
        """Return the file with its text; None if it can't be a part of an OpenAPI document."""
        if self.path is None:
            return None
        if self._data is None:
            self._data = _encode(self.text)
        real_path = resolve_links(Path(self.path))  # links change
        return OpenFile(self.uri, self.version, self.path, real_path, self._data)


class Buffers:
    """The open files, by their addresses."""

    def __init__(self) -> None:
        self._buffers: dict[str, Buffer] = {}

    def open(self, item: types.TextDocumentItem) -> None:
        """Add an opened file."""
        taken = [buffer.path for buffer in self._buffers.values() if buffer.path is not None]
        path = find_path(item.uri) or choose_path(item.uri, item.language_id, taken)
        is_part = path is not None and path.lower().endswith(SUFFIXES)
        self._buffers[item.uri] = Buffer(item.uri, item.version, item.text, path if is_part else None)

    def change(self, params: types.DidChangeTextDocumentParams, encoder: PositionEncoder) -> None:
        """Change the text of a file. Nothing happens if it isn't open: its text isn't known."""
        document = params.text_document
        buffer = self._buffers.get(document.uri)
        if buffer is not None:
            buffer.apply(params.content_changes, document.version, encoder)

    def close(self, uri: str) -> None:
        """Remove a closed file."""
        self._buffers.pop(uri, None)

    def resolve(self, uri: str) -> str | None:
        """Return the resolved path of the file at an address; None if it has no file."""
        buffer = self._buffers.get(uri)
        path = find_path(uri) if buffer is None else buffer.path
        return None if path is None else resolve_links(Path(path))

    def list_files(self) -> list[OpenFile]:
        """Return the files that can be parts of OpenAPI documents, sorted by path. Of two links to one, the last."""
        files = {file.real_path: file for buffer in self._buffers.values() if (file := buffer.open_file()) is not None}
        return sorted(files.values(), key=lambda file: file.path)


def relative_path(path: str, root: str) -> str:
    """Return `path` relative to the current folder, which is also at `root`, a path that may have links."""
    is_inside = Path(path).is_relative_to(root)
    try:
        return os.path.relpath(path, root if is_inside else None)
    except ValueError:  # on another drive
        return path


def _encode(text: str) -> bytes:
    """Return the bytes that an editor saves. What can't be encoded becomes U+FFFD, which has the same width."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text).encode()
