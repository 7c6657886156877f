"""Fixes documents: writes the edits of reports into their texts, in rounds, until none is left to make.

The documents of one call share files. A shared file is edited once, and a rename takes along the references of all
documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.edit.fixes.model import FixableFinding, FixedFile, Fixes, UnfixedFinding
from preclear.edit.fixes.proposals import FixProposals
from preclear.source import edit_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from preclear.edit.fixes.documents import FixableDocument, FixOptions
    from preclear.edit.fixes.proposals import Proposal
    from preclear.source import Document

MAX_ROUNDS = 10
"""Rounds of edits after which the rest stays. Nearly all documents need one, and a second one that finds nothing."""


def fix_documents(
    check: Callable[[Mapping[str, bytes]], Sequence[FixableDocument]], options: FixOptions
) -> tuple[Fixes, dict[str, bytes]]:
    """Fix documents. Return what was fixed, and the new bytes by key.

    `check` checks all documents with the given bytes in place of those of their files, by key. It's called once more
    than there are rounds: the last call has the bytes that are returned.
    """
    return _Fixer(check, options).run()


class _Fixer:
    def __init__(self, check: Callable[[Mapping[str, bytes]], Sequence[FixableDocument]], options: FixOptions) -> None:
        self._check = check
        self._options = options
        self._data: dict[str, bytes] = {}
        self._states: list[dict[str, bytes]] = [{}]
        self._originals: dict[str, Document] = {}
        self._texts: dict[str, str] = {}
        self._files: dict[str, dict[Path, None]] = {}
        self._fixed: list[FixableFinding] = []

    def run(self) -> tuple[Fixes, dict[str, bytes]]:
        number = 0
        while True:
            documents = self._check(self._data)
            self._note_files(documents)
            proposals = FixProposals(documents, self._options)
            is_last = number == MAX_ROUNDS
            unfixed = proposals.refused + ([] if is_last else self._apply(proposals.proposals))
            if is_last or self._data is self._states[-1]:
                break
            self._states.append(self._data)
            number += 1
        left_over = proposals.proposals if is_last else ()
        unfixed += [UnfixedFinding(proposal.findings[0], "its edit overlaps others") for proposal in left_over]
        return Fixes(tuple(self._fixed), tuple(unfixed), self._make_files(), not left_over), self._data

    def _apply(self, proposals: Sequence[Proposal]) -> list[UnfixedFinding]:
        """Make one round of edits. Return the findings that can't be fixed."""
        edited = edit_files([proposal.operations for proposal in proposals], self._options.limits)
        unfixed = [
            UnfixedFinding(finding, reason) for index, reason in edited.refused for finding in proposals[index].findings
        ]
        if not edited.applied:
            self._data = self._states[-1]
            return unfixed
        new_data = {self._options.identify(document): data for document, data in edited.data.items()}
        data = _without_unchanged({**self._data, **new_data}, self._originals)
        applied = [finding for index in edited.applied for finding in proposals[index].findings]
        if data in self._states:
            self._data = self._states[-1]
            return [*unfixed, *(UnfixedFinding(finding, "edits contradict each other") for finding in applied)]
        self._data = data
        self._fixed += _unique(applied)
        return unfixed

    def _note_files(self, documents: Iterable[FixableDocument]) -> None:
        """Record the text of each file, and the paths by which it is reached."""
        for checked in documents:
            for document in checked.documents:
                key = self._options.identify(document)
                self._originals.setdefault(key, document)
                self._texts[key] = document.text
                files = self._files.setdefault(key, {})
                if document.file is not None:
                    files[document.file] = None

    def _make_files(self) -> tuple[FixedFile, ...]:
        files: list[FixedFile] = []
        for key, data in self._data.items():
            old = self._originals[key]
            files.append(FixedFile(key, old.path, tuple(self._files[key]), old.data, old.text, data, self._texts[key]))
        return tuple(sorted(files, key=lambda file: file.path))


def _without_unchanged(data: dict[str, bytes], originals: Mapping[str, Document]) -> dict[str, bytes]:
    return {key: new for key, new in data.items() if new != originals[key].data}


def _unique(findings: Iterable[FixableFinding]) -> list[FixableFinding]:
    """Return findings without those that a report merges: equal ones about the same text, through a YAML alias."""
    unique = {(finding.path, finding.span, finding.rule.name, finding.message): finding for finding in findings}
    return list(unique.values())
