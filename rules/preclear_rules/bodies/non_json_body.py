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

from preclear import Body, Connector, MediaType, Report, Response, rule, with_users
from preclear_rules._alike import listed
from preclear_rules.bodies._json import is_binary, may_be_json
from preclear_rules.bodies._names import is_none

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Place


@rule(on=Connector, basis="docs", source="definitions and selectors", severity="warning")
def non_json_body(connector: Connector) -> Iterator[Report]:
    seen: set[Place] = set()
    for holder in _holders(connector):
        content, first = holder.node.get("content"), next(iter(holder.media_types), None)
        if content is None or first is None or content.key in seen:
            continue
        seen.add(content.key)
        if any(map(_is_fine, holder.media_types)):
            continue
        subject = f"response `{holder.status}`" if isinstance(holder, Response) else "request body"
        shown = listed([f"`{name}`" for name in sorted({each.essence for each in holder.media_types})])
        message = f"{subject} has only {shown}; expected JSON, which selectors work on"
        help = "add `application/json`, if the API knows it as well"
        yield with_users(first, Report(message, content.key, help=help))


def _is_fine(media_type: MediaType) -> bool:
    """Whether selectors work on `media_type`, would find no field in it, or nobody knows for it is no media type."""
    schema = media_type.schema.mapping if media_type.schema is not None else {}
    empty = schema.get("properties") == {} and schema.get("additionalProperties") is False
    return empty or may_be_json(media_type) or is_binary(media_type) or is_none(media_type)


def _holders(connector: Connector) -> Iterator[Body | Response]:
    """The bodies and the responses of success of all operations."""
    for operation in connector.operations:
        if operation.request_body is not None:
            yield operation.request_body
        successes = [each for each in operation.responses if each.status.value.startswith("2")]
        yield from successes or [each for each in operation.responses if each.status.value == "default"]
