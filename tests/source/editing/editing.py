"""Short forms for the tests of edits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from preclear.source import (
    DEFAULT_LIMITS,
    Insert,
    Place,
    Remove,
    Rename,
    Set,
    apply_operations,
    edit_files,
    load_bytes,
)

if TYPE_CHECKING:
    from preclear.source import Document, EditedFiles, EditOperation, Json

Change: TypeAlias = "tuple[Any, ...]"
"""An operation without its document: what it does, its pointer, and its arguments, as in `("set", ("a", 0), 1)`."""


def operation(document: Document, change: Change) -> EditOperation:
    """Return the operation that `change` describes."""
    kind, pointer, *arguments = change
    place = Place(document, pointer)
    if kind == "set":
        return Set(place, arguments[0])
    if kind == "rename":
        return Rename(place, arguments[0])
    if kind == "insert":
        return Insert(place, arguments[0], arguments[1])
    assert kind == "remove"
    return Remove(place)


def edit(text: str, *changes: Change, name: str = "openapi.yaml") -> str:
    """Return `text` with all changes made in it, each a group of its own. None may be postponed or refused."""
    document = load_bytes(text.encode(), name)
    result = edit_groups(document, *([change] for change in changes))
    assert not result.refused, result.refused
    assert not result.postponed
    return result.data[document].decode()


def edit_groups(document: Document, *groups: list[Change]) -> EditedFiles:
    """Edit one document. The result is loaded again and compared with the operations made on its value."""
    assert document.is_loaded, [fault.report.message for fault in document.faults]
    operations = [[operation(document, change) for change in group] for group in groups]
    result = edit_files(operations, DEFAULT_LIMITS)
    applied = [operation for index in result.applied for operation in operations[index]]
    if applied:
        reloaded = load_bytes(result.data[document], document.path)
        assert reloaded.value == apply_operations(document.value, applied)
    else:
        assert document not in result.data
    return result


def mapping(value: Json) -> dict[str, Json]:
    """Return `value`, which must be a mapping."""
    assert isinstance(value, dict)
    return value
