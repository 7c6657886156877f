"""References in texts: a pointer, a dotted path, `METHOD /path`, or a name followed by a path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from preclear.mapping.connector_index import MAX_CANDIDATES
from preclear.mapping.field_path import parse_field_path
from preclear.mapping.location import locate_place, with_text_placement

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.connector import Operation
    from preclear.mapping.connector_index import ConnectorIndex
    from preclear.mapping.location import MappedLocation
    from preclear.mapping.path_resolver import PathResolver

_CACHE_SIZE = 4096  # references: an import names the same things over and over

IDENTIFIER_PATTERN = re.compile(r"[a-z][A-Z]|[A-Za-z]\d|[_$]|\w-\w|\w\.\w")
"""Matches names that can't be ordinary words."""


class ReferenceTarget(NamedTuple):
    """The targets of a reference; both are empty if it leads nowhere."""

    locations: tuple[MappedLocation, ...] = ()
    operations: tuple[Operation, ...] = ()


_NO_TARGET = ReferenceTarget()


class TextReferenceResolver:
    """Resolves references in one description, with a cache."""

    def __init__(self, index: ConnectorIndex, path_resolver: PathResolver) -> None:
        self._index = index
        self._path_resolver = path_resolver
        self._cache: dict[tuple[str, str], ReferenceTarget] = {}

    def resolve_route(self, match: re.Match[str]) -> ReferenceTarget:
        """Resolve `METHOD /path`."""
        return self._resolve_cached("route", self._resolve_route, match)

    def resolve_dotted(self, match: re.Match[str]) -> ReferenceTarget:
        """Resolve `paths./pets.get` or `$.components.schemas['Pet']`."""
        return self._resolve_cached("dotted", self._resolve_dotted, match)

    def resolve_pointer(self, match: re.Match[str]) -> ReferenceTarget:
        """Resolve `#/paths/~1pets/get`, or a path as the document writes it."""
        return self._resolve_cached("pointer", self._resolve_pointer, match)

    def resolve_name_path(self, match: re.Match[str]) -> ReferenceTarget:
        """Resolve `getPet.parameters[1]` or `Pet/properties/name`: a name followed by a path.

        If the path doesn't exist, the name counts on its own unless it could be an ordinary word.
        """
        return self._resolve_cached("name path", self._resolve_name_path, match)

    def _resolve_cached(
        self, form: str, resolve: Callable[[re.Match[str]], ReferenceTarget], match: re.Match[str]
    ) -> ReferenceTarget:
        key = (form, match[0])
        target = self._cache.get(key)
        if target is None:
            if len(self._cache) >= _CACHE_SIZE:
                self._cache.clear()
            target = self._cache[key] = resolve(match)
        return target

    def _resolve_route(self, match: re.Match[str]) -> ReferenceTarget:
        variants = trim_variants(match[2])
        for path in variants:
            actions = self._index.find_by_route(match[1], path)
            if actions:
                return ReferenceTarget(operations=tuple(actions[:MAX_CANDIDATES]))
        for path in variants:
            key = self._index.find_path_key(path)
            if key is not None:  # the path lacks this method, so findings about its other methods don't count
                return ReferenceTarget((locate_place(key, "text")._replace(method=match[1].lower()),))
        return _NO_TARGET

    def _resolve_dotted(self, match: re.Match[str]) -> ReferenceTarget:
        return self._resolve_from_root([match[0].rstrip(".:!?")])

    def _resolve_pointer(self, match: re.Match[str]) -> ReferenceTarget:
        variants = trim_variants(match[0])
        target = self._resolve_from_root(variants)
        if target is not _NO_TARGET:
            return target
        for text in variants:
            actions = self._index.actions_by_path.get(text)
            if actions:
                if len(actions) == 1:
                    return ReferenceTarget(operations=(actions[0],))
                return ReferenceTarget((locate_place(actions[0].path.place, "text"),))
        return _NO_TARGET

    def _resolve_name_path(self, match: re.Match[str]) -> ReferenceTarget:
        location = None
        for text in trim_variants(match[0]):
            for path in (
                (parse_field_path(text), parse_field_path(f"/{text}")) if "/" in text else (parse_field_path(text),)
            ):
                candidate = self._path_resolver.locate_named(path)
                if candidate is not None and candidate.placed == "exact" and candidate.place.missing is None:
                    return ReferenceTarget((with_text_placement(candidate),))
                location = location or candidate
        if location is None or not IDENTIFIER_PATTERN.search(match[1]):
            return _NO_TARGET
        return ReferenceTarget((with_text_placement(location),))

    def _resolve_from_root(self, texts: list[str]) -> ReferenceTarget:
        """Resolve the first of `texts` whose node exists, else the last that leads anywhere."""
        location = None
        for text in texts:
            candidate = self._path_resolver.locate(parse_field_path(text), allow_bare_fields=False)
            if candidate is None or (candidate.placed != "exact" and len(candidate.pointer) < 2):
                continue
            location = candidate
            if candidate.placed == "exact" and candidate.place.missing is None:
                break
        return _NO_TARGET if location is None else ReferenceTarget((with_text_placement(location),))


def trim_variants(text: str) -> list[str]:
    """Return `text`, and `text` with one trailing punctuation mark less each time."""
    variants = [text]
    while len(text) > 1 and text[-1] in ".:!?)]}*" and len(variants) < 6:
        text = text[:-1]
        variants.append(text)
    return variants
