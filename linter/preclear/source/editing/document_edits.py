"""Operations made on one document, for an adaptation: in its text where that's possible."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.source.editing.edits import UneditableTextError, encode_text
from preclear.source.editing.json_editor import JsonStyle
from preclear.source.editing.overlaps import Group, Round, find_contradiction, simplify_group
from preclear.source.editing.source_map import EditSourceMap, derive_document
from preclear.source.editing.text import edit_text, find_reload_problem
from preclear.source.editing.tree import build_operation_tree
from preclear.source.editing.values import apply_tree
from preclear.source.editing.yaml.layout import detect_style
from preclear.source.editing.yaml.writer import render_block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.source.document import Document, EditOperation
    from preclear.source.json_value import Json
    from preclear.source.limits import Limits


class EditedDocument(NamedTuple):
    """A document with operations made on it.

    `document` is loaded, and its source map leads to the one before. `applied` and `postponed` are the indexes of the
    groups (0-based), and `operations` those of the applied groups, each once. `rewrite_reason` says why the text was
    written anew instead of edited; None if it was edited.
    """

    document: Document
    applied: list[int]
    postponed: list[int]
    operations: tuple[EditOperation, ...]
    rewrite_reason: str | None = None


def edit_document(document: Document, groups: Sequence[Sequence[EditOperation]], limits: Limits) -> EditedDocument:
    """Make the operations of `groups`, all on `document`, each group whole or not at all.

    All operations refer to `document` as it is. A group is postponed if it touches a node that an earlier group
    changes, or if its operations contradict each other. Where the text can't be edited, because an alias shares it for
    example, the whole document is written anew from its value, without comments. Raises LookupError for a node that
    doesn't exist.
    """
    applied: list[int] = []
    postponed: list[int] = []
    operations: Group = {}
    current_round = Round()
    indexes_by_group: dict[int, list[int]] = {}  # groups that are made together are one list
    for index, group in enumerate(groups):
        indexes_by_group.setdefault(id(group), []).append(index)
    for indexes in indexes_by_group.values():
        simplified = simplify_group(groups[indexes[0]])
        if find_contradiction(simplified) is not None or not current_round.add(simplified):
            postponed += indexes
            continue
        applied += indexes
        operations.update(simplified)
    applied.sort()
    postponed.sort()
    unique = tuple(operations.values())
    source_map = EditSourceMap(document, unique)
    if not unique:
        return EditedDocument(derive_document(document, document.data, source_map, limits), applied, postponed, ())
    tree = build_operation_tree(unique)
    expected_value = apply_tree(document.value, tree)
    reason: str | None
    try:
        data = encode_text(document, edit_text(document, tree))
        derived = derive_document(document, data, source_map, limits)
        reason = find_reload_problem(document, derived, expected_value, tree)
        if reason is None:
            derived.value = expected_value  # an equal value that shares all that is unchanged with `document`
            return EditedDocument(derived, applied, postponed, unique)
    except UneditableTextError as error:
        reason = str(error)
    data = encode_text(document, _write_anew(document, expected_value))
    derived = derive_document(document, data, source_map, limits)
    return EditedDocument(derived, applied, postponed, unique, reason)


def _write_anew(document: Document, value: Json) -> str:
    if document.format == "json":
        return JsonStyle(document.text).render(value, "") + "\n"
    text = render_block(value, style=detect_style(document.text)) + "\n"
    return text.replace("\n", "\r\n") if "\r\n" in document.text else text
