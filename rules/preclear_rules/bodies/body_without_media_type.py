"""A body has an empty `content`, so it has no definition.

The import creates a definition for each media type of a request body or response. A request body with an empty
`content` has no fields to choose from, no values to check, and no media type to send.

A response with an empty `content` may be meant to have no body, as if `content` were omitted. It's only an info, and
isn't reported for a status that never has a body, such as 204. Request bodies and responses are each reported once per
document.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Connector, Edit, Remove, Report, report_group, rule
from preclear_rules._grouping import others_suffix, related_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from preclear import Node, Place

_WITHOUT_BODY = ("1", "204", "205", "304")
_REQUEST_HELP = "add the media type that is sent, such as `application/json`, and its schema"
_RESPONSE_HELP = "add the media type that is received, and its schema, or remove `content` if there is no body"


@rule(on=Connector, basis="contract", source="ActionHTTPRequestBody.definitions", severity="warning", fix="safe")
def body_without_media_type(connector: Connector) -> Iterator[Report]:
    requests: dict[Place, str] = {}
    responses: dict[Place, str] = {}
    for operation in connector.operations:
        body = operation.request_body
        if body is not None and not body.media_types and (place := _find_empty_content(body.node)) is not None:
            requests.setdefault(place, f"request body of `{operation.label[:100]}`")
        for response in operation.responses:
            if response.media_types:
                continue
            status, place = response.status.value, _find_empty_content(response.node)
            if place is not None and not status.startswith(_WITHOUT_BODY):
                responses.setdefault(place, f"response `{status[:40]}` of `{operation.label[:100]}`")
    yield from report_group([*requests], partial(_report_requests, requests))
    yield from report_group([*responses], partial(_report_responses, responses))


def _find_empty_content(holder: Node) -> Place | None:
    if holder.mapping.get("content") != {}:
        return None
    content = holder.get("content")
    return content.key if content is not None else None


def _report_requests(subjects: Mapping[Place, str], places: Sequence[Place]) -> Report:
    message = f"{subjects[places[0]]} has no media type, so it has no definition; expected at least one"
    message += others_suffix(places, "request body", "request bodies")
    return Report(message, places[0], help=_REQUEST_HELP, related=related_places(places))


def _report_responses(subjects: Mapping[Place, str], places: Sequence[Place]) -> Report:
    message = f"{subjects[places[0]]} has an empty `content`, so it has no definition"
    message += others_suffix(places, "response", "responses")
    related, edit = related_places(places), Edit("safe", "remove `content`", tuple(map(Remove, places)))
    return Report(message, places[0], help=_RESPONSE_HELP, related=related, severity="info", edit=edit)
