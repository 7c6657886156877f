"""The edits that a round of fixes can make: those of all documents, with the references to what they rename."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, NamedTuple

from preclear.edit.fixes.model import FixableFinding, UnfixedFinding
from preclear.edit.references import add_reference_updates
from preclear.source import EDIT_LEVEL_RANK, Insert, Rename, Set

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from preclear.edit.fixes.documents import FixableDocument, FixOptions
    from preclear.edit.reports import CollectedReport
    from preclear.openapi import ApiDescription
    from preclear.source import Document, Edit, EditOperation


class Proposal(NamedTuple):
    """Operations to make together, and the findings that they fix."""

    findings: tuple[FixableFinding, ...]
    operations: list[EditOperation]


class FixProposals:
    """The edits of a round.

    Each file has one document in `proposals`, whichever documents use it. `refused` are the findings whose edits can't
    be made.
    """

    def __init__(self, documents: Sequence[FixableDocument], options: FixOptions) -> None:
        self.proposals: list[Proposal] = []
        self.refused: list[UnfixedFinding] = []
        self._options = options
        self._representatives: dict[str, Document] = {}
        for checked in documents:
            for document in checked.documents:
                self._representatives.setdefault(options.identify(document), document)
        self._collect(documents)
        for checked in documents:
            if checked.description is not None:
                self._add_references(checked.description)
        self._refuse_other_files()

    def _collect(self, documents: Sequence[FixableDocument]) -> None:
        incomplete = next((checked.entry.path for checked in documents if not checked.is_complete), None)
        seen: set[Hashable] = set()
        for checked in documents:
            for report in checked.reports:
                edit = report.report.edit
                if edit is None or EDIT_LEVEL_RANK[edit.level] > EDIT_LEVEL_RANK[self._options.level]:
                    continue
                key = (report.kind.name, *map(self._operation_key, edit.operations))
                if key in seen:
                    continue
                seen.add(key)
                self._add(report, edit, incomplete)

    def _add(self, report: CollectedReport, edit: Edit, incomplete: str | None) -> None:
        finding = FixableFinding.from_report(report, edit)
        if any(operation.target.place.document.source_map is not None for operation in edit.operations):
            reason = "the check is of the document with overlays or a selection"
            self.refused.append(UnfixedFinding(finding, reason))
        elif edit.level != "safe" and incomplete is not None:
            reason = f"`{incomplete}` isn't checked completely, and can have references to the name"
            self.refused.append(UnfixedFinding(finding, reason))
        else:
            self.proposals.append(Proposal((finding,), [self._unify(operation) for operation in edit.operations]))

    def _add_references(self, description: ApiDescription) -> None:
        """Add the references in one description to what the edits rename, and join edits that depend on each other."""
        own = {self._options.identify(document): document for document in description.documents}
        groups: list[list[EditOperation]] = []
        others: list[list[EditOperation]] = []
        for proposal in self.proposals:
            groups.append([])
            others.append([])
            for operation in proposal.operations:
                document = own.get(self._options.identify(operation.target.place.document))
                if document is None:
                    others[-1].append(operation)
                else:
                    groups[-1].append(_move(operation, document))
        joined: dict[int, list[int]] = {}
        completed = add_reference_updates(description, groups)
        for index, operations in enumerate(completed):
            joined.setdefault(id(operations), []).append(index)
        self.proposals = [
            Proposal(
                tuple(finding for index in indexes for finding in self.proposals[index].findings),
                [
                    *(self._unify(operation) for operation in completed[indexes[0]]),
                    *(operation for index in indexes for operation in others[index]),
                ],
            )
            for indexes in joined.values()
        ]

    def _refuse_other_files(self) -> None:
        """Refuse edits of files that may not be edited."""
        editable = self._options.editable
        if editable is None:
            return
        proposals, self.proposals = self.proposals, []
        for proposal in proposals:
            documents = [operation.target.place.document for operation in proposal.operations]
            other = next((document for document in documents if self._options.identify(document) not in editable), None)
            if other is None:
                self.proposals.append(proposal)
            else:
                reason = f"it also changes `{other.path}`, which isn't on standard input"
                self.refused += [UnfixedFinding(finding, reason) for finding in proposal.findings]

    def _unify(self, operation: EditOperation) -> EditOperation:
        """Return an operation on the one document that stands for its file."""
        return _move(operation, self._representatives[self._options.identify(operation.target.place.document)])

    def _operation_key(self, operation: EditOperation) -> Hashable:
        place = operation.target.place
        key = operation.key if isinstance(operation, Rename | Insert) else None
        value = dumps(operation.value) if isinstance(operation, Set | Insert) else None
        return type(operation), self._options.identify(place.document), place.pointer, key, value


def _move(operation: EditOperation, document: Document) -> EditOperation:
    return operation._replace(target=operation.target.place._replace(document=document))
