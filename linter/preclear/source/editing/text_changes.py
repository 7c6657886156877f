"""Groups of operations as changes of texts, each group alone: what a tool needs that makes one fix at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from preclear.source.editing.edits import TextEdit, UneditableTextError, edit_order
from preclear.source.editing.file_edits import edit_files
from preclear.source.editing.json_editor import JsonEditor
from preclear.source.editing.overlaps import find_contradiction, group_by_document, simplify_group
from preclear.source.editing.tree import build_operation_tree
from preclear.source.editing.yaml.editor import YamlEditor
from preclear.source.json_value import get_child

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from preclear.source.document import Document, EditOperation
    from preclear.source.editing.overlaps import Group
    from preclear.source.editing.tree import OperationNode
    from preclear.source.limits import Limits
    from preclear.source.lines import Span

MAX_OPERATIONS = 100_000
"""The most operations of all groups; groups that come after them have no changes."""

MAX_MEMBERS = 10_000_000
"""The most members of mappings and lists that groups add members to or remove some from, each counted once a group."""

_ROUNDS = 3  # in which groups that overlap others are tried
_ATTEMPTS = 20  # to find out which group makes a text that can't be read


class TextChange(NamedTuple):
    """Replaces the text of `span` in a document as it is. The span is 1-based, in characters; an empty one inserts."""

    document: Document
    span: Span
    new_text: str


class TextFix(NamedTuple):
    """The changes that settle a finding, sorted by the path of the document and their place; never empty.

    They are made together. They neither overlap nor touch, and refer to the texts as they are. `moved_paths` are the
    display paths of the files in which something gets another name or index, so that references to it change, too.
    """

    changes: tuple[TextChange, ...]
    moved_paths: frozenset[str] = frozenset()


class _Editor(Protocol):
    def edit(self, tree: OperationNode, /) -> list[TextEdit]: ...


def find_text_changes(groups: Sequence[Sequence[EditOperation]], limits: Limits) -> list[tuple[TextChange, ...] | None]:
    """Return the changes of texts for the operations of each of `groups`, as if it were the only one.

    None for an empty group, for one that `edit_files` refuses, and for groups beyond MAX_OPERATIONS and MAX_MEMBERS.
    All changes that don't overlap are made at least once, together, and the result is loaded and compared with the same
    operations made on values. The time is linear, whatever the number of groups.
    """
    changes = _TextChanges(groups)
    changes.verify(limits)
    return changes.results


class _TextChanges:
    def __init__(self, groups: Sequence[Sequence[EditOperation]]) -> None:
        self.results: list[tuple[TextChange, ...] | None] = [None] * len(groups)
        self._groups: dict[int, Group] = {}
        remaining = MAX_OPERATIONS
        for index, operations in enumerate(groups):
            remaining -= len(operations)
            group = simplify_group(operations) if remaining >= 0 else {}
            if group and find_contradiction(group) is None:
                self._groups[index] = group
        self._editors = self._make_editors()
        self._remaining_members = MAX_MEMBERS
        for index, group in [*self._groups.items()]:
            try:
                self.results[index] = tuple(self._edit(group))
            except UneditableTextError:
                del self._groups[index]

    def verify(self, limits: Limits) -> None:
        """Make the changes of all groups, and drop the results of those that can't be made."""
        for _ in range(_ROUNDS):
            indexes = [*self._groups]
            edited = edit_files([[*self._groups[index].values()] for index in indexes], limits, _ATTEMPTS)
            for number, _ in edited.refused:
                self.results[indexes[number]] = None
            self._groups = {indexes[number]: self._groups[indexes[number]] for number in edited.postponed}
            if not self._groups:
                break
        for index in self._groups:
            self.results[index] = None

    def _make_editors(self) -> dict[Document, _Editor]:
        """Return an editor for each text that can be edited."""
        operations = (operation for group in self._groups.values() for operation in group.values())
        editors: dict[Document, _Editor] = {}
        for document, document_operations in group_by_document(operations).items():
            if document.format == "json":
                editors[document] = JsonEditor(document)
                continue
            try:
                editors[document] = YamlEditor(document, build_operation_tree(document_operations))
            except UneditableTextError:
                continue
        return editors

    def _edit(self, group: Group) -> Iterator[TextChange]:
        """Yield the changes of a group. Raises UneditableTextError."""
        by_document = group_by_document(group.values())
        for document in sorted(by_document, key=lambda document: document.path):
            editor = self._editors.get(document)
            if editor is None:
                raise UneditableTextError("its text can't be read again")
            tree = build_operation_tree(by_document[document])
            self._count_members(document, tree)
            for start, end, new_text in _join(document.text, editor.edit(tree)):
                yield TextChange(document, document.lines.span(start, end), new_text)

    def _count_members(self, document: Document, tree: OperationNode) -> None:
        """Count the members of all containers that gain or lose some. Raises UneditableTextError if it's too many."""
        pending = [(tree, document.value)]
        while pending:
            node, value = pending.pop()
            if node.replaces_node:
                continue
            if node.changes_members and isinstance(value, dict | list):
                self._remaining_members -= len(value)
            pending += ((child, get_child(value, part)) for part, child in node.children.items())
        if self._remaining_members < 0:
            raise UneditableTextError("there are too many changes")


def _join(text: str, edits: Iterable[TextEdit]) -> Iterator[tuple[int, int, str]]:
    """Yield edits in order as start, end and new text, with those that touch joined. Raises UneditableTextError."""
    joined: tuple[int, int, str] | None = None
    for start, end, new_text, _ in sorted(edits, key=edit_order):
        if text[start:end] == new_text:
            continue
        if joined is None:
            joined = start, end, new_text
        elif start < joined[1]:
            raise UneditableTextError("two changes to it overlap")
        elif start == joined[1]:
            joined = joined[0], end, joined[2] + new_text
        else:
            yield joined
            joined = start, end, new_text
    if joined is not None:
        yield joined
