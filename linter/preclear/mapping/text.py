"""What a text names: pointers, dotted paths, operations, `METHOD /path`, components, parameters, lines.

A text of a server is no grammar. A name counts where nothing else can be meant: in quotes or backticks, behind a word
that says what it is, or where it is no word of a language. What names several things names none of them, unless all of
them hold the one that is deepest.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear.connector import HTTP_METHODS
from preclear.mapping.index import SEVERAL, as_written
from preclear.mapping.origin import LINE, POSITION, file_beside
from preclear.mapping.reference import TELLING, References
from preclear.mapping.walk import at_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.connector import Operation
    from preclear.mapping.index import Index
    from preclear.mapping.origin import Origins
    from preclear.mapping.reference import Reference
    from preclear.mapping.root import Roots
    from preclear.mapping.walk import Spot

_LONGEST = 2048  # characters of a text that are looked at: names further on are no longer what it is about
_ROUTE = re.compile(rf"\b({'|'.join(HTTP_METHODS)})\s+(/[^\s\"'`<>,;]*)", re.IGNORECASE)
_ROOTS = "paths|webhooks|components|info|servers|security|tags|externalDocs|actions|triggers|definitions|connector"
_ROUTE_LIKE = re.compile(r"\s/")
_POSITION_LIKE = re.compile(r"\d:\d")
_STEP = re.compile(r"[./\[]")
_DOTTED = re.compile(
    rf"""(?<![\w/.#$~-])(?:\$\.?)?(?:{_ROOTS})
    (?:\.[^\s.\["'`,;()]+|\[\s*(?:\d+|"[^"]*"|'[^']*')\s*\])+""",
    re.VERBOSE,
)
_POINTER = re.compile(r"(?<![\w/:.}~#-])#?/[^\s\"'`<>|,;]+")
_BEHIND_NAME = re.compile(r"(?<![\w$.\[\]/~#{}-])([A-Za-z0-9_$][\w$~-]*)(?:[./]|\[)[^\s\"'`<>|,;()]+")
_QUOTED = re.compile(r"`([^`\n]{1,200})`|\"([^\"\n]{1,200})\"|(?<!\w)'([^'\n]{1,200})'(?!\w)")
_WORD = re.compile(r"[A-Za-z0-9_$][\w$.-]*")
_STATUS = re.compile(r"\b(?:response|status)(?: code| status)? [`'\"]?([1-5](?:\d\d|XX)|default)\b")
_WORD_BEFORE = re.compile(r"([A-Za-z]+)[\s:]*$")
_WORD_BEHIND = re.compile(r"\s([A-Za-z]+)")
_OPERATION_NOUNS = frozenset({"action", "operation", "operationid", "trigger", "webhook", "endpoint"})
_COMPONENT_NOUNS = frozenset({"definition", "schema", "component", "model", "scheme", "response", "body", "header"})
_PARAMETER_NOUNS = frozenset({"parameter", "param"})
_NOUNS = _OPERATION_NOUNS | _COMPONENT_NOUNS | _PARAMETER_NOUNS
_NOUN = re.compile("|".join(sorted(_NOUNS)), re.IGNORECASE)
_REMEMBERED = 4096  # texts whose spot is kept: an import says the same of many things


class Texts:
    """Finds what texts name in one description."""

    def __init__(self, index: Index, roots: Roots, origins: Origins) -> None:
        self._index = index
        self._origins = origins
        self._references = References(index, roots)
        self._known: dict[tuple[str, int], tuple[Spot, ...]] = {}

    def find(self, text: str, owner: Operation | None = None) -> tuple[Spot, ...]:
        """The spots of all things that `text` names.

        `owner` is the operation that the text is about: its parameters and responses can be named without it then.
        """
        read = text[:_LONGEST]
        key = (read, id(owner))
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            reading = _TextReading(self._index, self._references, self._origins, owner)
            found = self._known[key] = reading.read(as_written(read))
        return found


class _TextReading:
    """One text. What was understood is blanked, so that nothing counts twice."""

    __slots__ = (
        "_has_nouns",
        "_index",
        "_operations",
        "_origins",
        "_owner",
        "_parameters",
        "_references",
        "_spots",
        "_text",
    )

    def __init__(self, index: Index, references: References, origins: Origins, owner: Operation | None) -> None:
        self._index = index
        self._references = references
        self._origins = origins
        self._owner = owner
        self._text = ""
        self._has_nouns: bool | None = None  # not known yet
        self._spots: list[Spot] = []
        self._operations: list[Operation] = []
        self._parameters: list[str] = []

    def read(self, text: str) -> tuple[Spot, ...]:
        self._text = text
        self._read_lines()
        self._read_references()
        self._read_names()
        self._narrow()
        if not self._operations:
            return tuple(self._spots)
        return (*self._spots, *(at_place(each.place, "text") for each in self._operations))

    def _read_lines(self) -> None:
        if "ine " in self._text:
            self._take_lines(LINE)
        if _POSITION_LIKE.search(self._text):
            self._take_lines(POSITION)

    def _read_references(self) -> None:
        """What each form needs is looked for first: most texts have none of it."""
        if _ROUTE_LIKE.search(self._text):
            self._take(_ROUTE, self._references.route)
        if "." in self._text or "[" in self._text:
            self._take(_DOTTED, self._references.dotted)
        if "/" in self._text:
            self._take(_POINTER, self._references.pointer)
        if _STEP.search(self._text):
            self._take(_BEHIND_NAME, self._references.behind_name)

    def _read_names(self) -> None:
        text = self._text
        if "`" in text or '"' in text or "'" in text:
            for match in _QUOTED.finditer(text):
                self._name(match[match.lastindex or 0].strip(), match, sure=True)
                self._blank(*match.span())
        names = self._index.names
        for match in _WORD.finditer(self._text):
            name = match[0].rstrip(".-")
            if name in names:
                self._name(name, match, sure=False)

    def _take(self, pattern: re.Pattern[str], follow: Callable[[re.Match[str]], Reference]) -> None:
        for match in pattern.finditer(self._text):
            spots, operations = follow(match)
            if spots or operations:
                self._spots += spots
                self._operations += operations
                self._blank(*match.span())

    def _blank(self, start: int, end: int) -> None:
        self._text = f"{self._text[:start]}{' ' * (end - start)}{self._text[end:]}"

    def _take_lines(self, pattern: re.Pattern[str]) -> None:
        for match in pattern.finditer(self._text):
            place = self._origins.at_match(match)
            file = file_beside(match)
            if file is not None:
                self._blank(file[1], file[2])
            if place is not None:
                self._spots.append(at_place(place, "text"))
            self._blank(*match.span())

    def _name(self, name: str, match: re.Match[str], *, sure: bool) -> None:
        """Take a name if it is one: `sure` where quotes say so, else by the words beside it or by its own look."""
        if not name:
            return
        nouns = self._nouns_beside(match)
        if nouns & _PARAMETER_NOUNS:
            self._parameters.append(name)
            return
        index = self._index
        alone = match.start() == 0 and self._text[match.end() : match.end() + 1] == ":"
        if not (sure or alone or nouns or TELLING.search(name)):
            return
        operations = [] if nouns and not nouns & _OPERATION_NOUNS else index.named.get(name, [])
        components = [] if nouns and not nouns & _COMPONENT_NOUNS else index.components.get(name, [])
        if len(components) > 1 and nouns & {"definition", "schema", "model"}:
            components = [place for place in components if place.pointer[1] == "schemas"]
        if not operations and not components and sure:
            self._unlisted(name)
        self._operations.extend(each for each in operations[:SEVERAL] if each not in self._operations)
        self._spots.extend(at_place(place, "text") for place in components)

    def _unlisted(self, name: str) -> None:
        """A quoted name that is no component: a definition by the name that a bundle gave it, or a parameter."""
        definition = self._index.definition(name)
        if definition is not None:
            self._spots.append(at_place(definition.place, "text"))
        elif self._owner is not None or name in self._index.parameters:
            self._parameters.append(name)

    def _nouns_beside(self, match: re.Match[str]) -> set[str]:
        """The words before and behind a name that say what sort of thing it is."""
        if self._has_nouns is None:
            self._has_nouns = _NOUN.search(self._text) is not None
        if not self._has_nouns:
            return set()
        before = _WORD_BEFORE.search(self._text[max(0, match.start() - 40) : match.start()])
        behind = _WORD_BEHIND.match(self._text, match.end(), match.end() + 20)
        words = (found[1].lower().removesuffix("s") for found in (before, behind) if found is not None)
        return {word for word in words if word in _NOUNS}

    def _narrow(self) -> None:
        """Put parameters and responses in the place of the operation that they belong to."""
        if not self._operations and not self._parameters and self._owner is None:
            return
        named = {id(each): each for each in self._operations}
        owner = next(iter(named.values())) if len(named) == 1 else self._owner if not named else None
        found: list[Spot] = []
        for name in dict.fromkeys(self._parameters):
            found += self._index.parameter_spots(name, owner)
        if owner is not None and ("response" in self._text or "status" in self._text):
            statuses = {match[1] for match in _STATUS.finditer(self._text)}
            fitting = (each for each in owner.responses if each.status.value in statuses) if statuses else ()
            found += [at_place(each.status.place, "text", whole=True) for each in fitting]
        if found:
            self._spots += found
            self._operations = [each for each in self._operations if each is not owner]


def the_one(spots: tuple[Spot, ...]) -> Spot | None:
    """The only spot; of several the deepest, if it lies in all others."""
    if not spots:
        return None
    deepest = max(spots, key=lambda spot: len(spot.pointer))
    for spot in spots:
        same_file = spot.place.document is deepest.place.document
        if not same_file or deepest.pointer[: len(spot.pointer)] != spot.pointer:
            return None
    return deepest
