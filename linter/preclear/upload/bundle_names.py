"""What the parts that come from other files are called in a bundle."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from preclear.openapi import COMPONENTS

if TYPE_CHECKING:
    from preclear.source import Node

SECTIONS = {kind: section for section, kind in COMPONENTS.items()}
"""The section of `components` for each kind of object."""

_OUTSIDE = re.compile(r"[^a-zA-Z0-9_\-]+")


class Names:
    """The names in use in each section of `components`; gives further ones that the import accepts."""

    def __init__(self, root: Node) -> None:
        components = root.get("components")
        self._used: dict[str, set[str]] = {
            section: set(held.mapping) for section, held in (components.entries() if components is not None else ())
        }

    def take(self, section: str, target: Node) -> str:
        """A free name for `target` in `section`: that of its key or file, longer only where it is taken.

        `models/pet.yaml#/Pet` becomes `Pet`, else `models-Pet`, else `models-pet-Pet`, else one with a number.
        """
        used = self._used.setdefault(section, set())
        path = PurePosixPath(target.document.path)
        stem = path.name.split(".")[0]
        folders = [part for part in path.parent.parts if part not in ("/", ".", "..")]
        last = str(target.pointer[-1]) if target.pointer else stem
        candidates = [last, "-".join([*folders[-1:], last]), "-".join([*folders, stem, last])]
        for candidate in map(_clean, candidates):
            if candidate not in used:
                used.add(candidate)
                return candidate
        number = 2
        while f"{_clean(candidates[0])}-{number}" in used:
            number += 1
        name = f"{_clean(candidates[0])}-{number}"
        used.add(name)
        return name


def _clean(name: str) -> str:
    return _OUTSIDE.sub("_", name).strip("_") or "part"
