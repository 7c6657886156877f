"""The part of an edit that a finding keeps, which a report lists and a worker process sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import replace
from preclear.source import Insert, Set

if TYPE_CHECKING:
    from preclear.source import Edit, EditOperation, Json

MAX_EDIT_SIZE = 500
"""The largest total size of the new values of an edit whose operations a finding keeps. Each member of a value counts
1, and so do each 50 characters of a text."""

_CHARACTERS = 50


def retain_edit(edit: Edit) -> Edit:
    """Return `edit` as a finding keeps it: with places instead of nodes and parts of the model.

    If its new values are large, it has no operations: many findings with such edits would take too much memory.
    """
    operations: tuple[EditOperation, ...] = ()
    if not _is_large(edit):
        operations = tuple(operation._replace(target=operation.target.place) for operation in edit.operations)
    return replace(edit, operations=operations, alternatives=tuple(map(retain_edit, edit.alternatives)))


def _is_large(edit: Edit) -> bool:
    """Whether the new values are larger than MAX_EDIT_SIZE; takes no longer for larger ones."""
    pending: list[Json] = [operation.value for operation in edit.operations if isinstance(operation, Set | Insert)]
    remaining = MAX_EDIT_SIZE + len(pending)
    while pending and remaining >= 0:
        value = pending.pop()
        remaining -= 1
        if isinstance(value, str):
            remaining -= len(value) // _CHARACTERS
        elif isinstance(value, dict | list) and len(value) > remaining:
            return True
        elif isinstance(value, dict):
            remaining -= sum(map(len, value)) // _CHARACTERS
            pending += value.values()
        elif isinstance(value, list):
            pending += value
    return remaining < 0
