"""Location of a resource's field: from the answer's structure and list indices to the node in the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.mapping.location import MappedLocation, locate_node, locate_path, locate_place
from preclear.source import parse_array_index

if TYPE_CHECKING:
    from preclear.connector import Definition, MediaType, Operation, Parameter, RequestBody, Response
    from preclear.mapping.field_path import FieldPath
    from preclear.openapi import ApiDescription
    from preclear.source import Json, Node

_OPERATION_ATTRIBUTES = {"name": "name", "operationId": "name", "summary": "summary", "description": "description"}
_PARAMETER_ATTRIBUTES = {"name": "name", "in": "location", "required": "required", "type": "type", "default": "default"}


def locate_operation_field(
    operation: Operation, answer_value: dict[str, Json], path: FieldPath, description: ApiDescription
) -> MappedLocation:
    """Locate a field of an action or trigger.

    `answer_value` is the resource in the answer, or an empty object.
    """
    head, rest = path.head, path.skip(1)
    if not path.parts:
        return locate_place(operation.place)
    if head in _OPERATION_ATTRIBUTES or head == "method" or (head == "path" and not rest.parts):
        value = getattr(operation, _OPERATION_ATTRIBUTES.get(head, head), None)
        if value is not None:
            location = locate_place(value.place, "resource" if rest.parts else "exact")
            return location._replace(method=operation.method.value.lower()) if head == "path" else location
    if head == "parameters":
        return _locate_parameters(operation, answer_value.get("parameters"), rest, description)
    if head == "requestBody":
        return _locate_body(operation, answer_value.get("requestBody"), rest, description)
    if head == "responses":
        return _locate_responses(operation, answer_value.get("responses"), rest, description)
    if head in operation.node.mapping:
        return locate_path(operation.node, path, description)
    if rest.parts and head in ("query", "path", "header", "cookie"):
        parameter = next(
            (item for item in operation.parameters if (item.location.value, item.name.value) == (head, rest.head)), None
        )
        if parameter is not None:
            return locate_parameter_field(parameter, rest.skip(1), description)
    if rest.parts and head == "body" and operation.request_body is not None:
        return _locate_in_body(operation.request_body, rest, description)
    return locate_place(operation.place, "resource")


def locate_definition_field(
    definition: Definition, path: FieldPath, description: ApiDescription, schema: Node | None = None
) -> MappedLocation:
    """Locate a field of a definition; `schema` is the node that uses it, if the path goes through one."""
    head = path.head
    start = definition.node if schema is None else schema
    if not path.parts:
        return locate_node(start)
    if head == "name" and len(path.parts) == 1:
        return locate_place(definition.name.place)
    if head == "schema" and head not in start.mapping:
        return locate_path(start, path.skip(1), description)
    location = locate_path(start, path, description)
    if location.placed != "exact" or (head in ("id", "url", "accept", "referencedBy") and location.place.missing):
        return locate_place(definition.place, "resource") if location.pointer == start.pointer else location
    return location


def _locate_parameters(
    operation: Operation, answer_value: Json, path: FieldPath, description: ApiDescription
) -> MappedLocation:
    parameters_node = operation.node.get("parameters")
    if not path.parts:
        return (
            locate_place(operation.node.missing_key("parameters"))
            if parameters_node is None
            else locate_node(parameters_node)
        )
    parameter = _find_parameter(operation, answer_value, path.head)
    if parameter is None:
        return (
            locate_place(operation.place, "resource")
            if parameters_node is None
            else locate_node(parameters_node, "resource")
        )
    return locate_parameter_field(parameter, path.skip(1), description)


def _find_parameter(operation: Operation, answer_value: Json, part: str) -> Parameter | None:
    """Find a parameter by the name and location that the answer has at an index, else by our own order."""
    index = parse_array_index(part)
    parameters = operation.parameters
    if index is None:
        candidates = [parameter for parameter in parameters if parameter.name.value == part]
        return candidates[0] if len(candidates) == 1 else None
    item = answer_value[index] if isinstance(answer_value, list) and index < len(answer_value) else None
    name = item.get("name") if isinstance(item, dict) else None
    if isinstance(item, dict) and isinstance(name, str):
        candidates = [parameter for parameter in parameters if parameter.name.value == name]
        same_location = [parameter for parameter in candidates if parameter.location.value == item.get("in")]
        candidates = same_location or candidates
        return candidates[0] if len(candidates) == 1 else None
    return parameters[index] if index < len(parameters) else None


def locate_parameter_field(parameter: Parameter, path: FieldPath, description: ApiDescription) -> MappedLocation:
    """Locate a field of a parameter."""
    anchor_depth = len(parameter.node.pointer)
    if not path.parts:
        return MappedLocation(parameter.place, "exact", parameter.node.pointer, True, anchor_depth)
    if path.head in _PARAMETER_ATTRIBUTES:
        value = getattr(parameter, _PARAMETER_ATTRIBUTES[path.head])
        location = locate_place(
            value.place, "resource" if len(path.parts) > 1 else "exact", is_subtree=path.head == "type"
        )
        return (
            location._replace(anchor_depth=anchor_depth)
            if value.place.document is parameter.node.document
            else location
        )
    location = locate_path(parameter.node, path, description)
    if location.pointer == parameter.node.pointer and parameter.schema is not None:
        schema_location = locate_path(parameter.schema, path, description)
        if schema_location.placed == "exact":
            return schema_location
    if location.placed != "exact":
        return MappedLocation(parameter.place, "resource", parameter.node.pointer, True, anchor_depth)
    return location


def _locate_body(
    operation: Operation, answer_value: Json, path: FieldPath, description: ApiDescription
) -> MappedLocation:
    body = operation.request_body
    if body is None:
        return locate_place(operation.node.missing_key("requestBody"), "resource" if path.parts else "exact")
    if not path.parts:
        return locate_node(body.node)
    if path.head == "required" and len(path.parts) == 1:
        return locate_place(body.required.place)
    if path.head == "definitions":
        return _locate_media_types(body, answer_value, path.skip(1), description)
    return locate_path(body.node, path, description)


def _locate_in_body(body: RequestBody, path: FieldPath, description: ApiDescription) -> MappedLocation:
    """Locate a property of the body; the body itself if its media types have several such properties, or none."""
    schemas = [media_type.schema for media_type in body.media_types if media_type.schema is not None]
    locations = (locate_path(schema, path, description) for schema in schemas)
    existing = {
        (id(location.place.document), location.pointer): location
        for location in locations
        if location.placed == "exact" and location.place.missing is None
    }
    return next(iter(existing.values())) if len(existing) == 1 else locate_node(body.node, "resource")


def _locate_responses(
    operation: Operation, answer_value: Json, path: FieldPath, description: ApiDescription
) -> MappedLocation:
    responses_node = operation.node.get("responses")
    if not path.parts:
        return (
            locate_place(operation.node.missing_key("responses"))
            if responses_node is None
            else locate_node(responses_node)
        )
    response, item = _find_response(operation, answer_value, path.head)
    if response is None:
        return (
            locate_place(operation.place, "resource")
            if responses_node is None
            else locate_node(responses_node, "resource")
        )
    rest = path.skip(1)
    place = response.status.place
    if not rest.parts:
        return locate_place(place, is_subtree=True)
    if rest.head == "status":
        return locate_place(place, "resource" if len(rest.parts) > 1 else "exact")
    if rest.head == "definitions":
        return _locate_media_types(response, item, rest.skip(1), description)
    location = locate_path(response.node, rest, description)
    return locate_place(place, "resource") if location.placed != "exact" else location


def _find_response(operation: Operation, answer_value: Json, part: str) -> tuple[Response | None, Json]:
    """Find a response by the status that the answer has at an index, else by its key or our own order.

    Also returns the answer's item. A response without a status is the default one.
    """
    index = parse_array_index(part)
    responses = operation.responses
    if index is not None and isinstance(answer_value, list) and index < len(answer_value):
        item = answer_value[index]
        status = item.get("status") if isinstance(item, dict) else None
        for response in responses:
            if response.status_code == status and (status is not None or response.status.value == "default"):
                return response, item
        return None, item
    by_key = next((response for response in responses if response.status.value == part), None)
    if by_key is None and index is not None and index < len(responses):
        return responses[index], None
    return by_key, None


def _locate_media_types(
    holder: RequestBody | Response, answer_value: Json, path: FieldPath, description: ApiDescription
) -> MappedLocation:
    """Locate a media type of a body or response: `definitions` in the answer is `content` in the document."""
    content = holder.node.get("content")
    if not path.parts:
        return locate_place(holder.node.missing_key("content")) if content is None else locate_node(content)
    items = answer_value.get("definitions") if isinstance(answer_value, dict) else None
    media_type = _find_media_type(holder.media_types, items, path.head)
    if media_type is None:
        return locate_place(holder.place, "resource") if content is None else locate_node(content, "resource")
    rest = path.skip(1)
    if not rest.parts:
        return locate_place(media_type.place, is_subtree=True)
    if rest.head == "definition":
        rest = rest.skip(1)
    schema = media_type.schema
    if schema is None:
        return locate_place(media_type.node.missing_key("schema"), "resource" if rest.parts else "exact")
    if rest.head == "accept":
        return locate_place(media_type.place)
    if media_type.definition is None:
        return locate_path(schema, rest, description)
    return locate_definition_field(media_type.definition, rest, description, schema)


def _find_media_type(media_types: tuple[MediaType, ...], answer_value: Json, part: str) -> MediaType | None:
    """Find a media type by the `accept` and name that the answer has at an index, else by our own order."""
    index = parse_array_index(part)
    if index is None:
        return next((media_type for media_type in media_types if media_type.name.value == part), None)
    item = answer_value[index] if isinstance(answer_value, list) and index < len(answer_value) else None
    definition = item.get("definition") if isinstance(item, dict) else None
    if isinstance(definition, dict) and len(media_types) > 1:
        accept = definition.get("accept")
        accepted = {str(content_type).lower() for content_type in accept} if isinstance(accept, list) else set[str]()
        candidates = [
            media_type
            for media_type in media_types
            if media_type.essence in accepted or media_type.name.value.lower() in accepted
        ]
        name = definition.get("name")
        same_name = [
            media_type
            for media_type in candidates or media_types
            if media_type.definition and media_type.definition.name.value == name
        ]
        if len(candidates) == 1 or len(same_name) == 1:
            return candidates[0] if len(candidates) == 1 else same_name[0]
    return media_types[index] if index < len(media_types) else None
