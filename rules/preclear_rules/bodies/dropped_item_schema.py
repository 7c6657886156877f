"""A media type describes the items of a sequence by `itemSchema`, and the import has no place for it.

OpenAPI 3.2 describes a stream of values, such as `application/jsonl` or `text/event-stream`, by the schema of one of
them. A definition describes a whole body, as `schema` does: a body with `itemSchema` alone has no definition, so there
is no field to choose and no value to check.

Beside `itemSchema`, `schema` can describe the whole sequence as an array. Where it does, `itemSchema` is an info.
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
    message = f"`itemSchema` of media type `{media_type.name}` has no place in the import"
    if media_type.schema is not None:
        help = "check that `schema` says all that a workflow has to know of the items"
        yield Report(f"{message}, which reads `schema` alone", place, help=help, severity="info")
        return
    help = "add a `schema` for the whole body, such as an array whose `items` are what `itemSchema` says"
    yield Report(f"{message}, and without `schema` the media type has no definition", place, help=help)
