"""What an edited text must be, worked out without the code that edits."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import yaml

from preclear.source import Insert, Remove, Rename, Set, node_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.source import Document, EditOperation, Json, Pointer


def expected_value(value: Json, operations: Sequence[EditOperation], pointer: Pointer = ()) -> Json:
    """The value after all operations, which refer to it as it is. Slow: each node looks at all of them."""
    own = [item for item in operations if item.target.place.pointer[: len(pointer)] == pointer]
    here = [item for item in own if item.target.place.pointer == pointer]
    for operation in here:
        if isinstance(operation, Set):
            return operation.value
    if not own:
        return value
    inserts = [item for item in here if isinstance(item, Insert)]
    if isinstance(value, dict):
        result: dict[str, Json] = {}
        for key, member in value.items():
            inner: Pointer = (*pointer, key)
            changes = [item for item in own if item.target.place.pointer == inner]
            if any(isinstance(change, Remove) for change in changes):
                continue
            new_key = next((change.key for change in changes if isinstance(change, Rename)), key)
            result[new_key] = expected_value(member, own, inner)
        return {**result, **{str(insert.key): insert.value for insert in inserts}}
    if isinstance(value, list):
        items: list[Json] = []
        for index in range(len(value) + 1):
            items += [insert.value for insert in inserts if insert.key == index]
            removed = any(isinstance(item, Remove) and item.target.place.pointer == (*pointer, index) for item in own)
            if index < len(value) and not removed:
                items.append(expected_value(value[index], own, (*pointer, index)))
        return items
    return value


def comments_in(document: Document) -> list[tuple[int, str]]:
    """The comments of a YAML text with their lines, by another reader's tokens.

    What is between two tokens is white space or a comment.
    """
    if document.format == "json" or not document.is_loaded:
        return []
    text = document.text.replace("\r\n", "\n")
    comments: list[tuple[int, str]] = []
    end, line = 0, 1
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            comments += _split_comments(text[end : token.start_mark.index], line)
            if token.end_mark.index > end:
                end, line = token.end_mark.index, token.end_mark.line + 1
    except yaml.YAMLError:
        return []
    return [*comments, *_split_comments(text[end:], line)]


def _split_comments(gap: str, first: int) -> list[tuple[int, str]]:
    lines = enumerate(gap.split("\n"), first)
    return [(number, line[line.index("#") :].rstrip()) for number, line in lines if "#" in line]


def replaced_lines(document: Document, operations: Sequence[EditOperation]) -> set[int]:
    """The numbers of the lines of values that are removed, or replaced as a whole: their comments go with them."""
    lines: set[int] = set()
    for operation in operations:
        if isinstance(operation, Set | Remove):
            span = document.span(operation.target.place.pointer, "value")
            is_collection = isinstance(node_at(operation.target.place).value, dict | list)
            if isinstance(operation, Remove) or is_collection or span.end.line > span.start.line:
                first = span.start.line
                if isinstance(operation, Remove):
                    pointer = operation.target.place.pointer
                    has_key = isinstance(pointer[-1], str)
                    first = min(first, document.span(pointer, "key").start.line if has_key else first) - 1
                lines |= set(range(first, span.end.line + 1))
    return lines


def lines_outside(old: str, new: str, allowed: set[int]) -> set[int]:
    """The numbers (from 1) of the old lines that changed, or that new lines follow, but aren't `allowed` to.

    Where equal lines follow each other, it's arbitrary which of them are gone: any that are allowed will do.
    """
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
    outside: set[int] = set()
    for tag, first, last, _, _ in matcher.get_opcodes():
        if tag == "insert" and start + first not in allowed:
            outside.add(start + first)
        elif tag == "replace":
            outside |= set(range(start + first + 1, start + last + 1)) - allowed
        elif tag == "delete":
            outside |= _deleted_outside(old_lines, start + first, start + last, allowed)
    return outside


def _deleted_outside(lines: Sequence[str], first: int, last: int, allowed: set[int]) -> set[int]:
    """The deleted lines (indexes `first` to `last`) outside of `allowed`, wherever equal lines can be meant instead."""
    best = set(range(first + 1, last + 1)) - allowed
    for step in (-1, 1):
        start, end = first, last
        while best:
            if step > 0 and end < len(lines) and lines[start] == lines[end]:
                start, end = start + 1, end + 1
            elif step < 0 and start and lines[start - 1] == lines[end - 1]:
                start, end = start - 1, end - 1
            else:
                break
            best = min(best, set(range(start + 1, end + 1)) - allowed, key=len)
    return best


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
        if isinstance(operation, Set | Remove) and place.pointer and isinstance(place.pointer[-1], str):
            first = min(first, document.span(place.pointer, "key").start.line)
        if isinstance(operation, Remove) and len(place.pointer) > 1 and isinstance(place.pointer[-2], str):
            lines.add(document.span(place.pointer[:-1], "key").start.line)  # where `[]` or `{}` is written instead
        if isinstance(operation, Insert | Remove):
            lines |= set(range(first - 1, last + 2))
        lines |= set(range(first, last + 1))
    return lines
