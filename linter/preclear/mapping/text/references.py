"""References in texts: a pointer, a dotted path, `METHOD /path`, a file, or a name followed by a path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from preclear.mapping.connector_index import MAX_CANDIDATES
from preclear.mapping.field_path import FieldPath, parse_field_path
from preclear.mapping.location import locate_path, locate_place, with_text_placement
from preclear.mapping.text.words import is_identifier
from preclear.source import Node, Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.connector import Operation
    from preclear.mapping.connector_index import ConnectorIndex
    from preclear.mapping.location import MappedLocation
    from preclear.mapping.path_resolver import PathResolver
    from preclear.mapping.text.reference_places import ReferencePlaces
    from preclear.mapping.text.routes import RouteReference

_CACHE_SIZE = 4096  # references: an import names the same things over and over
_INSTANCE = re.compile(r"^(?:instance|data|document|\(?root\)?|spec)\.?(?=\w|\[)")
_ARROW = re.compile(r"\s*(?:->|→|>|»)\s*")


class ReferenceTarget(NamedTuple):
    """The targets of a reference; empty if it leads nowhere. `alternatives` are further places of the same target."""

    locations: tuple[MappedLocation, ...] = ()
    operations: tuple[Operation, ...] = ()
    alternatives: tuple[Place, ...] = ()


NO_TARGET = ReferenceTarget()


class TextReferenceResolver:
    """Resolves references in one description, with a cache."""

    def __init__(self, index: ConnectorIndex, path_resolver: PathResolver, reference_places: ReferencePlaces) -> None:
        self._index = index
        self._path_resolver = path_resolver
        self._reference_places = reference_places
        self._cache: dict[tuple[str, str], ReferenceTarget] = {}
        self._base_path = urlsplit(index.connector.base_url.value.replace("{", "").replace("}", "")).path.rstrip("/")

    def resolve_route(self, route: RouteReference) -> ReferenceTarget:
        """Resolve a method and a path."""
        return self._resolve_cached(f"route {route.host}", f"{route.method} {route.path}", self._resolve_route, route)

    def resolve_dotted(self, text: str) -> ReferenceTarget:
        """Resolve `paths./pets.get`, `$.components.schemas['Pet']` or `paths -> /pets -> get`."""
        return self._resolve_cached("dotted", text, self._resolve_dotted, text)

    def resolve_pointer(self, text: str) -> ReferenceTarget:
        """Resolve `#/paths/~1pets/get`, or a path as the document writes it."""
        return self._resolve_cached("pointer", text, self._resolve_pointer, text)

    def resolve_rooted(self, text: str) -> ReferenceTarget:
        """Resolve `components/schemas/Pet`, `schemas/Pet` or `schemas.Pet`: a pointer that lacks its start."""
        return self._resolve_cached("rooted", text, self._resolve_rooted, text)

    def resolve_name_path(self, text: str) -> ReferenceTarget:
        """Resolve `getPet.parameters[1]` or `Pet/properties/name`: a name followed by a path.

        If the path doesn't exist, the name counts on its own unless it could be an ordinary word.
        """
        return self._resolve_cached("name path", text, self._resolve_name_path, text)

    def resolve_in_file(self, name: str, fragment: str) -> ReferenceTarget:
        """Resolve `models/pet.yaml#/Pet`: a node of that file or, if there is none, the references to it."""
        return self._resolve_cached(f"in file {name}", fragment, self._resolve_in_file, (name, fragment))

    def resolve_file(self, name: str, *, is_missing: bool) -> ReferenceTarget:
        """Resolve the name of a file: the references to it if the text says that it's missing, else the file itself."""
        return self._resolve_cached(f"file {is_missing}", name, self._resolve_file, (name, is_missing))

    def _resolve_cached(
        self, form: str, text: str, resolve: Callable[..., ReferenceTarget], argument: object
    ) -> ReferenceTarget:
        key = (form, text)
        target = self._cache.get(key)
        if target is None:
            if len(self._cache) >= _CACHE_SIZE:
                self._cache.clear()
            target = self._cache[key] = resolve(argument)
        return target

    def _resolve_route(self, route: RouteReference) -> ReferenceTarget:
        variants = trim_variants(route.path)
        if route.host and self._base_path:
            prefix = f"{self._base_path}/"
            variants += [f"/{path[len(prefix) :]}" for path in variants if path.startswith(prefix)]
        for path in variants:
            actions = self._index.find_by_route(route.method, path)
            if actions:
                return ReferenceTarget(operations=tuple(actions[:MAX_CANDIDATES]))
        for path in variants:
            key = self._index.find_path_key(path)
            if key is not None:  # the path lacks this method, so findings about its other methods don't count
                return ReferenceTarget((locate_place(key, "text")._replace(method=route.method.lower()),))
        return NO_TARGET

    def _resolve_dotted(self, text: str) -> ReferenceTarget:
        text = _INSTANCE.sub("", text).rstrip(".:!?")
        if ">" in text or "→" in text or "»" in text:
            return self._resolve_from_root([FieldPath(tuple(_ARROW.split(text)))])
        return self._resolve_from_root([parse_field_path(text)])

    def _resolve_pointer(self, text: str) -> ReferenceTarget:
        text = text.removeprefix("data")
        variants = trim_variants(text)
        for variant in variants if text.startswith("#/") else ():
            places = self._reference_places.find_written(variant)
            if places and not self._path_resolver.is_existing(parse_field_path(variant)):
                return _references_target(places)
        target = self._resolve_from_root([parse_field_path(variant) for variant in variants])
        if target is not NO_TARGET:
            return target
        for path in variants:
            actions = self._index.find_by_path(path)
            if len(actions) == 1:
                return ReferenceTarget(operations=(actions[0],))
            if actions:
                keys = {action.path.place.identity: action.path.place for action in actions}
                return ReferenceTarget(tuple(locate_place(key, "text") for key in [*keys.values()][:MAX_CANDIDATES]))
        return NO_TARGET

    def _resolve_rooted(self, text: str) -> ReferenceTarget:
        """Resolve the shortest way of writing a pointer whose node exists; it never rounds."""
        for variant in trim_variants(text):
            path = parse_field_path(f"/{variant}" if "/" in variant else variant)
            if path.head not in ("paths", "components", "webhooks", "info", "servers", "security", "tags"):
                path = FieldPath(("components", *path.parts), path.separator)
            location = self._path_resolver.locate(path, allow_bare_fields=False)
            if location is not None and location.placed == "exact" and location.place.missing is None:
                return ReferenceTarget((with_text_placement(location),))
        return NO_TARGET

    def _resolve_name_path(self, text: str) -> ReferenceTarget:
        location = None
        for variant in trim_variants(text):
            for path in (
                (parse_field_path(variant), parse_field_path(f"/{variant}"))
                if "/" in variant
                else (parse_field_path(variant),)
            ):
                candidate = self._path_resolver.locate_named(path)
                if candidate is not None and candidate.placed == "exact" and candidate.place.missing is None:
                    return ReferenceTarget((with_text_placement(candidate),))
                location = location or candidate
        name = re.split(r"[./\[]", text, maxsplit=1)[0]
        if location is None or not is_identifier(name):
            return NO_TARGET
        return ReferenceTarget((with_text_placement(location),))

    def _resolve_in_file(self, argument: tuple[str, str]) -> ReferenceTarget:
        name, fragment = argument
        document = self._reference_places.find_document(name)
        variants = trim_variants(fragment)
        if document is not None:
            for variant in variants:
                root = Node(document, (), document.value)
                location = locate_path(root, parse_field_path(variant), self._index.connector.api)
                if location.placed == "exact" and location.place.missing is None:
                    return ReferenceTarget((with_text_placement(location),))
        for variant in variants:
            target = _references_target(self._reference_places.find_written(f"{name}{variant}"))
            if target is not NO_TARGET:
                return target
        return NO_TARGET if document is not None else self._resolve_pointer(fragment)

    def _resolve_file(self, argument: tuple[str, bool]) -> ReferenceTarget:
        name, is_missing = argument
        document = self._reference_places.find_document(name)
        if document is not None and not is_missing:
            return ReferenceTarget((locate_place(Place(document, ()), "text"),))
        return _references_target(self._reference_places.find_to_file(name))

    def _resolve_from_root(self, paths: list[FieldPath]) -> ReferenceTarget:
        """Resolve the first of `paths` whose node exists, else the last that leads anywhere."""
        location = None
        for path in paths:
            candidate = self._path_resolver.locate(path, allow_bare_fields=False)
            if candidate is None or (candidate.placed != "exact" and len(candidate.pointer) < 2):
                continue
            location = candidate
            if candidate.placed == "exact" and candidate.place.missing is None:
                break
        return NO_TARGET if location is None else ReferenceTarget((with_text_placement(location),))


def _references_target(places: list[Place]) -> ReferenceTarget:
    """Return the first of several references to the same thing, with the others as alternatives."""
    if not places:
        return NO_TARGET
    return ReferenceTarget((locate_place(places[0], "text"),), alternatives=tuple(places[1:]))


def trim_variants(text: str) -> list[str]:
    """Return `text`, and `text` with one trailing punctuation mark less each time."""
    variants = [text]
    while len(text) > 1 and text[-1] in ".:!?)]}*" and len(variants) < 6:
        text = text[:-1]
        variants.append(text)
    return variants
