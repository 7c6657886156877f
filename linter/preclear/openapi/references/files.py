"""The files of a description: the entry document and those that references lead to, each read once."""

from __future__ import annotations

import os.path
import posixpath
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from preclear.openapi.references.kinds import REMOTE_REFERENCE, UNRESOLVED_REFERENCE, ReferenceFailure
from preclear.source import Place, ReferenceRefusal, decode_reference, load_bytes

if TYPE_CHECKING:
    from preclear.source import Document, FileAccess, Limits


class FilePaths:
    """The path of each file from the entry document's folder, as the first reference to it writes it.

    Such paths don't depend on where the folder is."""

    def __init__(self, entry: Document) -> None:
        self._entry = entry
        self._paths: dict[int, str] = {id(entry): "" if entry.file is None else entry.file.name}
        self._used_paths: set[str] = set()

    def path_of(self, document: Document) -> str:
        """Return the path of `document`, with `/` as the separator. Raises KeyError if it wasn't added."""
        return self._paths[id(document)]

    def add(self, document: Document, file: Path, base: Document, reference: str) -> None:
        """Add `document`, which `reference` in `base` leads to; `file` is its real path."""
        path = decode_reference(reference)
        is_absolute = isinstance(path, ReferenceRefusal) or path.startswith("/")
        relative_path = (
            "" if is_absolute else posixpath.normpath(posixpath.join(posixpath.dirname(self.path_of(base)), str(path)))
        )
        if not relative_path or relative_path in self._used_paths:  # a symbolic link has the same path
            folder = None if self._entry.file is None else os.path.realpath(self._entry.file.parent)
            relative_path = os.path.relpath(file, folder).replace(os.sep, "/") if folder else file.name
        while relative_path in self._used_paths:
            relative_path += "_"
        self._used_paths.add(relative_path)
        self._paths[id(document)] = relative_path


class ReferencedFiles:
    """Reads the files that references name, within the limits.

    `documents` are the files that were read, in the order of the references to them, and `paths` has their relative
    paths. `unread` are the files that aren't read because of a limit.
    """

    def __init__(self, entry: Document, file_access: FileAccess | None, limits: Limits) -> None:
        self.entry = entry
        self.documents: list[Document] = [entry]
        self.unread: dict[Path, ReferenceFailure] = {}
        self.paths: FilePaths = FilePaths(entry)
        self._is_full = False
        self._by_path: dict[Path, Document] = {} if entry.file is None else {entry.file: entry}
        self._file_access = file_access
        self._limits = limits
        self._total_bytes = len(entry.data)

    @property
    def root(self) -> Path | None:
        """The folder whose files references may name; None if they may not leave the entry document."""
        return None if self._file_access is None else self._file_access.root

    def open(self, base: Document, file_part: str) -> Document | ReferenceFailure:
        """Return the document that `file_part`, a `$ref` in `base` up to its `#`, names; or why it can't be read."""
        quoted = f"`$ref: {file_part[:80]}`"
        if self._file_access is None:
            text = decode_reference(file_part)
            if isinstance(text, ReferenceRefusal):
                return _refusal_failure(quoted, text)
            message = f"{quoted} leads to another file, but the document has no folder of its own"
            return ReferenceFailure(message, "set `--root` to the folder that the reference starts from")
        path = self._file_access.resolve(file_part, base.file)
        if isinstance(path, ReferenceRefusal):
            return _refusal_failure(quoted, path)
        document = self._by_path.get(path)
        if document is None:
            result = self._open_path(path, quoted, self._file_access)
            if isinstance(result, ReferenceFailure):
                return result
            document = result
            self.paths.add(document, path, base, file_part)
        if not document.is_loaded:
            return ReferenceFailure(f"{quoted} leads to a file that can't be read", reported_at=Place(document, ()))
        return document

    def _open_path(self, path: Path, quoted: str, file_access: FileAccess) -> Document | ReferenceFailure:
        limits = self._limits
        known_failure = self.unread.get(path)
        if known_failure is not None:
            return known_failure
        remaining = limits.total_bytes - self._total_bytes
        if len(self.documents) >= limits.files:
            return self._stop_reading(path, ReferenceFailure(f"{quoted} leads to one file too many", limit="files"))
        document = self._read(path, file_access, min(limits.file_bytes, remaining)) if not self._is_full else None
        if document is None or (
            isinstance(document, ReferenceRefusal) and document.is_too_large and remaining < limits.file_bytes
        ):
            return self._stop_reading(
                path,
                ReferenceFailure(f"{quoted} leads to a file that would exceed the total size", limit="total_bytes"),
            )
        if isinstance(document, ReferenceRefusal):
            if not document.is_too_large:
                return _refusal_failure(quoted, document)
            failure = ReferenceFailure(f"{quoted} leads to a file that is too large", limit="file_bytes")
            return self.unread.setdefault(path, failure)
        self._total_bytes += len(document.data)
        self._by_path[path] = document
        self.documents.append(document)
        return document

    def _read(self, path: Path, file_access: FileAccess, limit: int) -> Document | ReferenceRefusal:
        """Read the file at `path`, or take it from the cache that all entry documents of a run share."""
        display_path = self._display_path(path)
        document = file_access.cache.document(path, display_path, self._limits)
        if document is not None:
            return document if len(document.data) <= limit else ReferenceRefusal("is too large", is_too_large=True)
        data = file_access.read(path, limit)
        if isinstance(data, ReferenceRefusal):
            return data
        document = load_bytes(data, display_path, self._limits, path)
        file_access.cache.add(path, self._limits, document)
        return document

    def _stop_reading(self, path: Path, failure: ReferenceFailure) -> ReferenceFailure:
        """Read no more files, even small ones: which of them still fit would depend on the order of the references."""
        self._is_full = True
        return self.unread.setdefault(path, failure)

    def _display_path(self, path: Path) -> str:
        """The path of another file as messages show it: relative like the entry document's own path."""
        entry = self.entry
        if entry.file is None:
            return path.name
        display_path = os.path.normpath(PurePath(entry.path).parent / os.path.relpath(path, entry.file.parent))
        if display_path.startswith("..") and (folder := _find_current_folder(entry.path, entry.file)):
            display_path = os.path.relpath(folder / display_path, folder)  # it can lead back into that folder
        return display_path.replace(os.sep, "/")


def _find_current_folder(path: str, file: Path) -> Path | None:
    """Return the folder that `path` is relative to, which leads to the absolute `file`; None if there is none."""
    count = len(PurePath(path).parts)
    return Path(*file.parts[:-count]) if file.parts[-count:] == PurePath(path).parts else None


def _refusal_failure(quoted: str, refusal: ReferenceRefusal) -> ReferenceFailure:
    kind = REMOTE_REFERENCE if refusal.is_remote else UNRESOLVED_REFERENCE
    infix = " leads nowhere:" if refusal.reason.startswith("there is") else ""
    return ReferenceFailure(f"{quoted}{infix} {refusal.reason}", kind=kind)
