"""A media type has no schema, so there is no definition of what it holds.

For each media type of a request body or response the import makes a definition from the schema. Without one the body
is still there, but nothing is known of it: no field to choose, no value to check. An `example` is no schema.

Media types of files, such as `image/png` or `application/octet-stream`, have no fields and need no schema. A key that
is no media type at all is reported by `invalid-media-type` alone, and an `itemSchema` without a `schema` by
`dropped-item-schema`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import MediaType, Report, rule
from preclear_rules.bodies._json import is_binary
from preclear_rules.bodies._names import is_none

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=MediaType, basis="contract", source="ActionHTTPResponse.definitions", severity="warning")
def media_type_without_schema(media_type: MediaType) -> Iterator[Report]:
    held = media_type.node.mapping
    if media_type.schema is not None or is_binary(media_type) or "$ref" in held or is_none(media_type):
        return
    if media_type.item_schema is not None:
        return
    message = f"media type `{media_type.name}` has no schema, and so no definition; expected one"
    help = "add a `schema` that describes what it holds"
    if "example" in held or "examples" in held:
        help = "add a `schema` that the example fits"
    yield Report(message, media_type.node.lacks("schema"), help=help)
