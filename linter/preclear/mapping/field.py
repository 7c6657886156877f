"""From a field of a resource, as the answer numbers its lists, to the node that it was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.mapping.walk import Spot, at_node, at_place, spot_in
from preclear.source import array_index

if TYPE_CHECKING:
    from preclear.connector import Body, Definition, MediaType, Operation, Parameter, Response
    from preclear.mapping.path import Path
    from preclear.openapi import Description
    from preclear.source import Json, Node

_OF_OPERATION = {"name": "name", "operationId": "name", "summary": "summary", "description": "description"}
_OF_PARAMETER = {"name": "name", "in": "location", "required": "required", "type": "type", "default": "default"}


def operation_spot(operation: Operation, sent: dict[str, Json], path: Path, description: Description) -> Spot:
    """The spot of a field of an action or trigger; `sent` is the resource as the answer has it, empty if it has not."""
    head, rest = path.head, path.after(1)
    if not path.parts:
        return at_place(operation.place)
    if head in _OF_OPERATION or head in ("method", "path"):
        value = getattr(operation, _OF_OPERATION.get(head, head), None)
        if value is not None:
            spot = at_place(value.place, "resource" if rest.parts else "exact")
            return spot._replace(method=operation.method.value.lower()) if head == "path" else spot
    if head == "parameters":
        return _parameters(operation, sent.get("parameters"), rest, description)
    if head == "requestBody":
        return _body(operation, sent.get("requestBody"), rest, description)
    if head == "responses":
        return _responses(operation, sent.get("responses"), rest, description)
    if head in operation.node.mapping:
        return spot_in(operation.node, path, description)
    return at_place(operation.place, "resource")


def definition_spot(definition: Definition, path: Path, description: Description, schema: Node | None = None) -> Spot:
    """The spot of a field of a definition; `schema` is where its use stands, if it was reached through one."""
    head = path.head
    start = definition.node if schema is None else schema
    if not path.parts:
        return at_node(start)
    if head == "name" and len(path.parts) == 1:
        return at_place(definition.name.place)
    if head == "schema" and head not in start.mapping:
        return spot_in(start, path.after(1), description)
    spot = spot_in(start, path, description)
    if spot.placed != "exact" or (head in ("id", "url", "accept", "referencedBy") and spot.place.missing):
        return at_place(definition.place, "resource") if spot.pointer == start.pointer else spot
    return spot


def _parameters(operation: Operation, sent: Json, path: Path, description: Description) -> Spot:
    listed = operation.node.get("parameters")
    if not path.parts:
        return at_place(operation.node.lacks("parameters")) if listed is None else at_node(listed)
    parameter = _parameter(operation, sent, path.head)
    if parameter is None:
        return at_place(operation.place, "resource") if listed is None else at_node(listed, "resource")
    return parameter_spot(parameter, path.after(1), description)


def _parameter(operation: Operation, sent: Json, part: str) -> Parameter | None:
    """The parameter that the answer has at an index, by name and place; by our order where it has none there."""
    index = array_index(part)
    known = operation.parameters
    if index is None:
        fitting = [each for each in known if each.name.value == part]
        return fitting[0] if len(fitting) == 1 else None
    held = sent[index] if isinstance(sent, list) and index < len(sent) else None
    name = held.get("name") if isinstance(held, dict) else None
    if isinstance(held, dict) and isinstance(name, str):
        fitting = [each for each in known if each.name.value == name]
        placed = [each for each in fitting if each.location.value == held.get("in")]
        fitting = placed or fitting
        return fitting[0] if len(fitting) == 1 else None
    return known[index] if index < len(known) else None


def parameter_spot(parameter: Parameter, path: Path, description: Description) -> Spot:
    """The spot of a field of a parameter."""
    anchor = len(parameter.node.pointer)
    if not path.parts:
        return Spot(parameter.place, "exact", parameter.node.pointer, True, anchor)
    if path.head in _OF_PARAMETER:
        value = getattr(parameter, _OF_PARAMETER[path.head])
        spot = at_place(value.place, "resource" if len(path.parts) > 1 else "exact", whole=path.head == "type")
        return spot._replace(anchor=anchor) if value.place.document is parameter.node.document else spot
    spot = spot_in(parameter.node, path, description)
    if spot.pointer == parameter.node.pointer and parameter.schema is not None:
        inside = spot_in(parameter.schema, path, description)
        if inside.placed == "exact":
            return inside
    if spot.placed != "exact":
        return Spot(parameter.place, "resource", parameter.node.pointer, True, anchor)
    return spot


def _body(operation: Operation, sent: Json, path: Path, description: Description) -> Spot:
    body = operation.request_body
    if body is None:
        return at_place(operation.node.lacks("requestBody"), "resource" if path.parts else "exact")
    if not path.parts:
        return at_node(body.node)
    if path.head == "required" and len(path.parts) == 1:
        return at_place(body.required.place)
    if path.head == "definitions":
        return _definitions(body, sent, path.after(1), description)
    return spot_in(body.node, path, description)


def _responses(operation: Operation, sent: Json, path: Path, description: Description) -> Spot:
    listed = operation.node.get("responses")
    if not path.parts:
        return at_place(operation.node.lacks("responses")) if listed is None else at_node(listed)
    response, held = _response(operation, sent, path.head)
    if response is None:
        return at_place(operation.place, "resource") if listed is None else at_node(listed, "resource")
    rest = path.after(1)
    place = response.status.place
    if not rest.parts:
        return at_place(place, whole=True)
    if rest.head == "status":
        return at_place(place, "resource" if len(rest.parts) > 1 else "exact")
    if rest.head == "definitions":
        return _definitions(response, held, rest.after(1), description)
    spot = spot_in(response.node, rest, description)
    return at_place(place, "resource") if spot.placed != "exact" else spot


def _response(operation: Operation, sent: Json, part: str) -> tuple[Response | None, Json]:
    """The response that the answer has at an index, by its status; by our order, or by its key, where it has none.

    A response without a status is the default one.
    """
    index = array_index(part)
    known = operation.responses
    if index is not None and isinstance(sent, list) and index < len(sent):
        held = sent[index]
        status = held.get("status") if isinstance(held, dict) else None
        for each in known:
            if each.number == status and (status is not None or each.status.value == "default"):
                return each, held
        return None, held
    by_key = next((each for each in known if each.status.value == part), None)
    if by_key is None and index is not None and index < len(known):
        return known[index], None
    return by_key, None


def _definitions(holder: Body | Response, sent: Json, path: Path, description: Description) -> Spot:
    """The media types of a body or response: `definitions` in the answer, `content` in the document."""
    content = holder.node.get("content")
    if not path.parts:
        return at_place(holder.node.lacks("content")) if content is None else at_node(content)
    listed = sent.get("definitions") if isinstance(sent, dict) else None
    media_type = _media_type(holder.media_types, listed, path.head)
    if media_type is None:
        return at_place(holder.place, "resource") if content is None else at_node(content, "resource")
    rest = path.after(1)
    if not rest.parts:
        return at_place(media_type.place, whole=True)
    if rest.head == "definition":
        rest = rest.after(1)
    schema = media_type.schema
    if schema is None:
        return at_place(media_type.node.lacks("schema"), "resource" if rest.parts else "exact")
    if rest.head == "accept":
        return at_place(media_type.place)
    if media_type.definition is None:
        return spot_in(schema, rest, description)
    return definition_spot(media_type.definition, rest, description, schema)


def _media_type(known: tuple[MediaType, ...], sent: Json, part: str) -> MediaType | None:
    """The media type that the answer has at an index, by the definition's `accept`, then name; else by our order."""
    index = array_index(part)
    if index is None:
        return next((each for each in known if each.name.value == part), None)
    held = sent[index] if isinstance(sent, list) and index < len(sent) else None
    definition = held.get("definition") if isinstance(held, dict) else None
    if isinstance(definition, dict) and len(known) > 1:
        accept = definition.get("accept")
        accepted = {str(each).lower() for each in accept} if isinstance(accept, list) else set[str]()
        fitting = [each for each in known if each.essence in accepted or each.name.value.lower() in accepted]
        name = definition.get("name")
        named = [each for each in fitting or known if each.definition and each.definition.name.value == name]
        if len(fitting) == 1 or len(named) == 1:
            return fitting[0] if len(fitting) == 1 else named[0]
    return known[index] if index < len(known) else None
