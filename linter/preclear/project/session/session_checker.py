"""A checker that keeps the checked documents with their models, as many as it has room for."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from preclear.project.checker import FileChecker
from preclear.project.results import CheckedFile, list_documents
from preclear.source import resolve_links

if TYPE_CHECKING:
    from preclear.project.notes import CheckFailure
    from preclear.project.results import FileResult
    from preclear.project.search import Input
    from preclear.project.settings import CheckOptions, ReportDetail
    from preclear.source import FileCache

MAX_KEPT_BYTES = 8_000_000
"""The total size of the documents to keep, with their files. The last one is kept whatever its size."""


class SessionChecker(FileChecker):
    """Checks files and keeps the checked documents. `documents` are files that aren't skipped, by resolved path."""

    def __init__(self, options: CheckOptions, cache: FileCache) -> None:
        """Raises the errors of `FileChecker`."""
        super().__init__(options)
        self._cache = cache
        self.documents: frozenset[str] = frozenset()
        self.checked_bytes: int = 0
        """The total size of the documents that were checked, with their files."""
        self._files: OrderedDict[Input, CheckedFile] = OrderedDict()
        self._sizes: dict[Input, int] = {}

    def is_skippable(self, input: Input) -> bool:
        """Whether a file is skipped if it isn't an OpenAPI document."""
        if input.file is not None and input.is_typed and resolve_links(input.file) in self.documents:
            return False
        return super().is_skippable(input)

    def make_result(
        self, input: Input, file: CheckedFile, details: frozenset[ReportDetail] | None = None
    ) -> FileResult | CheckFailure:
        """Keep a checked file, and return what a run keeps of it."""
        self._keep(input, file)
        return super().make_result(input, file, details)

    def load(self, input: Input) -> CheckedFile | CheckFailure:
        """Return the checked file of an earlier check, or check it again, or return why it can't be checked."""
        file = self._files.get(input)
        if file is not None:
            self._files.move_to_end(input)
            return file
        checked = self.check(input)
        if isinstance(checked, CheckedFile):
            self._keep(input, checked)
        return checked

    def forget(self, input: Input) -> None:
        """Drop a checked file: it has changed, or isn't needed any more."""
        self._files.pop(input, None)
        self._sizes.pop(input, None)

    def _keep(self, input: Input, file: CheckedFile) -> None:
        size = sum(len(document.data) for document in list_documents(file.check_result))
        self.checked_bytes += size
        if file.check_result.connector is None:
            self.forget(input)
            return
        self._files[input] = file
        self._files.move_to_end(input)
        self._sizes[input] = size
        while len(self._files) > 1 and sum(self._sizes.values()) > MAX_KEPT_BYTES:
            self.forget(next(iter(self._files)))
