"""Snapshots of folders with documents, and positions in them by the text that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types

from preclear.language_server.file_uris import FileUris
from preclear.language_server.positions import PositionEncoder
from preclear.language_server.snapshot import Snapshot
from preclear.project import CheckedFile, CheckOptions, CheckResults, FileChecker, make_input
from preclear.project.checker.text_fixes import add_file_fixes
from preclear.project.results.results import DocumentFindings, ResultCollector
from preclear.source import load_bytes, resolve_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from preclear.source import Document


def make_snapshot(
    paths: Iterable[Path],
    options: CheckOptions | None = None,
    encoding: types.PositionEncodingKind = types.PositionEncodingKind.Utf16,
) -> Snapshot:
    """Check the documents at `paths`, with their fixes. No file has an address of the editor's own."""
    options = (options or CheckOptions(findings="all"))._replace(details=frozenset({"fixes"}))
    checker, collector = FileChecker(options), ResultCollector()
    checked_files: list[CheckedFile] = []
    for path in paths:
        input = make_input(str(path))
        file = checker.check(input)
        assert isinstance(file, CheckedFile), file
        file = add_file_fixes(input, file, options.limits(file.settings))
        collector.add(DocumentFindings.from_check_result(file.check_result, file.adaptation))
        checked_files.append(file)
    results = CheckResults(
        results=collector.build_results(),
        problems=(),
        notes=(),
        skipped=(),
        total=len(checked_files),
        checked=len(checked_files),
        unchecked=0,
        real_files=frozenset(),
        failure=None,
    )
    return Snapshot(results, tuple(checked_files), PositionEncoder(encoding), FileUris({}))


class Editor(NamedTuple):
    """A folder with documents, which are checked, and other files."""

    folder: Path
    snapshot: Snapshot

    def file(self, name: str) -> str:
        """The resolved path of a file."""
        return resolve_links(self.folder / name)

    def read(self, name: str) -> Document:
        return load_bytes((self.folder / name).read_bytes(), name)

    def at(self, name: str, text: str, nth: int = 0, shift: int = 0) -> types.Position:
        """The position of the first character of `text`, at its `nth` occurrence in a file, `shift` further on."""
        document = self.read(name)
        offset = -1
        for _ in range(nth + 1):
            offset = document.text.index(text, offset + 1)
        return self.snapshot.encoder.position(document, document.lines.position(offset + shift))

    def texts(self, locations: Iterable[types.Location]) -> list[str]:
        """The file, 1-based line and text of each location."""
        found: list[str] = []
        for location in locations:
            name = location.uri.removeprefix(self.folder.as_uri() + "/")
            found.append(f"{name}:{location.range.start.line + 1}: {self.excerpt(name, location.range)}")
        return found

    def excerpt(self, name: str, range: types.Range) -> str:
        document, encoder = self.read(name), self.snapshot.encoder
        return document.text[encoder.offset(document, range.start) : encoder.offset(document, range.end)]


def make_editor(
    folder: Path, files: dict[str, str], documents: Sequence[str], options: CheckOptions | None = None
) -> Editor:
    """Write `files` into `folder`, and check those of them that are `documents`."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())
    return Editor(folder, make_snapshot([folder / name for name in documents], options))
