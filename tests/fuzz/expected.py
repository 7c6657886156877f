"""What an edited text must be, worked out without the code that edits."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import yaml

from preclear.source import Insert, Remove, Rename, Set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.source import Document, EditOperation, Json, Pointer


def expected_value(value: Json, operations: Sequence[EditOperation], pointer: Pointer = ()) -> Json:
    """The value after all operations, which refer to it as it is. Slow: each node looks at all of them."""
    own = [each for each in operations if each.target.place.pointer[: len(pointer)] == pointer]
    here = [each for each in own if each.target.place.pointer == pointer]
    for operation in here:
        if isinstance(operation, Set):
            return operation.value
    if not own:
        return value
    inserts = [each for each in here if isinstance(each, Insert)]
    if isinstance(value, dict):
        result: dict[str, Json] = {}
        for key, member in value.items():
            inner: Pointer = (*pointer, key)
            changes = [each for each in own if each.target.place.pointer == inner]
            if any(isinstance(each, Remove) for each in changes):
                continue
            new_key = next((each.key for each in changes if isinstance(each, Rename)), key)
            result[new_key] = expected_value(member, own, inner)
        return {**result, **{str(each.key): each.value for each in inserts}}
    if isinstance(value, list):
        items: list[Json] = []
        for index in range(len(value) + 1):
            items += [each.value for each in inserts if each.key == index]
            removed = any(isinstance(each, Remove) and each.target.place.pointer == (*pointer, index) for each in own)
            if index < len(value) and not removed:
                items.append(expected_value(value[index], own, (*pointer, index)))
        return items
    return value


def comments_in(document: Document) -> list[str]:
    """The comments of a YAML text, by another reader's tokens: what is between them is white space or a comment."""
    if document.format == "json" or not document.is_loaded:
        return []
    text = document.text.replace("\r\n", "\n")
    comments: list[str] = []
    end = 0
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            comments += _split_comments(text[end : token.start_mark.index])
            end = max(end, token.end_mark.index)
    except yaml.YAMLError:
        return []
    return [*comments, *_split_comments(text[end:])]


def _split_comments(gap: str) -> list[str]:
    return [line[line.index("#") :].rstrip() for line in gap.split("\n") if "#" in line]


def changed_lines(old: str, new: str) -> set[int]:
    """The numbers (from 1) of the old lines that were replaced or removed, and of those before new lines."""
    old_lines, new_lines = old.split("\n"), new.split("\n")
    start = 0
    while start < min(len(old_lines), len(new_lines)) and old_lines[start] == new_lines[start]:
        start += 1
    end = 0
    while end < min(len(old_lines), len(new_lines)) - start and old_lines[-1 - end] == new_lines[-1 - end]:
        end += 1
    matcher = SequenceMatcher(
        None, old_lines[start : len(old_lines) - end], new_lines[start : len(new_lines) - end], autojunk=False
    )
    lines: set[int] = set()
    for tag, first, last, _, _ in matcher.get_opcodes():
        if tag != "equal":
            lines |= set(range(start + first + 1, start + max(last, first + (tag != "insert")) + 1)) or {start + first}
    return lines


def allowed_lines(document: Document, operations: Sequence[EditOperation]) -> set[int]:
    """The numbers of the lines that the operations are about.

    An insertion or a removal can also be seen in the lines around it: a comma, a bracket, a blank line, a comment.
    """
    lines: set[int] = set()
    for operation in operations:
        place = operation.target.place
        span = document.span(place.pointer, "value")
        first, last = span.start.line, span.end.line
        if isinstance(operation, Rename):
            key = document.span(place.pointer, "key")
            first, last = key.start.line, key.end.line
        if isinstance(operation, Remove) and place.pointer and isinstance(place.pointer[-1], str):
            first = min(first, document.span(place.pointer, "key").start.line)
        if isinstance(operation, Insert | Remove):
            lines |= set(range(first - 1, last + 2))
        lines |= set(range(first, last + 1))
    return lines
