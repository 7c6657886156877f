"""Which files have changed since a run read them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from preclear.source import sign_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from preclear.source import FileSignature


class FileSignatures:
    """The signatures of files, by path, and the texts that were read in place of some of them."""

    def __init__(self) -> None:
        self._signatures: dict[str, FileSignature] = {}
        self._texts: Mapping[str, bytes] = {}

    def find_changed(self, texts: Mapping[str, bytes]) -> set[str]:
        """Return the files that aren't known to have the same content as when they were signed; forget these.

        `texts` are read in place of files from now on.
        """
        changed = {file for file in self._texts.keys() | texts.keys() if self._texts.get(file) != texts.get(file)}
        self._texts = texts
        now = time.time_ns()
        for file, signature in self._signatures.items():
            if file not in texts and sign_file(file, now) != signature:
                changed.add(file)
        for file in changed:
            self._signatures.pop(file, None)
        return changed

    def sign(self, files: Iterable[str], read_at: int) -> None:
        """Sign files that have no signature yet, and were read at `read_at` (`time.time_ns`) or later."""
        for file in files:
            if file not in self._signatures:
                self._signatures[file] = sign_file(file, read_at)

    def keep(self, files: Iterable[str]) -> None:
        """Forget all files but these."""
        self._signatures = {file: self._signatures[file] for file in files if file in self._signatures}
