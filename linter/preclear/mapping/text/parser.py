"""Parsing of one text into the things that it names. Recognized parts are blanked out, so that nothing counts twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear.mapping.lines import find_lines
from preclear.mapping.location import locate_place
from preclear.mapping.text.mentions import read_mentions, read_program_paths
from preclear.mapping.text.named_things import NamedThings
from preclear.mapping.text.names import NameReader
from preclear.mapping.text.routes import find_routes

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.mapping.connector_index import ConnectorIndex
    from preclear.mapping.origin import OriginResolver
    from preclear.mapping.text.references import ReferenceTarget, TextReferenceResolver
    from preclear.mapping.text.versions import VersionFinder

_ROOT_KEYS = "paths|webhooks|components|info|servers|security|tags|externalDocs|actions|triggers|definitions|connector"
_SECTIONS = "schemas|responses|parameters|examples|requestBodies|headers|securitySchemes|links|callbacks|pathItems"
_STEP = re.compile(r"[./\[]")
_DOTTED = re.compile(
    rf"""(?<![\w/.#~$\]-])(?:(?:\$|instance|data|document|\(?root\)?|spec)\.?)?
    (?:(?:{_ROOT_KEYS})(?=[.\[])|\[\s*(?:"(?:{_ROOT_KEYS})"|'(?:{_ROOT_KEYS})')\s*\])
    (?:\.[^\s.\["'`,;()]+|\[\s*(?:\d+|"[^"]*"|'[^']*')\s*\])*+""",
    re.VERBOSE,
)
_ARROWS = re.compile(rf"(?<![\w/.#~$-])(?:{_ROOT_KEYS})(?:\s{{0,3}}(?:->|→|>|»)\s{{0,3}}[^\s\"'`<>|,;:]+)+")
_POINTER = re.compile(r"(?:(?<!\S)data(?=/)|(?<=[\"'`])data(?=/)|(?<![\w/:.}~#-]))#?/[^\s\"'`<>|,;]+")
_ROOTED = re.compile(rf"(?<![\w/.$~#-])(?:(?:{_ROOT_KEYS})/|(?:{_SECTIONS})[./])[^\s\"'`<>|,;()\[]+")
_FILE = re.compile(r"(?<![\w/.-])((?:\.{1,2}/)*\w[\w./-]*\.(?:ya?ml|json))(#[^\s\"'`<>|,;)\]]*)?", re.IGNORECASE)
_NAME_PATH = re.compile(r"(?<![\w$.\[\]/~#{}-])([A-Za-z0-9_$][\w$~-]*)(?:[./]|\[)[^\s\"'`<>|,;()]+")

_MISSING = re.compile(
    r"\b(?:not|no such|missing|could ?n.t|can ?not|can.t|unable|failed|unresolved|does ?n.t)\b", re.IGNORECASE
)
"""Words of a text about a file that isn't there."""


class TextParser:
    """Parses one text."""

    __slots__ = ("_has_line", "_index", "_origins", "_references", "_text", "_things", "_versions")

    def __init__(
        self,
        index: ConnectorIndex,
        references: TextReferenceResolver,
        origins: OriginResolver,
        versions: VersionFinder,
        text: str,
    ) -> None:
        self._index = index
        self._references = references
        self._origins = origins
        self._versions = versions
        self._text = text
        self._has_line = False
        self._things = NamedThings()

    def parse(self, *, is_in_operation: bool) -> NamedThings:
        """Return what the text names. `is_in_operation` says that the text is about an operation.

        Beside a line, names count only in pointers and the like: most quote what stands there.
        """
        self._read_lines()
        self._read_references()
        self._things.fallback = self._things.fallback or self._versions.find(self._text)
        for span in read_mentions(self._text, self._things.mentions):
            self._blank_out(*span)
        if not self._has_line:
            NameReader(self._index, self._things, self._text, is_in_operation=is_in_operation).read()
        return self._things

    def _read_lines(self) -> None:
        for reference in [*find_lines(self._text)]:
            place = self._origins.place_of_reference(reference)
            for span in reference.spans:
                self._blank_out(*span)
            if place is None:
                continue
            if reference.is_earlier:
                self._things.earlier.append(place)
            else:
                self._things.locations.append(locate_place(place, "text"))
                self._has_line = True

    def _read_references(self) -> None:
        """Match each form of reference, but only if the text has the characters that the form needs."""
        text = self._text
        if ">" in text or "→" in text or "»" in text:
            self._match_references(_ARROWS, self._references.resolve_dotted)
        if "/" in text:
            for route in [*find_routes(self._text)]:
                self._add_target(self._references.resolve_route(route), route.span)
        if _STEP.search(text) is None:
            return
        for span in [*read_program_paths(self._text, self._things.mentions)]:
            self._blank_out(*span)
        if "." in text:
            self._read_files()
        if "." in text or "[" in text:
            self._match_references(_DOTTED, self._references.resolve_dotted)
        if "/" in text:
            self._match_references(_POINTER, self._references.resolve_pointer)
        self._match_references(_ROOTED, self._references.resolve_rooted)
        self._match_references(_NAME_PATH, self._references.resolve_name_path)

    def _match_references(self, pattern: re.Pattern[str], resolve: Callable[[str], ReferenceTarget]) -> None:
        for match in pattern.finditer(self._text):
            self._add_target(resolve(match[0]), match.span())

    def _read_files(self) -> None:
        """Read file names: with a fragment they are pointers, alone they count if nothing else is named."""
        is_missing: bool | None = None  # not known yet
        for match in _FILE.finditer(self._text):
            if match[2] is not None:
                self._add_target(self._references.resolve_in_file(match[1], match[2]), match.span())
                continue
            if self._things.fallback is not None:
                continue
            if is_missing is None:
                is_missing = _MISSING.search(self._text) is not None
            target = self._references.resolve_file(match[1], is_missing=is_missing)
            if target.locations:
                self._things.fallback = target.locations[0]
                self._things.alternatives += target.alternatives
                self._blank_out(*match.span())

    def _add_target(self, target: ReferenceTarget, span: tuple[int, int]) -> None:
        if not target.locations and not target.operations:
            return
        things = self._things
        for location in target.locations:
            operation = self._index.operation_at(location.place)
            if operation is not None:
                things.operations.append(operation)
                continue
            is_component = self._index.is_component(location.place)
            (things.components if is_component else things.locations).append(location)
        things.operations += target.operations
        things.alternatives += target.alternatives
        self._blank_out(*span)

    def _blank_out(self, start: int, end: int) -> None:
        self._text = f"{self._text[:start]}{' ' * (end - start)}{self._text[end:]}"
