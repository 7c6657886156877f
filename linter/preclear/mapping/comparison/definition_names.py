"""Which planned definition each definition of the answer is, whatever the platform calls it."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.mapping.comparison.pairing import Pairing
from preclear.mapping.comparison.values import accepted_essences, is_equal_text

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from preclear.connector import Definition, MediaType, Operation, Response
    from preclear.mapping.answer.resources import AnswerResource, ResourceList
    from preclear.mapping.connector_index import ConnectorIndex
    from preclear.source import Json

_INVALID_CHARACTER = re.compile(r"[^a-zA-Z0-9_\-]")

_Link: TypeAlias = "dict[str, Json]"
"""The definition in an item of a body's or response's `definitions`: the definition as a whole, repeated."""


class PairedDefinitions(NamedTuple):
    """The definitions of the plan and the answer. `missing` has no definition whose absence isn't certain.

    `uncertain_count` counts the definitions whose names are made up and that nothing tells apart: as many are planned.
    `duplicates` and `unexpected` are positions in `resources`.
    """

    resources: ResourceList
    pairs: list[tuple[Definition, AnswerResource]]
    uncertain_count: int
    missing: list[Definition]
    duplicates: array[int]
    unexpected: array[int]


class DefinitionNames:
    """The names that the platform uses for definitions.

    A definition with a name of its own is found by it. One that has none, because its schema is written in a body, is
    found by the bodies and responses that use it: by media type, and if that is ambiguous by elimination. The rest is
    paired by media types and number only, because its names are made up.
    """

    def __init__(
        self,
        index: ConnectorIndex,
        resources: ResourceList | None,
        operations: Iterable[tuple[Operation, AnswerResource]],
    ) -> None:
        self.is_listed_by_media_type: bool = False
        """Whether a definition that serves two media types of one body is listed twice there."""
        self._index = index
        self._by_name: dict[str, Definition] = {}
        self._names: dict[int, str] = {}
        self._name_by_link_id: dict[str, str] = {}
        self._listed_names: set[str | None] = {resource.text("name") for resource in resources or ()}
        self._listed_ids: set[int] = set()
        for name in self._listed_names:
            definition = self._find_named(name)
            if definition is not None and name is not None:
                self._add(name, definition)
                self._listed_ids.add(id(definition))
        self._has_list = resources is not None
        for operation, resource in operations:
            for media_types, links in _iter_uses(operation, resource.value):
                self._pair_uses(media_types, links)
        self.paired: PairedDefinitions | None = self._pair_definitions(resources) if resources is not None else None
        self._missing_ids = {id(definition) for definition in (self.paired.missing if self.paired is not None else ())}

    def find(self, name: str) -> Definition | None:
        """Return the definition that the platform calls `name`."""
        return self._by_name.get(name) or self._find_named(name)

    def find_used(self, item: dict[str, Json]) -> Definition | None:
        """Return the definition that an item of a body's or response's `definitions` uses."""
        name = _link_name(item.get("definition"))
        return None if name is None else self.find(name)

    def used_definitions(self, holder: dict[str, Json]) -> Hashable:
        """Return the identities of the definitions that a body or response in the answer uses."""
        items = holder.get("definitions")
        objects = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
        return frozenset(id(definition) for item in objects if (definition := self.find_used(item)) is not None)

    def platform_name(self, definition: Definition) -> str | None:
        """Return the name that the platform uses for a definition; None if the answer doesn't have it."""
        return self._names.get(id(definition))

    def is_missing(self, definition: Definition | None) -> bool:
        """Return whether a definition is reported as missing from the answer's list."""
        return id(definition) in self._missing_ids

    def _add(self, name: str, definition: Definition) -> None:
        self._by_name.setdefault(name, definition)
        self._names.setdefault(id(definition), name)

    def _find_named(self, name: str | None) -> Definition | None:
        """Return the planned definition that the document itself calls `name`."""
        definition = self._index.find_definition(name)
        return definition if definition is not None and definition.name.is_present else None

    def _pair_uses(self, media_types: tuple[MediaType, ...], links: list[_Link]) -> None:
        """Pair the definitions of one body or response that have no name, or another than planned."""
        names = [name for link in links if (name := _link_name(link)) is not None]
        self.is_listed_by_media_type = self.is_listed_by_media_type or len(set(names)) < len(names)
        for link in links:
            link_id, name = link.get("id"), _link_name(link)
            if isinstance(link_id, str) and name is not None:
                self._name_by_link_id.setdefault(link_id, name)
        rest = [media_type for media_type in media_types if media_type.definition is not None]
        pairing = Pairing(rest, [link for link in links if _link_name(link) is not None])
        pairing.pair_by(
            lambda media_type: media_type.definition.name.value if media_type.definition else None, _link_name
        )
        pairing.pair_by(
            lambda media_type: self._names.get(id(media_type.definition)),
            lambda link: name if self._find_named(name := _link_name(link)) is None else None,
        )
        pairing.actual = [link for link in pairing.actual if self._find_named(_link_name(link)) is None]
        pairing.planned = [media_type for media_type in pairing.planned if self._can_have_other_name(media_type)]
        essences = {media_type.essence for media_type in pairing.planned}
        pairing.pair_by(
            lambda media_type: media_type.essence,
            lambda link: next(iter(common), None) if len(common := essences & accepted_essences(link)) == 1 else None,
            is_unique=True,
        )
        if len(pairing.planned) == len(pairing.actual):
            pairing.pair_by(lambda _: "", lambda _: "")
        for media_type, link in pairing.pairs:
            name = _link_name(link)
            if media_type.definition is not None and name is not None:
                self._add(name, media_type.definition)

    def _can_have_other_name(self, media_type: MediaType) -> bool:
        """Return whether the platform can use another name: one that it made up, or that replaces the planned one."""
        definition = media_type.definition
        if definition is None or (definition.name.is_present and not self._has_list):
            return False
        return not definition.name.is_present or id(definition) not in self._listed_ids

    def _pair_definitions(self, resources: ResourceList) -> PairedDefinitions:
        pairs: dict[int, tuple[Definition, AnswerResource]] = {}
        duplicates, rest = array("l"), array("l")  # there can be a million
        names: set[str] = set()
        for position, resource in enumerate(resources):
            name = resource.text("name")
            definition = None if name is None else self.find(name) or self._find_unnamed(name)
            if definition is None or name is None:
                rest.append(position)
            elif name in names:
                duplicates.append(position)
            else:
                names.add(name)
                self._add(name, definition)
                pairs.setdefault(id(definition), (definition, resource))
        pairing = Pairing([definition for definition in self._definitions() if id(definition) not in pairs], rest)
        self._pair_renamed(pairing, resources)
        for definition, position in pairing.pairs:
            self._add(resources[position].text("name") or "", definition)
            pairs[id(definition)] = (definition, resources[position])
        pairing.pair_by(lambda definition: None if definition.name.is_present else "", lambda _: "")
        uncertain_count = sum(id(definition) not in pairs for definition, _ in pairing.pairs)
        missing = [definition for definition in pairing.planned if self._is_missing(definition)]
        unexpected = array("l", pairing.actual)
        return PairedDefinitions(resources, [*pairs.values()], uncertain_count, missing, duplicates, unexpected)

    def _definitions(self) -> tuple[Definition, ...]:
        return self._index.connector.definitions

    def _find_unnamed(self, name: str) -> Definition | None:
        """Return the definition that has no name and gets `name` in the plan, unless it's found under another."""
        definition = self._index.definitions_by_name.get(name)
        return definition if definition is not None and id(definition) not in self._names else None

    def _pair_renamed(self, pairing: Pairing[Definition, int], resources: ResourceList) -> None:
        """Pair definitions of other names: by the links to them, by what is left of the name, by what they accept."""
        pairing.pair_by(
            lambda definition: definition.name.value,
            lambda position: self._name_by_link_id.get(resources[position].text("id") or ""),
            is_unique=True,
        )
        pairing.pair_by(
            lambda definition: _sanitize(definition.name.value) if definition.name.is_present else None,
            lambda position: resources[position].text("name"),
        )
        named = [definition for definition in pairing.planned if definition.name.is_present and _is_valid(definition)]
        if len(named) == len(pairing.actual) == 1 and _is_alike(named[0], resources[pairing.actual[0]]):
            pairing.pair_by(lambda definition: "" if definition is named[0] else None, lambda _: "")
        pairing.pair_by(
            lambda definition: None if definition.name.is_present else frozenset(definition.accept),
            lambda position: accepted_essences(resources[position].value),
        )

    def _is_missing(self, definition: Definition) -> bool:
        """Return whether a definition isn't in the list. One that has no name is missing only if a body uses it."""
        name = self._names.get(id(definition))
        return definition.name.is_present or (name is not None and name not in self._listed_names)


