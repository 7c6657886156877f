"""Operations as edits of a text, in either format, and what can be wrong with the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.editing.edits import splice
from preclear.source.editing.json_editor import JsonEditor
from preclear.source.editing.values import is_result
from preclear.source.editing.yaml.editor import edit_yaml

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.editing.tree import OperationNode
    from preclear.source.json_value import Json


def edit_text(document: Document, tree: OperationNode) -> str:
    """Return the text of `document` with the operations of `tree` made in it. Raises UneditableTextError."""
    if document.format == "json":
        return splice(document.text, JsonEditor(document).edit(tree))
    return splice(document.text, edit_yaml(document, tree))


def find_reload_problem(
    document: Document, reloaded: Document, expected_value: Json, tree: OperationNode
) -> str | None:
    """Return why `reloaded`, the edited `document`, isn't what was expected; None if it is."""
    if not reloaded.is_loaded:
        return "the edited text can't be read"
    for kind, count in reloaded.fault_counts.items():
        if count > document.fault_counts[kind]:
            return f"the edited text has another `{kind}`"
    if not is_result(reloaded.value, expected_value, tree):
        return "the edited text has other values than expected"
    return None
