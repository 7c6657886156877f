"""The changes of overlays as operations on the original document, so that its text can be edited in place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from preclear.source import Insert, Place, Remove, Set, get_child

if TYPE_CHECKING:
    from preclear.edit.overlay.tree import Part
    from preclear.source import Document, EditOperation, Json, Pointer


def list_operations(document: Document, root: Part) -> list[EditOperation]:
    """Return the operations that turn the value of `document` into the one of `root`."""
    operations: list[EditOperation] = []
    pending: list[tuple[Pointer, Json, Part]] = [((), document.value, root)]
    while pending:
        pointer, value, part = pending.pop()
        place = Place(document, pointer)
        if part.place != place:
            if not _is_same_scalar(value, part.value):
                operations.append(Set(place, part.value))
        elif isinstance(part.children, dict) and isinstance(value, dict):
            children = part.children
            operations += [Remove(Place(document, (*pointer, key))) for key in value if key not in children]
            operations += [Insert(place, str(key), child.value) for key, child in children.items() if key not in value]
            pending += [((*pointer, key), value[key], child) for key, child in children.items() if key in value]
        elif isinstance(part.children, list) and isinstance(value, list):
            kept = _kept_items(place, part.children)
            new_items = [child.value for child in part.children[len(kept) :]]
            if len({json.dumps(item) for item in new_items}) < len(new_items):
                operations.append(Set(place, part.value))  # equal operations are one
                continue
            operations += [
                Remove(Place(document, (*pointer, index))) for index in range(len(value)) if index not in kept
            ]
            operations += [Insert(place, len(value), item) for item in new_items]
            pending += [((*pointer, index), get_child(value, index), child) for index, child in kept.items()]
    return operations


def _kept_items(place: Place, children: list[Part]) -> dict[int, Part]:
    """Return the items at the start of a list that come from the list at `place`, by their index there."""
    kept: dict[int, Part] = {}
    last = -1
    for child in children:
        document, pointer = child.place.document, child.place.pointer
        index = pointer[-1] if pointer else None
        if document is not place.document or pointer[:-1] != place.pointer or not isinstance(index, int):
            break
        if index <= last:
            break
        kept[index] = child
        last = index
    return kept


def _is_same_scalar(left: Json, right: Json) -> bool:
    return left.__class__ is right.__class__ and not isinstance(left, (dict, list)) and left == right
