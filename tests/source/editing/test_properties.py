"""Random operations on random documents, however they are written."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.source import (
    DEFAULT_LIMITS,
    Insert,
    Remove,
    Rename,
    apply_operations,
    edit_document,
    edit_files,
    get_child,
    load_bytes,
)
from tests.source.editing.random_texts import random_operations, random_value, write_randomly
from tests.source.test_properties import mutant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source import Document, EditOperation, Json, Pointer


def random_document(random: Random, *, has_anchors: bool = False) -> Document:
    value = random_value(random, 4)
    if not isinstance(value, (dict, list)) or not value:
        others: Json = [1, {"a": 2}]
        value = {"k": value, "l": others}
    text, name = write_randomly(random, value, has_anchors=has_anchors)
    document = load_bytes(text.replace("\n", random.choice(("\n", "\n", "\r\n"))).encode(), name)
    assert document.is_loaded, text
    return document


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**40), st.booleans())
def test_the_edited_text_has_the_edited_value(seed: int, has_anchors: bool) -> None:
    random = Random(seed)  # noqa: S311
    document = random_document(random, has_anchors=has_anchors)
    operations = random_operations(random, document, random.choice((1, 2, 4, 8)))

    result = edit_files([[operation] for operation in operations], DEFAULT_LIMITS)

    applied = [operations[index] for index in result.applied]
    assert sorted([*result.applied, *result.postponed, *(index for index, _ in result.refused)]) == list(
        range(len(operations))
    )
    if applied:
        reloaded = load_bytes(result.data[document], document.path)
        assert reloaded.value == apply_operations(document.value, applied)
        assert {fault.kind.name for fault in reloaded.faults} <= {fault.kind.name for fault in document.faults}
    assert result == edit_files([[operation] for operation in operations], DEFAULT_LIMITS)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**40))
def test_an_edited_document_has_the_edited_value(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    document = random_document(random, has_anchors=True)
    operations = random_operations(random, document, 4)

    result = edit_document(document, [[operation] for operation in operations], DEFAULT_LIMITS)

    assert sorted([*result.applied, *result.postponed]) == list(range(len(operations)))
    assert result.document.value == apply_operations(document.value, result.operations)


def test_random_edits_are_made_in_place_and_change_no_other_line() -> None:
    made = 0
    for seed in range(600):
        random = Random(seed)  # noqa: S311
        document = random_document(random)
        operations = random_operations(random, document, random.choice((1, 1, 2, 4)))
        result = edit_files([[operation] for operation in operations], DEFAULT_LIMITS)
        assert not result.refused, (seed, result.refused)
        if result.applied:
            made += len(result.applied)
            check_lines(document, [operations[index] for index in result.applied], result.data[document].decode())
    assert made > 800


def check_lines(document: Document, operations: list[EditOperation], text: str) -> None:
    """Assert that each line that no operation touches is in `text` as it was, in the same order."""
    touched = {line for operation in operations for line in touched_lines(document, operation)}
    lines = document.text.splitlines(keepends=True)
    if not document.text.endswith("\n"):
        touched.add(len(lines))
        touched.update(range(last_entry_line(document), len(lines) + 1))
    if "|+" in document.text or ">+" in document.text:  # blank lines would become part of such a text
        touched.update(number for number, line in enumerate(lines, 1) if not line.strip())
    new_lines = iter(text.splitlines(keepends=True))
    for number, line in enumerate(lines, 1):
        assert number in touched or line in new_lines, f"line {number} is lost: {line!r}\n{document.text}\n{text}"


def last_entry_line(document: Document) -> int:
    """The line of the last entry of the root: the end of the text may need a line break to stay what it is."""
    value = document.value
    if isinstance(value, dict) and value:
        return document.span((next(reversed(value)),), "key").start.line
    return document.span((len(value) - 1,)).start.line if isinstance(value, list) and value else 1


def touched_lines(document: Document, operation: EditOperation) -> Iterator[int]:
    pointer = operation.target.place.pointer
    holder: Json = document.value
    for part in pointer if isinstance(operation, Insert) else pointer[:-1]:
        holder = get_child(holder, part)
    if isinstance(operation, Rename):
        yield from lines_of(document, pointer, "key")
        return
    if isinstance(operation, Insert):
        if not isinstance(holder, (dict, list)) or not holder:
            yield from entry_lines(document, pointer)
            return
        parts: list[str | int] = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        yield list(entry_lines(document, (*pointer, parts[-1])))[-1]
        yield next(entry_lines(document, (*pointer, parts[0])))
        if isinstance(operation.key, int):
            yield next(entry_lines(document, (*pointer, parts[min(operation.key, len(parts) - 1)])))
        return
    yield from entry_lines(document, pointer)
    if not pointer:
        return
    last = list(entry_lines(document, pointer))[-1]
    column = document.span(pointer, "key" if isinstance(pointer[-1], str) else "value").start.column
    lines = document.text.splitlines()
    while last < len(lines) and (comment := lines[last].lstrip(" \t")).startswith("#"):
        if len(lines[last]) - len(comment) < column - 2:
            break
        last += 1
        yield last
    if isinstance(operation, Remove) and isinstance(holder, (dict, list)):
        parts = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        index = parts.index(pointer[-1])
        if index:
            yield list(entry_lines(document, (*pointer[:-1], parts[index - 1])))[-1]
        if index + 1 < len(parts):
            yield next(entry_lines(document, (*pointer[:-1], parts[index + 1])))
        if len(parts) == 1 or index == 0:
            yield from entry_lines(document, pointer[:-1])


def entry_lines(document: Document, pointer: Pointer) -> Iterator[int]:
    """The lines of a node with its key."""
    first, last = document.span(pointer)
    start = document.span(pointer, "key").start.line if pointer and isinstance(pointer[-1], str) else first.line
    if pointer and isinstance(pointer[-1], int) and document.excerpt(document.span(pointer[:-1]))[:1] == "-":
        lines = document.text.splitlines()
        while start > 1 and "-" not in lines[start - 1][: first.column]:
            start -= 1
    yield from range(start, max(start, last.line) + 1)


def lines_of(document: Document, pointer: Pointer, part: str) -> Iterator[int]:
    start, end = document.span(pointer, "key" if part == "key" else "value")
    yield from range(start.line, end.line + 1)


@pytest.mark.parametrize("count", [1, 40])
def test_the_order_of_groups_without_overlaps_does_not_matter(count: int) -> None:
    for seed in range(count):
        random = Random(seed)  # noqa: S311
        document = random_document(random)
        operations = [
            operation for operation in random_operations(random, document, 3) if not isinstance(operation, Insert)
        ]
        result = edit_files([[operation] for operation in operations], DEFAULT_LIMITS)
        if len(result.applied) == len(operations) > 0:
            reverse = edit_files([[operation] for operation in reversed(operations)], DEFAULT_LIMITS)
            assert reverse.data == result.data


def test_no_mutant_makes_editing_raise() -> None:
    applied_count = 0
    for seed in range(1_000):
        random = Random(seed)  # noqa: S311
        document = load_bytes(mutant(random), random.choice(("openapi.yaml", "openapi.json", "<stdin>")))
        if not document.is_loaded:
            continue
        operations = random_operations(random, document, 4)
        result = edit_document(document, [[operation] for operation in operations], DEFAULT_LIMITS)
        assert result.document.value == apply_operations(document.value, result.operations)
        applied_count += len(edit_files([[operation] for operation in operations], DEFAULT_LIMITS).applied)
    assert applied_count > 50
