"""Applies completed groups to values, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.edit import add_reference_updates
from preclear.source import Place, apply_operations, parse_pointer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.openapi import ApiDescription
    from preclear.source import Document, EditOperation, Json


def place_at(document: Document, text: str) -> Place:
    """The place at the JSON Pointer `text`; parts that are numbers are indexes where they lead into a list."""
    pointer: list[str | int] = []
    value = document.value
    for part in parse_pointer(text):
        if isinstance(value, list):
            pointer.append(int(part))
            value = value[int(part)] if int(part) < len(value) else None
        else:
            pointer.append(part)
            value = value.get(part) if isinstance(value, dict) else None
    return Place(document, tuple(pointer))


def update(description: ApiDescription, groups: Sequence[Sequence[EditOperation]]) -> dict[str, Json]:
    """The values of all documents, by name, after all `groups` with the updates of references."""
    values = apply_groups(description, add_reference_updates(description, groups))
    return {document.path.rpartition("/")[2]: value for document, value in values.items()}


def apply_groups(description: ApiDescription, groups: Sequence[Sequence[EditOperation]]) -> dict[Document, Json]:
    """The values of all documents after all `groups`; a list that several groups share counts once."""
    operations = [operation for group in {id(group): group for group in groups}.values() for operation in group]
    return {
        document: apply_operations(
            document.value, [operation for operation in operations if operation.target.place.document is document]
        )
        for document in description.documents
    }


def value_at(value: Json, text: str) -> Json:
    """The value at the JSON Pointer `text`."""
    for part in parse_pointer(text):
        if isinstance(value, list):
            value = value[int(part)]
        else:
            assert isinstance(value, dict)
            value = value[part]
    return value