def _is_alike(definition: Definition, resource: AnswerResource) -> bool:
    description = resource.value.get("description")
    return frozenset(definition.accept) == accepted_essences(resource.value) and is_equal_text(
        description, definition.description.value
    )


def _is_valid(definition: Definition) -> bool:
    return _INVALID_CHARACTER.search(definition.name.value) is None


def _sanitize(name: str) -> str:
    return _INVALID_CHARACTER.sub("_", name)


def _link_name(link: Json) -> str | None:
    name = link.get("name") if isinstance(link, dict) else None
    return name if isinstance(name, str) and name else None


def _iter_uses(operation: Operation, value: dict[str, Json]) -> Iterator[tuple[tuple[MediaType, ...], list[_Link]]]:
    """Yield the media types of a body or response with the definitions that the answer has for it."""
    if operation.request_body is not None:
        yield operation.request_body.media_types, _links_of(value.get("requestBody"))
    responses = value.get("responses")
    planned: defaultdict[Json, list[Response]] = defaultdict(list)
    for response in operation.responses if isinstance(responses, list) else ():
        if response.status_code is not None or response.status.value == "default":
            planned[response.status_code].append(response)
    for response_value in responses if isinstance(responses, list) else ():
        status = response_value.get("status") if isinstance(response_value, dict) else None
        for response in planned.get(status, ())[:1] if status is None or isinstance(status, int | float) else ():
            yield response.media_types, _links_of(response_value)


def _links_of(holder: Json) -> list[_Link]:
    items = holder.get("definitions") if isinstance(holder, dict) else None
    links = [item.get("definition") for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return [link for link in links if isinstance(link, dict)]
