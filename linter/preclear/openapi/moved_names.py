"""What the parts that come from other files are called under `components`."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from unicodedata import normalize

from preclear.openapi.grammar import COMPONENTS

if TYPE_CHECKING:
    from preclear.source import Node, Pointer

SECTIONS = {kind: section for section, kind in COMPONENTS.items()}
"""The section of `components` for each kind of object."""

_WORDS = {section: kind.replace(" ", "-") for section, kind in COMPONENTS.items()}
"""A word for what each section of `components` holds, where a part has no other name."""

_OUTSIDE = re.compile(r"[^a-zA-Z0-9_\-]+")
_MARKS = re.compile(r"[\u0300-\u036f]+")


class Names:
    """The names in use in each section of `components`; gives further ones that the import accepts."""

    def __init__(self, root: Node) -> None:
        components = root.get("components")
        self._used: dict[str, set[str]] = {
            section: set(held.mapping) for section, held in (components.entries() if components is not None else ())
        }
        self._numbers: dict[tuple[str, str], int] = {}

    def take(self, section: str, target: Node) -> str:
        """A free name for `target` in `section`: that of its key or file, longer only where it is taken.

        `models/pet.yaml#/Pet` becomes `Pet`, else `models-Pet`, else `models-pet-Pet`, else one with a number.
        """
        used = self._used.setdefault(section, set())
        path = PurePosixPath(target.document.path)
        stem = _clean(path.name.split(".")[0]) or _WORDS[section]
        folders = [_clean(part) for part in path.parent.parts if part not in ("/", ".", "..")]
        last = _last(target.pointer) or stem
        for parts in ([last], [*folders[-1:], last], [*folders, stem, last]):
            candidate = "-".join(part for part in parts if part)
            if candidate not in used:
                used.add(candidate)
                return candidate
        number = self._numbers.get((section, last), 2)
        while f"{last}-{number}" in used:
            number += 1
        self._numbers[section, last] = number + 1
        name = f"{last}-{number}"
        used.add(name)
        return name


def _last(pointer: Pointer) -> str:
    """The name that a pointer ends with; for an item of a list that of what holds the list, and the way from there."""
    start = len(pointer) - 1
    while start > 0 and isinstance(pointer[start], int):
        start = max(0, start - 2)
    return "-".join(filter(None, (_clean(str(part)) for part in pointer[max(0, start) :])))


def _clean(name: str) -> str:
    """`name` in characters that the import accepts: `été` as `ete`; empty where none is left."""
    return _OUTSIDE.sub("_", _MARKS.sub("", normalize("NFKD", name))).strip("_")
