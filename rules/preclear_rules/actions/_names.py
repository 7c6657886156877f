"""Names: which characters of one have no place in the import, and which name would do instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear import Operation

OUTSIDE = re.compile(r"[^a-zA-Z0-9_\-$]")
"""What the name of an action or trigger may not hold (ActionCommon.name, TriggerCommon.name)."""

UNSAFE = re.compile(r"[^a-zA-Z0-9_\-]")
"""What no proposed name holds: definitions can't refer to a name with `$` (DefinitionReference.name)."""

LONGEST = 100
"""A longer name is cut in messages, and no other is proposed for it."""

_TOLD = 3


def strangers(name: str, outside: re.Pattern[str]) -> str:
    """Say which characters of `name` are `outside`, the first few with their positions, counted from 1.

    Nothing is said of a name that has none, and of the empty name that it is empty.
    """
    found: dict[str, list[int]] = {}
    for match in outside.finditer(name):
        found.setdefault(match[0], []).append(match.start() + 1)
    told = [f"{_character(each)} {_positions(at)}" for each, at in list(found.items())[:_TOLD]]
    if len(found) > _TOLD:
        told.append(f"{len(found) - _TOLD} other characters" if len(found) > _TOLD + 1 else "one other character")
    if not told:
        return "" if name else "is empty"
    return f"has {_listed(told)}"


def mended(name: str, outside: re.Pattern[str], taken: set[str]) -> str | None:
    """Give a name near to `name` without what is `outside` and not `taken`, and take it; None where nothing is left."""
    plain = "".join(" " if outside.match(letter) else letter for letter in _plain(name)).strip()
    return free(re.sub(" +", "_", plain), taken) if plain and len(name) <= LONGEST else None


def proposed(operation: Operation, home: str, taken: set[str]) -> str:
    """Make a name of the method and `home`, the path or webhook, that is not `taken`, and take it.

    `get /pets/{petId}` becomes `getPetsByPetId`.
    """
    parts = re.findall(r"(\{?)([a-zA-Z0-9]+)", _plain(home[:LONGEST]))
    words = [("By" if brace else "") + word[0].upper() + word[1:] for brace, word in parts]
    method = OUTSIDE.sub("", operation.method.value.lower()) or "call"
    return free(method + ("".join(words) or "Root"), taken)


def free(name: str, taken: set[str]) -> str:
    """Give `name`, with a number behind it where it is `taken`, and take it."""
    made = name
    if name in taken:
        used, unused = 1, 2
        while f"{name}_{unused}" in taken:
            used, unused = unused, unused * 2
        while unused - used > 1:  # halved, for thousands can have one name
            middle = (used + unused) // 2
            used, unused = (middle, unused) if f"{name}_{middle}" in taken else (used, middle)
        made = f"{name}_{unused}"
    taken.add(made)
    return made


def names_of(operations: Iterable[Operation]) -> set[str]:
    """Give all names that operations have already."""
    return {operation.name.value for operation in operations}


def shown(name: str) -> str:
    """Give `name` as messages have it: cut where it is very long."""
    return name if len(name) <= LONGEST else f"{name[:LONGEST]}…"


def _plain(name: str) -> str:
    """`name` with its letters' accents taken off."""
    if name.isascii():
        return name
    from unicodedata import combining, normalize

    return "".join(letter for letter in normalize("NFKD", name) if not combining(letter))


def _positions(at: list[int]) -> str:
    told = [str(position) for position in at[:_TOLD]]
    if len(at) > _TOLD:
        told.append(f"{len(at) - _TOLD} more")
    return f"at character{'s' if len(at) > 1 else ''} {_listed(told)}"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _character(character: str) -> str:
    if character == " ":
        return "a space"
    return f"`{character}`" if character.isprintable() and character != "`" else f"U+{ord(character):04X}"
