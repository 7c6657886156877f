"""What one reference in a text leads to: a pointer, a dotted path, `METHOD /path`, a name with a path behind it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from preclear.mapping.index import SEVERAL
from preclear.mapping.path import read_path
from preclear.mapping.walk import at_place, by_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.connector import Operation
    from preclear.mapping.index import Index
    from preclear.mapping.root import Roots
    from preclear.mapping.walk import Spot

_REMEMBERED = 4096  # references that are kept: an import names the same things again and again

TELLING = re.compile(r"[a-z][A-Z]|[A-Za-z]\d|[_$]|\w-\w|\w\.\w")
"""What a name has that is no word of a language."""


class Reference(NamedTuple):
    """What a reference leads to; nothing where both are empty."""

    spots: tuple[Spot, ...] = ()
    operations: tuple[Operation, ...] = ()


_NOTHING = Reference()


class References:
    """Follows references in one description. Each of them is looked up once, however many texts have it."""

    def __init__(self, index: Index, roots: Roots) -> None:
        self._index = index
        self._roots = roots
        self._known: dict[tuple[str, str], Reference] = {}

    def route(self, match: re.Match[str]) -> Reference:
        """`METHOD /path`."""
        return self._remembered("route", self._route, match)

    def dotted(self, match: re.Match[str]) -> Reference:
        """`paths./pets.get`, `$.components.schemas['Pet']`."""
        return self._remembered("dotted", self._dotted, match)

    def pointer(self, match: re.Match[str]) -> Reference:
        """`#/paths/~1pets/get`, or a path of the document as it is written there."""
        return self._remembered("pointer", self._pointer, match)

    def behind_name(self, match: re.Match[str]) -> Reference:
        """`getPet.parameters[1]`, `Pet/properties/name`: a name, and what leads to a part of what it names.

        Where it leads to nothing that is there, a name that is no word of a language counts all the same.
        """
        return self._remembered("behind_name", self._behind_name, match)

    def _remembered(self, form: str, follow: Callable[[re.Match[str]], Reference], match: re.Match[str]) -> Reference:
        key = (form, match[0])
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[key] = follow(match)
        return found

    def _route(self, match: re.Match[str]) -> Reference:
        trims = trimmed(match[2])
        for path in trims:
            routed = self._index.at_route(match[1], path)
            if routed:
                return Reference(operations=tuple(routed[:SEVERAL]))
        for path in trims:
            key = self._index.path_key(path)
            if key is not None:  # a method that the path does not have: what is wrong with another is not its fault
                return Reference((at_place(key, "text")._replace(method=match[1].lower()),))
        return _NOTHING

    def _dotted(self, match: re.Match[str]) -> Reference:
        return self._rooted([match[0].rstrip(".:!?")])

    def _pointer(self, match: re.Match[str]) -> Reference:
        trims = trimmed(match[0])
        rooted = self._rooted(trims)
        if rooted is not _NOTHING:
            return rooted
        for text in trims:
            actions = self._index.at_path.get(text)
            if actions:
                if len(actions) == 1:
                    return Reference(operations=(actions[0],))
                return Reference((at_place(actions[0].path.place, "text"),))
        return _NOTHING

    def _behind_name(self, match: re.Match[str]) -> Reference:
        found = None
        for text in trimmed(match[0]):
            for path in (read_path(text), read_path(f"/{text}")) if "/" in text else (read_path(text),):
                spot = self._roots.named_spot(path)
                if spot is not None and spot.placed == "exact" and spot.place.missing is None:
                    return Reference((by_text(spot),))
                found = found or spot
        if found is None or not TELLING.search(match[1]):
            return _NOTHING
        return Reference((by_text(found),))

    def _rooted(self, texts: list[str]) -> Reference:
        """The first of `texts` that leads to a node that is there, else the last that leads anywhere."""
        found = None
        for text in texts:
            spot = self._roots.spot(read_path(text), bare=False)
            if spot is None or (spot.placed != "exact" and len(spot.pointer) < 2):
                continue
            found = spot
            if spot.placed == "exact" and spot.place.missing is None:
                break
        return _NOTHING if found is None else Reference((by_text(found),))


def trimmed(text: str) -> list[str]:
    """`text`, and without the marks of a sentence at its end, one after the other."""
    found = [text]
    while len(text) > 1 and text[-1] in ".:!?)]}*" and len(found) < 6:
        text = text[:-1]
        found.append(text)
    return found
