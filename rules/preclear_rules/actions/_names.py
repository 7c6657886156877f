"""Describe the invalid characters of names, and propose edits that give operations valid names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Edit, Insert, Set

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear import CallbackOperation, Connector, Operation

INVALID_CHARACTERS = re.compile(r"[^a-zA-Z0-9_\-$]")
"""Characters that an action or trigger name can't contain (ActionCommon.name, TriggerCommon.name)."""

MAX_LENGTH = 100
"""The length after which a name is cut in messages."""

_MAX_LISTED = 3


def describe_invalid_characters(name: str, invalid: re.Pattern[str]) -> str:
    """Describe the characters of `name` that are `invalid`, the first few with their positions (1-based).

    Returns "is empty" for an empty name, and an empty string for a valid one.
    """
    positions: dict[str, list[int]] = {}
    for match in invalid.finditer(name):
        positions.setdefault(match[0], []).append(match.start() + 1)
    parts = [
        f"{_format_character(character)} {_format_positions(indices)}"
        for character, indices in list(positions.items())[:_MAX_LISTED]
    ]
    if len(positions) > _MAX_LISTED:
        parts.append(
            f"{len(positions) - _MAX_LISTED} other characters"
            if len(positions) > _MAX_LISTED + 1
            else "one other character"
        )
    if not parts:
        return "" if name else "is empty"
    return f"has {_join_words(parts)}"


def rename_operations(connector: Connector, operations: Iterable[Operation | CallbackOperation]) -> Edit | None:
    """Return the edit that gives each of `operations` its importable name as `operationId`; None if all have theirs.

    An operation object that several paths share is left out: it has one `operationId`, but needs several names. So is
    one without a name that isn't the value of a method, where a misplaced `$ref` may have led to another object.
    """
    edits: list[Set | Insert] = []
    title = ""
    for operation in operations:
        name, field = connector.importable_names.operation_name(operation), operation.node.get("operationId")
        if connector.importable_names.is_shared(operation) or (field is not None and field.value == name):
            continue
        if field is None and str(operation.node.pointer[-1]).lower() != str(operation.method).lower():
            continue
        edits.append(Insert(operation.node, "operationId", name) if field is None else Set(field, name))
        title = f"add `operationId: {name}`" if field is None else f"rename it to `{name}`"
    if len(edits) > 1:
        title = f"rename {len(edits):,} operations"
    return Edit("rename", title, tuple(edits)) if edits else None


def shorten(name: str) -> str:
    """Return `name` as messages show it: cut after MAX_LENGTH characters."""
    return name if len(name) <= MAX_LENGTH else f"{name[:MAX_LENGTH]}…"


def _format_positions(positions: list[int]) -> str:
    parts = [str(position) for position in positions[:_MAX_LISTED]]
    if len(positions) > _MAX_LISTED:
        parts.append(f"{len(positions) - _MAX_LISTED} more")
    return f"at character{'s' if len(positions) > 1 else ''} {_join_words(parts)}"


def _join_words(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _format_character(character: str) -> str:
    if character == " ":
        return "a space"
    return f"`{character}`" if character.isprintable() and character != "`" else f"U+{ord(character):04X}"
