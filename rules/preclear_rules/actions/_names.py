"""Describe the invalid characters of names, and suggest valid names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear import Operation

INVALID_CHARACTERS = re.compile(r"[^a-zA-Z0-9_\-$]")
"""Characters that an action or trigger name can't contain (ActionCommon.name, TriggerCommon.name)."""

UNSAFE_CHARACTERS = re.compile(r"[^a-zA-Z0-9_\-]")
"""Characters that no suggestion contains: a definition can't refer to a name with `$` (DefinitionReference.name)."""

MAX_LENGTH = 100
"""The length after which a name is cut in messages; no replacement is suggested for a longer one."""

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


def sanitize_name(name: str, invalid: re.Pattern[str], taken: set[str]) -> str | None:
    """Replace the `invalid` characters of `name`, so that it is not in `taken`, and add the result to `taken`.

    Returns None if no valid character is left or `name` is longer than MAX_LENGTH.
    """
    plain = "".join(" " if invalid.match(letter) else letter for letter in _strip_accents(name)).strip()
    return make_unique(re.sub(" +", "_", plain), taken) if plain and len(name) <= MAX_LENGTH else None


def suggest_name(operation: Operation, path: str, taken: set[str]) -> str:
    """Build a name from the method and `path`, a path or webhook, that is not in `taken`, and add it to `taken`.

    `get /pets/{petId}` becomes `getPetsByPetId`.
    """
    parts = re.findall(r"(\{?)([a-zA-Z0-9]+)", _strip_accents(path[:MAX_LENGTH]))
    words = [("By" if brace else "") + word[0].upper() + word[1:] for brace, word in parts]
    method = INVALID_CHARACTERS.sub("", operation.method.value.lower()) or "call"
    return make_unique(method + ("".join(words) or "Root"), taken)


def make_unique(name: str, taken: set[str]) -> str:
    """Return `name`, with a number appended if it is in `taken`, and add it to `taken`."""
    unique = name
    if name in taken:
        used, unused = 1, 2
        while f"{name}_{unused}" in taken:
            used, unused = unused, unused * 2
        while unused - used > 1:  # binary search: thousands of operations can have one name
            middle = (used + unused) // 2
            used, unused = (middle, unused) if f"{name}_{middle}" in taken else (used, middle)
        unique = f"{name}_{unused}"
    taken.add(unique)
    return unique


def collect_names(operations: Iterable[Operation]) -> set[str]:
    """Return the names of all `operations`."""
    return {operation.name.value for operation in operations}


def shorten(name: str) -> str:
    """Return `name` as messages show it: cut after MAX_LENGTH characters."""
    return name if len(name) <= MAX_LENGTH else f"{name[:MAX_LENGTH]}…"


def _strip_accents(name: str) -> str:
    """Return `name` without accents."""
    if name.isascii():
        return name
    from unicodedata import combining, normalize

    return "".join(letter for letter in normalize("NFKD", name) if not combining(letter))


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
