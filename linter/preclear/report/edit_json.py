"""The edit of a finding as JSON: `fix` in every JSON format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source import Insert, Remove, Rename, Set, format_pointer

if TYPE_CHECKING:
    from preclear.source import Edit, EditOperation, Json


def edit_to_json(edit: Edit | None) -> Json:
    """Return the object of an edit; null if there is none.

    `operations` refer to the document as it is. They are left out for an edit with large values.
    """
    if edit is None:
        return None
    fields: dict[str, Json] = {"level": edit.level, "title": edit.title}
    if edit.loss is not None:
        fields["loss"] = edit.loss
    if edit.operations:
        fields["operations"] = [_operation_to_json(operation) for operation in edit.operations]
    return fields


def _operation_to_json(operation: EditOperation) -> Json:
    place = operation.target.place
    target: dict[str, Json] = {"path": place.document.path, "pointer": format_pointer(place.pointer)}
    match operation:
        case Set(_, value):
            return {"operation": "set", **target, "value": value}
        case Rename(_, key):
            return {"operation": "rename", **target, "key": key}
        case Insert(_, key, value):
            return {"operation": "insert", **target, "key": key, "value": value}
        case Remove(_):
            return {"operation": "remove", **target}
