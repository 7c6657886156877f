"""A media type has an `itemSchema`, which the import drops.

OpenAPI 3.2 describes a stream of values, such as `application/jsonl` or `text/event-stream`, by the schema of one item.
A definition describes an entire body, as `schema` does. A body that has only `itemSchema` has no definition, so there
are no fields to choose from and no values to check.

A `schema` next to it can describe the entire sequence as an array. The `itemSchema` is then only an info.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import MediaType, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=MediaType, basis="contract", source="ActionHTTPResponse.definitions; Definition", severity="warning")
def dropped_item_schema(media_type: MediaType) -> Iterator[Report]:
    if media_type.item_schema is None:
        return
    place = media_type.item_schema.key
    message = f"`itemSchema` of media type `{media_type.name}` is dropped: the import reads only `schema`"
    if media_type.schema is not None:
        help = "check that `schema` describes everything that workflows need to know about the items"
        yield Report(message, place, help=help, severity="info")
        return
    help = "add a `schema` for the entire body, such as an array with the `itemSchema` as its `items`"
    yield Report(f"{message}, and without one the media type has no definition", place, help=help)
