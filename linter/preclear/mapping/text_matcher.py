"""Finding what a text names: pointers, dotted paths, operations, `METHOD /path`, components, parameters, lines.

Server texts have no grammar. A name counts only if it's unambiguous: in quotes or backticks, next to a noun such as
"parameter", or if it can't be an ordinary word. A text that names several things has no single location, unless all the
others contain the deepest one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear.connector import HTTP_METHODS
from preclear.mapping.connector_index import MAX_CANDIDATES, to_openapi_path
from preclear.mapping.location import locate_place
from preclear.mapping.origin import LINE_PATTERN, POSITION_PATTERN, find_file_name
from preclear.mapping.reference import IDENTIFIER_PATTERN, TextReferenceResolver

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.connector import Operation
    from preclear.mapping.connector_index import ConnectorIndex
    from preclear.mapping.location import MappedLocation
    from preclear.mapping.origin import OriginResolver
    from preclear.mapping.path_resolver import PathResolver
    from preclear.mapping.reference import ReferenceTarget

_MAX_LENGTH = 2048  # characters of a text that are searched: it's rarely about names further on
_ROUTE = re.compile(rf"\b({'|'.join(HTTP_METHODS)})\s+(/[^\s\"'`<>,;]*)", re.IGNORECASE)
_ROOT_KEYS = "paths|webhooks|components|info|servers|security|tags|externalDocs|actions|triggers|definitions|connector"
_ROUTE_LIKE = re.compile(r"\s/")
_POSITION_LIKE = re.compile(r"\d:\d")
_STEP = re.compile(r"[./\[]")
_DOTTED = re.compile(
    rf"""(?<![\w/.#$~-])(?:\$\.?)?(?:{_ROOT_KEYS})
    (?:\.[^\s.\["'`,;()]+|\[\s*(?:\d+|"[^"]*"|'[^']*')\s*\])+""",
    re.VERBOSE,
)
_POINTER = re.compile(r"(?<![\w/:.}~#-])#?/[^\s\"'`<>|,;]+")
_NAME_PATH = re.compile(r"(?<![\w$.\[\]/~#{}-])([A-Za-z0-9_$][\w$~-]*)(?:[./]|\[)[^\s\"'`<>|,;()]+")
_QUOTED = re.compile(r"`([^`\n]{1,200})`|\"([^\"\n]{1,200})\"|(?<!\w)'([^'\n]{1,200})'(?!\w)")
_WORD = re.compile(r"[A-Za-z0-9_$][\w$.-]*")
_STATUS = re.compile(r"\b(?:response|status)(?: code| status)? [`'\"]?([1-5](?:\d\d|XX)|default)\b")
_WORD_BEFORE = re.compile(r"([A-Za-z]+)[\s:]*$")
_WORD_AFTER = re.compile(r"\s([A-Za-z]+)")
_OPERATION_NOUNS = frozenset({"action", "operation", "operationid", "trigger", "webhook", "endpoint"})
_COMPONENT_NOUNS = frozenset({"definition", "schema", "component", "model", "scheme", "response", "body", "header"})
_PARAMETER_NOUNS = frozenset({"parameter", "param"})
_NOUNS = _OPERATION_NOUNS | _COMPONENT_NOUNS | _PARAMETER_NOUNS
_NOUN = re.compile("|".join(sorted(_NOUNS)), re.IGNORECASE)
_CACHE_SIZE = 4096  # texts: an import repeats the same text for many things


class TextMatcher:
    """Finds the things in one description that texts name."""

    def __init__(self, index: ConnectorIndex, path_resolver: PathResolver, origins: OriginResolver) -> None:
        self._index = index
        self._origins = origins
        self._references = TextReferenceResolver(index, path_resolver)
        self._cache: dict[tuple[str, int], tuple[MappedLocation, ...]] = {}

    def find(self, text: str, owner: Operation | None = None) -> tuple[MappedLocation, ...]:
        """Return the locations of everything that `text` names.

        `owner` is the operation that the text is about, so that it can name that operation's parameters and responses.
        """
        excerpt = text[:_MAX_LENGTH]
        key = (excerpt, id(owner))
        locations = self._cache.get(key)
        if locations is None:
            if len(self._cache) >= _CACHE_SIZE:
                self._cache.clear()
            parser = _TextParser(self._index, self._references, self._origins, owner)
            locations = self._cache[key] = parser.parse(to_openapi_path(excerpt))
        return locations


class _TextParser:
    """Parses one text. Recognized parts are blanked out, so that nothing counts twice."""

    __slots__ = (
        "_has_nouns",
        "_index",
        "_locations",
        "_operations",
        "_origins",
        "_owner",
        "_parameters",
        "_references",
        "_text",
    )

    def __init__(
        self, index: ConnectorIndex, references: TextReferenceResolver, origins: OriginResolver, owner: Operation | None
    ) -> None:
        self._index = index
        self._references = references
        self._origins = origins
        self._owner = owner
        self._text = ""
        self._has_nouns: bool | None = None  # not known yet
        self._locations: list[MappedLocation] = []
        self._operations: list[Operation] = []
        self._parameters: list[str] = []

    def parse(self, text: str) -> tuple[MappedLocation, ...]:
        self._text = text
        self._read_lines()
        self._read_references()
        self._read_names()
        self._narrow_to_parts()
        if not self._operations:
            return tuple(self._locations)
        return (*self._locations, *(locate_place(operation.place, "text") for operation in self._operations))

    def _read_lines(self) -> None:
        if "ine " in self._text:
            self._match_lines(LINE_PATTERN)
        if _POSITION_LIKE.search(self._text):
            self._match_lines(POSITION_PATTERN)

    def _read_references(self) -> None:
        """Match each form of reference, but only if the text has the characters that the form needs."""
        if _ROUTE_LIKE.search(self._text):
            self._match_references(_ROUTE, self._references.resolve_route)
        if "." in self._text or "[" in self._text:
            self._match_references(_DOTTED, self._references.resolve_dotted)
        if "/" in self._text:
            self._match_references(_POINTER, self._references.resolve_pointer)
        if _STEP.search(self._text):
            self._match_references(_NAME_PATH, self._references.resolve_name_path)

    def _read_names(self) -> None:
        text = self._text
        if "`" in text or '"' in text or "'" in text:
            for match in _QUOTED.finditer(text):
                self._read_name(match[match.lastindex or 0].strip(), match, is_quoted=True)
                self._blank_out(*match.span())
        names = self._index.names
        for match in _WORD.finditer(self._text):
            name = match[0].rstrip(".-")
            if name in names:
                self._read_name(name, match, is_quoted=False)

    def _match_references(self, pattern: re.Pattern[str], resolve: Callable[[re.Match[str]], ReferenceTarget]) -> None:
        for match in pattern.finditer(self._text):
            locations, operations = resolve(match)
            if locations or operations:
                self._locations += locations
                self._operations += operations
                self._blank_out(*match.span())

    def _blank_out(self, start: int, end: int) -> None:
        self._text = f"{self._text[:start]}{' ' * (end - start)}{self._text[end:]}"

    def _match_lines(self, pattern: re.Pattern[str]) -> None:
        for match in pattern.finditer(self._text):
            place = self._origins.place_of_match(match)
            file = find_file_name(match)
            if file is not None:
                self._blank_out(file[1], file[2])
            if place is not None:
                self._locations.append(locate_place(place, "text"))
            self._blank_out(*match.span())

    def _read_name(self, name: str, match: re.Match[str], *, is_quoted: bool) -> None:
        """Accept a name if it's quoted, next to a noun, a label at the start, or clearly an identifier."""
        if not name:
            return
        nouns = self._adjacent_nouns(match)
        if nouns & _PARAMETER_NOUNS:
            self._parameters.append(name)
            return
        index = self._index
        is_label = match.start() == 0 and self._text[match.end() : match.end() + 1] == ":"
        if not (is_quoted or is_label or nouns or IDENTIFIER_PATTERN.search(name)):
            return
        operations = [] if nouns and not nouns & _OPERATION_NOUNS else index.operations_by_name.get(name, [])
        components = [] if nouns and not nouns & _COMPONENT_NOUNS else index.components_by_name.get(name, [])
        if len(components) > 1 and nouns & {"definition", "schema", "model"}:
            components = [place for place in components if place.pointer[1] == "schemas"]
        if not operations and not components and is_quoted:
            self._read_unlisted_name(name)
        self._operations.extend(
            operation for operation in operations[:MAX_CANDIDATES] if operation not in self._operations
        )
        self._locations.extend(locate_place(place, "text") for place in components)

    def _read_unlisted_name(self, name: str) -> None:
        """Read a quoted name that is no component: a definition by its name in the bundle, or a parameter."""
        definition = self._index.find_definition(name)
        if definition is not None:
            self._locations.append(locate_place(definition.place, "text"))
        elif self._owner is not None or name in self._index.parameters_by_name:
            self._parameters.append(name)

    def _adjacent_nouns(self, match: re.Match[str]) -> set[str]:
        """Return the nouns directly before and after a name, which say what kind of thing it is."""
        if self._has_nouns is None:
            self._has_nouns = _NOUN.search(self._text) is not None
        if not self._has_nouns:
            return set()
        before = _WORD_BEFORE.search(self._text[max(0, match.start() - 40) : match.start()])
        after = _WORD_AFTER.match(self._text, match.end(), match.end() + 20)
        words = (
            adjacent_match[1].lower().removesuffix("s")
            for adjacent_match in (before, after)
            if adjacent_match is not None
        )
        return {word for word in words if word in _NOUNS}

    def _narrow_to_parts(self) -> None:
        """Replace the operation by those of its parameters and responses that the text names."""
        if not self._operations and not self._parameters and self._owner is None:
            return
        operations = {id(operation): operation for operation in self._operations}
        owner = next(iter(operations.values())) if len(operations) == 1 else self._owner if not operations else None
        locations: list[MappedLocation] = []
        for name in dict.fromkeys(self._parameters):
            locations += self._index.parameter_locations(name, owner)
        if owner is not None and ("response" in self._text or "status" in self._text):
            statuses = {match[1] for match in _STATUS.finditer(self._text)}
            responses = (
                (response for response in owner.responses if response.status.value in statuses) if statuses else ()
            )
            locations += [locate_place(response.status.place, "text", is_subtree=True) for response in responses]
        if locations:
            self._locations += locations
            self._operations = [operation for operation in self._operations if operation is not owner]


def single_location(locations: tuple[MappedLocation, ...]) -> MappedLocation | None:
    """Return the only location, or the deepest if all the others contain it; None otherwise."""
    if not locations:
        return None
    deepest = max(locations, key=lambda location: len(location.pointer))
    for location in locations:
        is_same_file = location.place.document is deepest.place.document
        if not is_same_file or deepest.pointer[: len(location.pointer)] != location.pointer:
            return None
    return deepest
