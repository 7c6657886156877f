"""Locations of the parts of an operation, or of a definition, that a text names."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from preclear.mapping.connector_index import MAX_CANDIDATES
from preclear.mapping.field import locate_parameter_field
from preclear.mapping.field_path import FieldPath, parse_field_path
from preclear.mapping.location import locate_node, locate_path, locate_place, with_text_placement
from preclear.mapping.text.words import is_field_word
from preclear.source import node_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from preclear.connector import MediaType, Operation, Response
    from preclear.mapping.connector_index import ConnectorIndex
    from preclear.mapping.location import MappedLocation
    from preclear.mapping.path_resolver import PathResolver
    from preclear.mapping.text.mentions import OrdinalMention, PartMentions, RequestPath
    from preclear.source import Node

_T = TypeVar("_T")

_MAX_SCHEMAS = 32  # of one operation that a property is looked up in


class PartLocator:
    """Locates the parts of the operations and definitions of one description."""

    def __init__(self, index: ConnectorIndex, path_resolver: PathResolver) -> None:
        self._index = index
        self._path_resolver = path_resolver

    def locate_parts(
        self, operation: Operation | None, mentions: PartMentions, *, has_component: bool = False
    ) -> list[MappedLocation]:
        """Locate the parts of an operation, or parameters of any if it's None. A part that it doesn't have is skipped.

        What is within a body or response comes instead of that. `has_component` says that the text names a component,
        which names in quotes can be about, too.
        """
        locations = self._locate_parameters(operation, mentions)
        if mentions.weak_names and not has_component:
            for name in dict.fromkeys(mentions.weak_names):
                if operation is not None or not is_field_word(name):  # texts quote fields of anything
                    locations += self._index.parameter_locations(name, operation)
        if operation is None:
            return _unique(locations)
        for mention in mentions.ordinals:
            locations += self._locate_ordinal(operation, mention)
        for path in mentions.paths:
            location = self._path_resolver.locate_in_operation(operation, path)
            is_list = location.pointer[-1:] == (path.head,) and not path.parts[-1].isdecimal()
            if location.placed == "exact" or is_list:
                locations.append(with_text_placement(location))
        responses = _find_responses(operation, mentions.statuses)
        inner = self._locate_properties(_schemas(operation, mentions, responses), mentions.properties)
        inner += self._locate_properties(_body_schemas(operation), mentions.body_paths)
        inner = inner or _locate_media_types(operation, mentions, responses)
        locations += inner or [locate_place(response.status.place, "text", is_subtree=True) for response in responses]
        body = operation.request_body
        if mentions.has_body and body is not None and not inner and not responses:
            locations.append(with_text_placement(locate_node(body.node)))
        if not locations and mentions.weak_names:
            locations = self._locate_properties(_schemas(operation, mentions, responses), mentions.weak_names)
        if not locations and mentions.attribute:
            value = operation.name if mentions.attribute == "name" else operation.summary
            locations.append(locate_place(value.place, "text"))
        return _unique(locations)

    def locate_connector_paths(self, mentions: PartMentions) -> list[MappedLocation]:
        """Locate the paths that start at the connector."""
        locations = (self._path_resolver.locate(path) for path in mentions.connector_paths)
        return [
            with_text_placement(location)
            for location in locations
            if location is not None and location.placed == "exact"
        ]

    def locate_in_component(self, component: MappedLocation, mentions: PartMentions) -> MappedLocation:
        """Locate the one property of a schema that a text names beside it; the schema itself if it has no such one."""
        if not mentions.properties and not mentions.weak_names:
            return component
        node = node_at(component.place)
        for names in (mentions.properties, mentions.weak_names):
            locations = self._locate_properties([node], names)
            if len(locations) == 1:
                return locations[0]
        return component

    def _locate_parameters(self, operation: Operation | None, mentions: PartMentions) -> list[MappedLocation]:
        locations: list[MappedLocation] = []
        for name, location in dict.fromkeys(mentions.parameters):
            locations += self._index.parameter_locations(name, operation, location)
        for request_path in mentions.request_paths:
            locations += self._locate_request_path(operation, request_path)
        return locations

    def _locate_request_path(self, operation: Operation | None, request_path: RequestPath) -> list[MappedLocation]:
        part, text = request_path
        for name in dict.fromkeys((text, text.partition(".")[0].partition("[")[0])):
            locations = self._index.parameter_locations(name, operation, part)
            if locations:
                return [*locations]
        return []

    def _locate_ordinal(self, operation: Operation, mention: OrdinalMention) -> Iterable[MappedLocation]:
        if mention.noun == "response":
            return [
                locate_place(response.status.place, "text", is_subtree=True)
                for response in _item(operation.responses, mention.position)
            ]
        parameters = [
            parameter for parameter in operation.parameters if mention.location in (None, parameter.location.value)
        ]
        api = self._index.connector.api
        return [
            with_text_placement(locate_parameter_field(parameter, FieldPath(()), api))
            for parameter in _item(parameters, mention.position)
        ]

    def _locate_properties(self, schemas: Iterable[Node], names: Iterable[str]) -> list[MappedLocation]:
        """Locate the properties of these names that the schemas have, each once."""
        locations: list[MappedLocation] = []
        api = self._index.connector.api
        for name in dict.fromkeys(names):
            path = parse_field_path(f"/{name}" if "/" in name else name)
            if path.parts and path.head in ("body", "data", "root") and len(path.parts) > 1:
                path = path.skip(1)
            for schema in schemas:
                resolved = api.resolve(schema)
                if resolved is None or not path.parts:
                    continue
                properties = resolved.get("properties")
                start = properties if properties is not None and path.head in properties.mapping else None
                if start is None and resolved.mapping.keys().isdisjoint(("allOf", "items", "properties")):
                    continue
                location = locate_path(start or resolved, path, api)
                if location.placed == "exact" and location.place.missing is None and _is_property(location):
                    locations.append(with_text_placement(location))
        return _unique(locations)


def _is_property(location: MappedLocation) -> bool:
    """Return whether a location is a property or below one, as opposed to a keyword of the schema."""
    return "properties" in location.pointer[-4:-1]


def _item(items: Sequence[_T], index: int) -> Sequence[_T]:
    """Return the item at an index as a sequence of one; an empty one if there is no such item."""
    return items[index:][:1] if index < len(items) else ()


def _find_responses(operation: Operation, statuses: list[str]) -> list[Response]:
    wanted = {status.upper() for status in statuses}
    return [response for response in operation.responses if response.status.value.upper() in wanted] if wanted else []


def _body_schemas(operation: Operation) -> list[Node]:
    body = operation.request_body
    media_types = body.media_types[:_MAX_SCHEMAS] if body is not None else ()
    return [media_type.schema for media_type in media_types if media_type.schema is not None]


def _schemas(operation: Operation, mentions: PartMentions, responses: list[Response]) -> list[Node]:
    """Return the schemas that a text can be about: of the responses that it names, else of the body, else all."""
    body = operation.request_body
    media_types: list[MediaType] = []
    if responses:
        media_types = [media_type for response in responses for media_type in response.media_types]
    elif body is not None:
        media_types = [*body.media_types]
    elif not mentions.has_body:
        media_types = [media_type for response in operation.responses for media_type in response.media_types]
    return [media_type.schema for media_type in media_types[:_MAX_SCHEMAS] if media_type.schema is not None]


def _locate_media_types(
    operation: Operation, mentions: PartMentions, responses: list[Response]
) -> list[MappedLocation]:
    """Locate a media type in the responses that the text names, or in the body; anywhere if it names neither."""
    if not mentions.media_types:
        return []
    body = operation.request_body
    in_body = [*body.media_types] if body is not None else []
    in_responses = [media_type for response in responses or operation.responses for media_type in response.media_types]
    if responses:
        candidates = in_responses
    elif mentions.has_body:
        candidates = in_body
    else:
        candidates = [*in_body, *in_responses]
    names = {name.lower() for name in mentions.media_types}
    found = [
        media_type for media_type in candidates if media_type.name.value.lower() in names or media_type.essence in names
    ]
    return _unique([locate_place(media_type.place, "text", is_subtree=True) for media_type in found[:MAX_CANDIDATES]])


def _unique(locations: list[MappedLocation]) -> list[MappedLocation]:
    if len(locations) < 2:
        return locations
    return [*{(id(location.place.document), location.pointer): location for location in locations}.values()]
