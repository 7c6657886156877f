"""Operations as JSON Patch (RFC 6902), and how reports show their values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from preclear.edit.patch_operation import PatchOperation
from preclear.source import Insert, Remove, Rename, Set, format_pointer, node_at, truncate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.source import EditOperation, Json, Pointer

_MAX_LENGTH = 60
"""Characters of a value that a report shows."""

_MAX_OPERATIONS = 10**9

_MAX_MEMBERS = 8
"""Members of a mapping or list that are rendered before the text is cut."""


def make_patch(operations: Iterable[EditOperation]) -> Iterator[PatchOperation]:
    """Yield `operations`, which all refer to the same document, in an order in which each applies to the result so far.

    Values change first, while every pointer is still valid. Then come the changes of lists, the deepest list first and
    the last item first, because they move other items. Renames come last, the deepest first.
    """
    sets: dict[Pointer, PatchOperation] = {}
    adds: dict[Pointer, PatchOperation] = {}
    moves: list[tuple[Pointer, int, PatchOperation]] = []
    renames: dict[Pointer, PatchOperation] = {}
    removes: set[Pointer] = set()
    for operation in operations:
        pointer = operation.target.place.pointer
        match operation:
            case Set():
                sets[pointer] = PatchOperation("replace", format_pointer(pointer), operation.value)
            case Rename():
                new_pointer = format_pointer((*pointer[:-1], operation.key))
                renames[pointer] = PatchOperation("move", new_pointer, source=format_pointer(pointer))
            case Insert():
                child = (*pointer, operation.key)
                patch_operation = PatchOperation("add", format_pointer(child), operation.value)
                if isinstance(operation.key, int):
                    moves.append((child, len(moves), patch_operation))
                else:
                    adds[child] = patch_operation
            case Remove():
                if pointer not in removes:
                    removes.add(pointer)
                    moves.append((pointer, -1, PatchOperation("remove", format_pointer(pointer))))
    yield from sets.values()
    yield from adds.values()
    yield from (patch_operation for _, _, patch_operation in sorted(moves, key=_last_first))
    yield from (renames[pointer] for pointer in sorted(renames, key=len, reverse=True))


def _last_first(move: tuple[Pointer, int, PatchOperation]) -> tuple[int, list[tuple[int, int, str]], int]:
    """Sort key: the deepest first, then the last item of a list first; of insertions before one item, the last first.

    An item is removed before another is inserted in its place.
    """
    pointer, number, _ = move
    last = pointer[-1]
    parts = [_part_key(part) for part in pointer[:-1]]
    last_key = (0, -last, "") if isinstance(last, int) else _part_key(last)
    return -len(pointer), [*parts, last_key], -number if number >= 0 else -_MAX_OPERATIONS


def _part_key(part: str | int) -> tuple[int, int, str]:
    return (0, part, "") if isinstance(part, int) else (1, 0, part)


def describe_before(operation: EditOperation) -> str | None:
    """Return what `operation` changes, as reports show it; None if there is nothing yet."""
    place = operation.target.place
    match operation:
        case Rename():
            return str(place.pointer[-1])
        case Insert():
            return None
        case Set() | Remove():
            return shorten_json(node_at(place).value)


def describe_after(operation: EditOperation) -> str | None:
    """Return what `operation` makes, as reports show it; None if nothing is left."""
    match operation:
        case Rename():
            return operation.key
        case Insert() if isinstance(operation.key, str):
            return truncate(f"{operation.key}: {shorten_json(operation.value)}", _MAX_LENGTH)
        case Set() | Insert():
            return shorten_json(operation.value)
        case Remove():
            return None


def shorten_json(value: Json) -> str:
    """Render `value` as JSON on one line, cut if it's long; a string that isn't ambiguous has no quotes."""
    if isinstance(value, str) and value.isprintable() and value.strip() == value and value:
        return truncate(value, _MAX_LENGTH)
    return truncate(json.dumps(_cut_members(value, 3), ensure_ascii=False), _MAX_LENGTH)


def _cut_members(value: Json, depth: int) -> Json:
    """Copy as much of `value` as is shown: rendering a whole document to show its first characters would be slow."""
    if isinstance(value, dict | list) and value and not depth:
        return "…"
    if isinstance(value, dict):
        return {key[:_MAX_LENGTH]: _cut_members(child, depth - 1) for key, child in list(value.items())[:_MAX_MEMBERS]}
    if isinstance(value, list):
        return [_cut_members(child, depth - 1) for child in value[:_MAX_MEMBERS]]
    return value[: 2 * _MAX_LENGTH] if isinstance(value, str) else value
