"""A body has no JSON media type, but selectors work only on JSON.

Any media type can be sent and received, and the import creates a definition for each. But selecting fields of a body,
or setting values in it, requires JSON: `application/json`, or a media type that ends in `+json`. A body that's only a
form, XML or text is passed on as a whole.

If the API also supports JSON, add it to the document. Files, and forms without fields, aren't reported, because there's
nothing to select. Neither are failure responses: statuses other than 2xx, and a `default` next to a 2xx status.

No fix: Only the API's documentation says whether it also supports JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, MediaType, Report, RequestBody, Response, add_usage, rule
from preclear_rules._grouping import join_words
from preclear_rules.bodies._media_types import is_binary, is_malformed, may_be_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Place


@rule(on=Connector, basis="docs", source="definitions and selectors", severity="warning")
def non_json_body(connector: Connector) -> Iterator[Report]:
    seen: set[Place] = set()
    for body in _find_bodies(connector):
        if not body.media_types or any(map(_is_acceptable, body.media_types)):
            continue
        content = body.node.get("content")
        if content is None or content.key in seen:
            continue
        seen.add(content.key)
        subject = f"response `{body.status}`" if isinstance(body, Response) else "request body"
        shown = join_words([f"`{name}`" for name in sorted({media_type.essence for media_type in body.media_types})])
        message = f"{subject} has only {shown}; expected JSON, the only format that selectors work on"
        help = "add `application/json` if the API supports it"
        yield add_usage(body.media_types[0], Report(message, content.key, help=help))


def _is_acceptable(media_type: MediaType) -> bool:
    """Whether selectors work on `media_type`, have no field to select in it, or its name is invalid."""
    if may_be_json(media_type) or is_binary(media_type) or is_malformed(media_type):
        return True
    schema = media_type.schema.mapping if media_type.schema is not None else {}
    return schema.get("properties") == {} and schema.get("additionalProperties") is False


def _find_bodies(connector: Connector) -> Iterator[RequestBody | Response]:
    """Yield the request bodies and success responses of all operations."""
    for operation in connector.operations:
        if operation.request_body is not None:
            yield operation.request_body
        successes = [response for response in operation.responses if response.status.value.startswith("2")]
        yield from successes or [response for response in operation.responses if response.status.value == "default"]
