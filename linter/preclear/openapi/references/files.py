"""The files of a description: the entry document, and those that references lead to, each read once."""

from __future__ import annotations

import os.path
from pathlib import PurePath
from typing import TYPE_CHECKING

from preclear.openapi.references.kinds import (
    REMOTE_REFERENCE,
    UNRESOLVED_REFERENCE,
    DeadEnd,
)
from preclear.openapi.references.locations import Locations
from preclear.source import Place, Refusal, load_bytes
from preclear.source.files.gate import written_path

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.source import Document, Gate, Limits


class Files:
    """Opens the files that references name, through the gate and within the limits.

    `documents` are those that were read, in the order in which references lead to them, and `locations` says where each
    lies. `unread` are the paths of those that a limit keeps from being read.
    """

    def __init__(self, entry: Document, gate: Gate | None, limits: Limits) -> None:
        self.entry = entry
        self.documents: list[Document] = [entry]
        self.unread: dict[Path, DeadEnd] = {}
        self.locations = Locations(entry)
        self._is_full = False
        self._by_path: dict[Path, Document] = {} if entry.file is None else {entry.file: entry}
        self._gate = gate
        self._limits = limits
        self._bytes = len(entry.data)

    @property
    def root(self) -> Path | None:
        """The folder that references may lead into; None where they may not leave the entry document."""
        return None if self._gate is None else self._gate.root

    def open(self, base: Document, file_part: str) -> Document | DeadEnd:
        """Open the file that `file_part`, a `$ref` up to its `#`, names in the document `base`."""
        shown = f"`$ref: {file_part[:80]}`"
        if self._gate is None:
            text = written_path(file_part)
            if isinstance(text, Refusal):
                return _refused(shown, text)
            message = f"{shown} leads to another file, but the document has no folder of its own"
            return DeadEnd(message, "set `--root` to the folder that the reference starts from")
        path = self._gate.admit(file_part, base.file)
        if isinstance(path, Refusal):
            return _refused(shown, path)
        document = self._by_path.get(path)
        if document is None:
            loaded = self._load(path, shown, self._gate)
            if isinstance(loaded, DeadEnd):
                return loaded
            document = loaded
            self.locations.add(document, path, base, file_part)
        if not document.loaded:
            return DeadEnd(f"{shown} leads to a file that can't be read", reported=Place(document, ()))
        return document

    def _load(self, path: Path, shown: str, gate: Gate) -> Document | DeadEnd:
        limits = self._limits
        refused = self.unread.get(path)
        if refused is not None:
            return refused
        left = limits.total_bytes - self._bytes
        if len(self.documents) >= limits.files:
            return self._stop(path, DeadEnd(f"{shown} leads to one file too many", limit="files"))
        document = self._read(path, gate, min(limits.file_bytes, left)) if not self._is_full else None
        if document is None or (isinstance(document, Refusal) and document.too_large and left < limits.file_bytes):
            return self._stop(path, DeadEnd(f"{shown} leads past the bytes that are read in all", limit="total_bytes"))
        if isinstance(document, Refusal):
            if not document.too_large:
                return _refused(shown, document)
            dead_end = DeadEnd(f"{shown} leads to a file that is too large", limit="file_bytes")
            return self.unread.setdefault(path, dead_end)
        self._bytes += len(document.data)
        self._by_path[path] = document
        self.documents.append(document)
        return document

    def _read(self, path: Path, gate: Gate, limit: int) -> Document | Refusal:
        """Read the file at `path`, or take it from the documents that other documents of the run refer to as well."""
        shown = self._shown(path)
        document = gate.cache.document(path, shown, self._limits)
        if document is not None:
            return document if len(document.data) <= limit else Refusal("is too large", too_large=True)
        data = gate.read(path, limit)
        if isinstance(data, Refusal):
            return data
        document = load_bytes(data, shown, self._limits, path)
        gate.cache.keep(path, self._limits, document)
        return document

    def _stop(self, path: Path, dead_end: DeadEnd) -> DeadEnd:
        """Read no further file: what fits would depend on the order of the references."""
        self._is_full = True
        return self.unread.setdefault(path, dead_end)

    def _shown(self, path: Path) -> str:
        """Another file's path as people are shown it: beside the entry document's own."""
        entry = self.entry
        if entry.file is None:
            return path.name
        beside = PurePath(entry.path).parent / os.path.relpath(path, entry.file.parent)
        return os.path.normpath(beside).replace(os.sep, "/")


def _refused(shown: str, refusal: Refusal) -> DeadEnd:
    kind = REMOTE_REFERENCE if refusal.remote else UNRESOLVED_REFERENCE
    nowhere = " leads nowhere:" if refusal.reason.startswith("there is") else ""
    return DeadEnd(f"{shown}{nowhere} {refusal.reason}", kind=kind)
