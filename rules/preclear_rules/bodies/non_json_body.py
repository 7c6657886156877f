"""A body has no JSON among its media types, and selectors work on JSON alone.

Any media type can be sent and received, and the import makes a definition for each. Picking fields out of a body and
putting values into it needs JSON, though: `application/json`, or a media type that ends in `+json`. A body that only
comes as a form, as XML or as text is passed on as a whole.

Where the API also speaks JSON, add it to the document. Files and forms without fields are not reported, since there is
nothing to select, nor are responses that tell of a failure: those with a status other than 2xx, and a `default` beside
one of success.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, MediaType, Report, RequestBody, Response, add_usage, rule
from preclear_rules._grouping import join_words
from preclear_rules.bodies._media_type_kinds import is_binary, may_be_json
from preclear_rules.bodies._media_type_names import is_malformed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Place


@rule(on=Connector, basis="docs", source="definitions and selectors", severity="warning")
def non_json_body(connector: Connector) -> Iterator[Report]:
    seen: set[Place] = set()
    for body in _find_bodies(connector):
        content, first = body.node.get("content"), next(iter(body.media_types), None)
        if content is None or first is None or content.key in seen:
            continue
        seen.add(content.key)
        if any(map(_is_acceptable, body.media_types)):
            continue
        subject = f"response `{body.status}`" if isinstance(body, Response) else "request body"
        shown = join_words([f"`{name}`" for name in sorted({media_type.essence for media_type in body.media_types})])
        message = f"{subject} has only {shown}; expected JSON, which selectors work on"
        help = "add `application/json`, if the API knows it as well"
        yield add_usage(first, Report(message, content.key, help=help))


def _is_acceptable(media_type: MediaType) -> bool:
    """Whether selectors work on `media_type`, would find no field in it, or nobody knows for it is no media type."""
    schema = media_type.schema.mapping if media_type.schema is not None else {}
    has_no_fields = schema.get("properties") == {} and schema.get("additionalProperties") is False
    return has_no_fields or may_be_json(media_type) or is_binary(media_type) or is_malformed(media_type)


def _find_bodies(connector: Connector) -> Iterator[RequestBody | Response]:
    """The bodies and the responses of success of all operations."""
    for operation in connector.operations:
        if operation.request_body is not None:
            yield operation.request_body
        successes = [response for response in operation.responses if response.status.value.startswith("2")]
        yield from successes or [response for response in operation.responses if response.status.value == "default"]
