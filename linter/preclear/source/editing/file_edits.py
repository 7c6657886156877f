"""Operations made in the texts of several files, for fixes: in place, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.source.document import Insert
from preclear.source.editing.edits import OperationPlace, UneditableTextError, encode_text
from preclear.source.editing.overlaps import Round, find_contradiction, group_by_document, simplify_group
from preclear.source.editing.text import edit_text, find_reload_problem
from preclear.source.editing.tree import build_operation_tree
from preclear.source.editing.values import apply_tree
from preclear.source.loader import load_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.source.document import Document, EditOperation
    from preclear.source.limits import Limits


class EditedFiles(NamedTuple):
    """The new bytes of each edited file, with its encoding and byte order mark kept.

    `applied` and `postponed` are the indexes (0-based) of groups; `refused` are those of the groups whose text can't be
    edited in place, each with the reason.
    """

    data: dict[Document, bytes]
    applied: list[int]
    postponed: list[int]
    refused: list[tuple[int, str]]


def edit_files(
    groups: Sequence[Sequence[EditOperation]], limits: Limits, max_attempts: int | None = None
) -> EditedFiles:
    """Make the operations of `groups` in the texts of their documents, each group whole or not at all.

    All operations refer to the documents as they are. A group is postponed if it touches a node that an earlier group
    changes. It's refused if its operations contradict each other or if the text can't be edited in place: because an
    alias or a merge key shares the text with a node that doesn't change, for example. Every result is loaded again and
    compared with the same operations made on values. If that fails, the groups that make it fail are found by trying
    parts of them; after `max_attempts`, the rest are refused. Raises LookupError for a node that doesn't exist.
    """
    return _FileEditor(groups, limits, max_attempts).edit()


class _FileEditor:
    def __init__(
        self, groups: Sequence[Sequence[EditOperation]], limits: Limits, max_attempts: int | None = None
    ) -> None:
        self._limits = limits
        self._remaining_attempts = max_attempts
        self._groups = [simplify_group(group) for group in groups]
        self._refused: dict[int, str] = {}
        self._postponed: list[int] = []
        self._data: dict[Document, bytes] = {}
        self._edited: dict[Document, list[int]] = {}  # the groups that are in `_data`

    def edit(self) -> EditedFiles:
        for index, group in enumerate(self._groups):
            reason = find_contradiction(group)
            if reason is not None:
                self._refused[index] = reason
        while True:
            candidates = self._choose()
            refused_count = len(self._refused)
            for document, indexes in candidates.items():
                if self._edited.get(document) != indexes:
                    self._edit_document(document, indexes)
            if len(self._refused) == refused_count:
                break
        stopped = {*self._refused, *self._postponed}
        applied = [index for index in range(len(self._groups)) if index not in stopped]
        data = {document: self._data[document] for document in candidates}
        return EditedFiles(data, applied, self._postponed, sorted(self._refused.items()))

    def _choose(self) -> dict[Document, list[int]]:
        """Choose the groups to make, and return them by the documents that they change."""
        self._postponed = []
        current_round = Round()
        candidates: dict[Document, list[int]] = {}
        for index, group in enumerate(self._groups):
            if index in self._refused:
                continue
            if not current_round.add(group):
                self._postponed.append(index)
                continue
            for document in group_by_document(group.values()):
                candidates.setdefault(document, []).append(index)
        return candidates

    def _edit_document(self, document: Document, indexes: list[int]) -> None:
        """Edit a document's text with the groups at `indexes`; refuse those of them that can't be made."""
        try:
            result = self._try(document, indexes)
        except UneditableTextError as error:
            if self._refuse(document, indexes, error):
                return
            result = str(error)
        if isinstance(result, bytes):
            self._data[document], self._edited[document] = result, indexes
        elif len(indexes) == 1:
            self._refused[indexes[0]] = result
        else:
            self._narrow_down(document, indexes)

    def _narrow_down(self, document: Document, indexes: list[int]) -> None:
        """Find which of the groups can't be made: each that fails along with the ones before it that don't."""
        accepted: list[int] = []
        pending = [indexes[len(indexes) // 2 :], indexes[: len(indexes) // 2]]
        while pending:
            part = pending.pop()
            if self._remaining_attempts is not None:
                if not self._remaining_attempts:
                    self._refused.update(dict.fromkeys(part, "another change to its file can't be made"))
                    continue
                self._remaining_attempts -= 1
            try:
                result = self._try(document, [*accepted, *part])
            except UneditableTextError as error:
                result = str(error)
            if isinstance(result, bytes):
                accepted += part
            elif len(part) == 1:
                self._refused[part[0]] = result
            else:
                pending += [part[len(part) // 2 :], part[: len(part) // 2]]

    def _try(self, document: Document, indexes: list[int]) -> bytes | str:
        """Return the new bytes of `document` with the groups at `indexes` made in it, or what's wrong with them.

        Raises UneditableTextError.
        """
        operations = {
            key: operation
            for index in indexes
            for key, operation in self._groups[index].items()
            if operation.target.place.document is document
        }
        tree = build_operation_tree(operations.values())
        expected_value = apply_tree(document.value, tree)
        data = encode_text(document, edit_text(document, tree))
        reloaded = load_bytes(data, document.path, self._limits, document.file)
        problem = find_reload_problem(document, reloaded, expected_value, tree)
        return data if problem is None else problem

    def _refuse(self, document: Document, indexes: list[int], error: UneditableTextError) -> bool:
        """Refuse the groups with an operation that `error` says can't be made. Returns whether there are some."""
        reasons = {
            index: reason
            for index in indexes
            for operation in self._groups[index].values()
            if operation.target.place.document is document
            and (
                reason := error.problems.get(
                    OperationPlace(operation.target.place.pointer, isinstance(operation, Insert))
                )
            )
        }
        self._refused.update(reasons)
        return bool(reasons)
