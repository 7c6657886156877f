"""What the last check of the open files has found out: the input of everything that the editor asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.engine import make_plan
from preclear.project import list_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.engine import CheckResult, Finding, Plan
    from preclear.language_server.file_uris import FileUris
    from preclear.language_server.positions import PositionEncoder
    from preclear.project import CheckedFile, CheckResults
    from preclear.source import Document


class FileDocument(NamedTuple):
    """A file as one of the checked documents has it: `document` is the file's text, `checked_file` the document."""

    checked_file: CheckedFile
    document: Document


class PlanCache:
    """The plan of the document that was asked for last: it has the whole document, but a request needs little of it."""

    def __init__(self) -> None:
        self._result: CheckResult | None = None
        self._plan: Plan | None = None

    def find(self, result: CheckResult) -> Plan | None:
        """Return the plan of a checked document; None if the document is too broken for one."""
        if result is not self._result:
            self._result, self._plan = result, make_plan(result)
        return self._plan


class Snapshot(NamedTuple):
    """The results of a check, and the documents that were checked.

    `checked_files` are the documents of the run that have an open file as a part. `plans` are those of the check.
    """

    results: CheckResults
    checked_files: tuple[CheckedFile, ...]
    encoder: PositionEncoder
    uris: FileUris
    plans: PlanCache

    def uri(self, document: Document) -> str | None:
        """Return the address of a document's file; None if it has no file."""
        return self.uris.find(document)

    def file_documents(self, file: str) -> Iterator[FileDocument]:
        """Yield the file at `file`, a resolved path, as each checked document has it."""
        for checked_file in self.checked_files:
            for document in list_documents(checked_file.check_result, checked_file.adaptation):
                if self.uris.resolve(document) == file:
                    yield FileDocument(checked_file, document)

    def findings(self, file: str) -> Iterator[Finding]:
        """Yield the findings at places in the file at `file`, a resolved path, in their order."""
        for finding in self.results.findings:
            if self.uris.resolve(finding.document) == file:
                yield finding
