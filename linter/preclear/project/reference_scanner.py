"""What files may refer to, found in their texts, for searches that are repeated while few files change."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from preclear.project.reference_texts import find_reference_texts, has_openapi_key
from preclear.source import read_file, read_head

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from preclear.project.reference_texts import NameStyle
    from preclear.source import Limits


class FileScan(NamedTuple):
    """What is found in one file: whether it may be an OpenAPI document, and the texts that may name other files."""

    has_openapi_key: bool
    texts: Iterable[str]


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

    @property
    def files(self) -> set[str]:
        """The files whose scans are kept."""
        return {file for file, _, _ in self._scans}

    def update(self, texts: Mapping[str, bytes], changed: set[str]) -> None:
        """From now on, read `texts` in place of files. Forget what was found in files that have changed."""
        self._texts = texts
        if not changed.isdisjoint(self.files):
            self._scans = {key: scan for key, scan in self._scans.items() if key[0] not in changed}

    def find_unsaved(self) -> set[str]:
        """Return the paths of the texts whose files don't exist."""
        return {file for file in self._texts if not os.path.lexists(file)}

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
