"""What a text names: pointers, dotted paths, operations, `METHOD /path`, components, parameters, lines.

A text of a server is no grammar. A name counts where nothing else can be meant: in quotes or backticks, behind a word
that says what it is, or where it is no word of a language. What names several things names none of them, unless all of
them hold the one that is deepest.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear.connector import HTTP_METHODS
from preclear.upload.mapping_field import parameter_spot
from preclear.upload.mapping_index import as_written
from preclear.upload.mapping_origin import LINE, POSITION, file_beside
from preclear.upload.mapping_path import Path, read_path
from preclear.upload.mapping_walk import at_place

if TYPE_CHECKING:
    from preclear.connector import Operation
    from preclear.upload.mapping_index import Index
    from preclear.upload.mapping_origin import Origins
    from preclear.upload.mapping_root import Roots
    from preclear.upload.mapping_walk import Spot

_LONGEST = 2048  # characters of a text that are looked at: names further on are no longer what it is about
_ROUTE = re.compile(rf"\b({'|'.join(HTTP_METHODS)})\s+(/[^\s\"'`<>,;]*)", re.IGNORECASE)
_ROOTS = "paths|webhooks|components|info|servers|security|tags|externalDocs|actions|triggers|definitions|connector"
_DOTTED = re.compile(
    rf"""(?<![\w/.#$~-])(?:\$\.?)?(?:{_ROOTS})
    (?:\.[^\s.\["'`,;()]+|\[\s*(?:\d+|"[^"]*"|'[^']*')\s*\])+""",
    re.VERBOSE,
)
_POINTER = re.compile(r"(?<![\w/:.}~#-])#?/[^\s\"'`<>|,;]+")
_BEHIND_NAME = re.compile(r"(?<![\w$.\[\]/~#{}-])([A-Za-z0-9_$][\w$~-]*)(?:[./]|\[)[^\s\"'`<>|,;()]+")
_QUOTED = re.compile(r"`([^`\n]{1,200})`|\"([^\"\n]{1,200})\"|(?<!\w)'([^'\n]{1,200})'(?!\w)")
_WORD = re.compile(r"[A-Za-z0-9_$][\w$.-]*")
_TELLING = re.compile(r"[a-z][A-Z]|[A-Za-z]\d|[_$]|\w-\w|\w\.\w")
_STATUS = re.compile(r"\b(?:response|status)(?: code| status)? [`'\"]?([1-5](?:\d\d|XX)|default)\b")
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
        self._roots = roots
        self._origins = origins
        self._known: dict[tuple[str, int], Spot | None] = {}

    def find(self, text: str, owner: Operation | None = None) -> Spot | None:
        """The spot of the one thing that `text` names; None where it names none or several.

        `owner` is the operation that the text is about: its parameters and responses can be named without it then.
        """
        read = text[:_LONGEST]
        key = (read, id(owner))
        if key not in self._known:
            if len(self._known) == _REMEMBERED:
                self._known.clear()
            reading = _TextReading(self._index, self._roots, self._origins, owner)
            self._known[key] = reading.read(as_written(read))
        return self._known[key]


class _TextReading:
    """One text. What was understood is blanked, so that nothing counts twice."""

    def __init__(self, index: Index, roots: Roots, origins: Origins, owner: Operation | None) -> None:
        self._index = index
        self._roots = roots
        self._origins = origins
        self._owner = owner
        self._text = ""
        self._has_nouns = False
        self._spots: list[Spot] = []
        self._operations: list[Operation] = []
        self._parameters: list[str] = []

    def read(self, text: str) -> Spot | None:
        self._text = text
        self._has_nouns = _NOUN.search(text) is not None
        for pattern, take in (
            (LINE, self._line),
            (POSITION, self._line),
            (_ROUTE, self._route),
            (_DOTTED, self._dotted),
            (_POINTER, self._pointer),
            (_BEHIND_NAME, self._behind_name),
        ):
            for match in pattern.finditer(self._text):
                if take(match):
                    self._blank(*match.span())
        for match in _QUOTED.finditer(self._text):
            self._name(next(filter(None, match.groups()), "").strip(), match, sure=True)
            self._blank(*match.span())
        for match in _WORD.finditer(self._text):
            self._name(match[0].rstrip(".-"), match, sure=False)
        self._narrow()
        return _the_one([*self._spots, *(at_place(each.place, "text") for each in self._operations)])

    def _blank(self, start: int, end: int) -> None:
        self._text = f"{self._text[:start]}{' ' * (end - start)}{self._text[end:]}"

    def _line(self, match: re.Match[str]) -> bool:
        place = self._origins.at_match(match)
        file = file_beside(match)
        if file is not None:
            self._blank(file[1], file[2])
        if place is not None:
            self._spots.append(at_place(place, "text"))
        return True

    def _route(self, match: re.Match[str]) -> bool:
        for path in _trims(match[2]):
            routed = self._index.at_route(match[1], path)
            if routed:
                self._operations.extend(routed)
                return True
        for path in _trims(match[2]):
            key = self._index.path_key(path)
            if key is not None:  # a method that the path does not have: what is wrong with another is not its fault
                self._spots.append(at_place(key, "text")._replace(method=match[1].lower()))
                return True
        return False

    def _behind_name(self, match: re.Match[str]) -> bool:
        """Take `getPet.parameters[1]`, `Pet/properties/name`: a name, and what leads to a part of what it names.

        Where it leads to nothing that is there, a name that is no word of a language counts all the same.
        """
        found = None
        for text in _trims(match[0]):
            for path in (read_path(text), read_path(f"/{text}")) if "/" in text else (read_path(text),):
                spot = self._roots.named_spot(path)
                if spot is not None and spot.placed == "exact" and spot.place.missing is None:
                    self._spots.append(spot._replace(placed="text"))
                    return True
                found = found or spot
        if found is None or not _TELLING.search(match[1]):
            return False
        self._spots.append(found._replace(placed="text"))
        return True

    def _dotted(self, match: re.Match[str]) -> bool:
        return self._rooted([match[0].rstrip(".:!?")])

    def _pointer(self, match: re.Match[str]) -> bool:
        trims = _trims(match[0])
        if self._rooted(trims):
            return True
        for text in trims:
            actions = self._index.at_path.get(text)
            if actions:
                if len(actions) == 1:
                    self._operations.append(actions[0])
                else:
                    self._spots.append(at_place(actions[0].path.place, "text"))
                return True
        return False

    def _rooted(self, texts: list[str]) -> bool:
        """Take the first of `texts` that leads to a node that is there, else the last that leads anywhere."""
        found = None
        for text in texts:
            spot = self._roots.spot(read_path(text), bare=False)
            if spot is None or (spot.placed != "exact" and len(spot.pointer) < 2):
                continue
            found = spot
            if spot.placed == "exact" and spot.place.missing is None:
                break
        if found is None:
            return False
        self._spots.append(found._replace(placed="text"))
        return True

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
        if not (sure or alone or nouns or _TELLING.search(name)):
            return
        operations = [] if nouns and not nouns & _OPERATION_NOUNS else index.named.get(name, [])
        components = [] if nouns and not nouns & _COMPONENT_NOUNS else index.components.get(name, [])
        if len(components) > 1 and nouns & {"definition", "schema", "model"}:
            components = [place for place in components if place.pointer[1] == "schemas"]
        if not operations and not components and sure:
            self._unlisted(name)
        self._operations.extend(each for each in operations if each not in self._operations)
        self._spots.extend(at_place(place, "text") for place in components)

    def _unlisted(self, name: str) -> None:
        """A quoted name that is no component: a definition by the name that a bundle gave it, or a parameter."""
        definition = self._index.definition(name)
        if definition is not None:
            self._spots.append(at_place(definition.place, "text"))
        elif self._owner is not None or name in self._index.parameters:
            self._parameters.append(name)

    def _nouns_beside(self, match: re.Match[str]) -> frozenset[str]:
        """The words before and behind a name that say what sort of thing it is."""
        if not self._has_nouns:
            return frozenset()
        before = self._text[max(0, match.start() - 40) : match.start()]
        behind = self._text[match.end() : match.end() + 20]
        words = [*re.findall(r"([A-Za-z]+)[\s:]*$", before), *re.findall(r"^\s([A-Za-z]+)", behind)]
        near = {word.lower().removesuffix("s") for word in words}
        return frozenset(near & _NOUNS)

    def _narrow(self) -> None:
        """Put parameters and responses in the place of the operation that they belong to."""
        named = {id(each): each for each in self._operations}
        owner = next(iter(named.values())) if len(named) == 1 else self._owner if not named else None
        found: list[Spot] = []
        for name in dict.fromkeys(self._parameters):
            held = owner.parameters if owner is not None else self._index.parameters.get(name, ())
            fitting = [each for each in held if each.name.value == name]
            found += [parameter_spot(each, Path(()), self._index.connector.description) for each in fitting]
        if owner is not None:
            statuses = {match[1] for match in _STATUS.finditer(self._text)}
            fitting_responses = (each for each in owner.responses if each.status.value in statuses)
            found += [at_place(each.status.place, whole=True) for each in fitting_responses]
        if found:
            self._spots += [spot._replace(placed="text") for spot in found]
            self._operations = [each for each in self._operations if each is not owner]


def _trims(text: str) -> list[str]:
    """`text`, and without the marks of a sentence at its end, one after the other."""
    found = [text]
    while len(text) > 1 and text[-1] in ".:!?)]}*" and len(found) < 6:
        text = text[:-1]
        found.append(text)
    return found


def _the_one(spots: list[Spot]) -> Spot | None:
    """The only spot; of several the deepest, if it lies in all others."""
    if not spots:
        return None
    deepest = max(spots, key=lambda spot: len(spot.pointer))
    for spot in spots:
        same_file = spot.place.document is deepest.place.document
        if not same_file or deepest.pointer[: len(spot.pointer)] != spot.pointer:
            return None
    return deepest
