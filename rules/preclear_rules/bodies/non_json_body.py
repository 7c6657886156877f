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

from preclear import Body, MediaType, Report, Response, rule
from preclear_rules._alike import listed
from preclear_rules.bodies._json import is_binary, may_be_json
from preclear_rules.bodies._names import is_none

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=MediaType, basis="docs", source="definitions and selectors", severity="warning")
def non_json_body(media_type: MediaType) -> Iterator[Report]:
    if _is_fine(media_type):
        return
    holder = next((each for each in _holders(media_type) if each.media_types[:1] == (media_type,)), None)
    content = None if holder is None else holder.node.get("content")
    if holder is None or content is None or any(_is_fine(each) for each in holder.media_types):
        return  # a body is reported with its first media type
    subject = f"response `{holder.status}`" if isinstance(holder, Response) else "request body"
    shown = listed([f"`{name}`" for name in sorted({each.essence for each in holder.media_types})])
    message = f"{subject} has only {shown}; expected JSON, which selectors work on"
    yield Report(message, content.key, help="add `application/json`, if the API knows it as well")


def _is_fine(media_type: MediaType) -> bool:
    """Whether selectors work on `media_type`, would find no field in it, or nobody knows for it is no media type."""
    schema = media_type.schema.mapping if media_type.schema is not None else {}
    empty = schema.get("properties") == {} and schema.get("additionalProperties") is False
    return empty or may_be_json(media_type) or is_binary(media_type) or is_none(media_type)


def _holders(media_type: MediaType) -> Iterator[Body | Response]:
    """The bodies and the responses of success of the operations that use `media_type`."""
    for operation in media_type.used_by:
        if operation.request_body is not None:
            yield operation.request_body
        successes = [each for each in operation.responses if each.status.value.startswith("2")]
        yield from successes or [each for each in operation.responses if each.status.value == "default"]
