"""What files may refer to, found in their texts, for searches that are repeated while few files change."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from preclear.project.references.texts import find_reference_texts, has_openapi_key
from preclear.project.search import SUFFIXES, is_searched_by_default
from preclear.source import read_file, read_head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from preclear.project.references.texts import NameStyle
    from preclear.source import Limits


class FileScan(NamedTuple):
    """What is found in one file: whether it may be an OpenAPI document, and the texts that may name other files."""

    has_openapi_key: bool
    texts: Iterable[str]


class _Selection(NamedTuple):
    """The files of a repository that were selected among `paths`, for fragments in folders of these names."""

    root: Path
    paths: Sequence[str]
    named_folders: frozenset[str]
    files: frozenset[str]


MAX_KEPT_TEXTS = 1_000
"""The number of texts that are kept of a file. A file with more is scanned each time."""


class ReferenceScanner:
    """Scans files. With `is_keeping`, it keeps what it finds until `update` says that a file has changed.

    `texts` are read in place of files, by the files' resolved paths.
    """

    def __init__(self, texts: Mapping[str, bytes] | None = None, *, is_keeping: bool = False) -> None:
        self._texts: Mapping[str, bytes] = {} if texts is None else texts
        self._is_keeping = is_keeping
        self._scans: dict[tuple[str, int, NameStyle], FileScan | None] = {}
        self._links: dict[str, str | None] = {}
        self._selection: _Selection | None = None

    @property
    def files(self) -> set[str]:
        """The files whose scans are kept."""
        return {file for file, _, _ in self._scans} | self._links.keys()

    def update(self, texts: Mapping[str, bytes], changed: set[str]) -> None:
        """From now on, read `texts` in place of files. Forget what was found in files that have changed."""
        self._texts = texts
        if not changed.isdisjoint(self.files):
            self._scans = {key: scan for key, scan in self._scans.items() if key[0] not in changed}
        for file in changed & self._links.keys():
            del self._links[file]

    def find_unsaved(self) -> set[str]:
        """Return the paths of the texts whose files don't exist."""
        return {file for file in self._texts if not os.path.lexists(file)}

    def find_link_target(self, file: str) -> str | None:
        """Return the target of the symbolic link `file`, with all links resolved; None if it isn't a link."""
        if not self._is_keeping:
            return os.path.realpath(file) if os.path.islink(file) else None
        if file not in self._links:
            self._links[file] = os.path.realpath(file) if os.path.islink(file) else None
        return self._links[file]

    def select_paths(self, paths: Sequence[str], root: Path, fragments: Iterable[str]) -> frozenset[str]:
        """Return the absolute paths of the YAML and JSON files of the repository at `root`, whose files are `paths`.

        Files in folders that aren't searched are left out, unless a fragment is in the same folder.
        """
        named = frozenset(folder for fragment in fragments for folder in Path(fragment).parent.parts)
        old = self._selection
        if old is not None and (old.root, old.paths, old.named_folders) == (root, paths, named):
            return old.files
        files = frozenset(_select_paths(paths, root, named))
        if self._is_keeping:
            self._selection = _Selection(root, paths, named, files)
        return files

    def scan(self, file: str, limits: Limits, style: NameStyle) -> FileScan | None:
        """Scan the file at `file`, of which `limits` say how much; None if it can't be read.

        `style` is about the names of the files that may be meant.
        """
        if not self._is_keeping:
            return self._scan(file, limits, style)
        key = (file, limits.file_bytes, style)
        if key in self._scans:
            return self._scans[key]
        scan = self._scan(file, limits, style)
        if scan is None:
            self._scans[key] = scan
            return None
        texts = tuple(dict.fromkeys(islice(scan.texts, MAX_KEPT_TEXTS + 1)))
        if len(texts) > MAX_KEPT_TEXTS:
            return self._scan(file, limits, style)
        scan = self._scans[key] = FileScan(scan.has_openapi_key, texts)
        return scan

    def _scan(self, file: str, limits: Limits, style: NameStyle) -> FileScan | None:
        data = self._read(file, limits)
        return None if data is None else FileScan(has_openapi_key(data), find_reference_texts(data, style))

    def _read(self, file: str, limits: Limits) -> bytes | None:
        text = self._texts.get(file)
        if text is not None:
            return text[: limits.file_bytes]
        data = read_file(Path(file), limits, follow_links=False)
        if isinstance(data, bytes):
            return data
        try:
            return None if data.limit is None else read_head(Path(file), data.limit)
        except OSError:
            return None


def _select_paths(paths: Sequence[str], root: Path, named_folders: frozenset[str]) -> Iterator[str]:
    for path in paths:
        if not path.lower().endswith(SUFFIXES):
            continue
        *folders, name = path.split("/")
        if not name.startswith(".") and all(
            folder in named_folders or is_searched_by_default(folder) for folder in folders
        ):
            yield f"{str(root).rstrip('/')}/{path}"
