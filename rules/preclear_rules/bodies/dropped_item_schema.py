"""A media type has an `itemSchema`, which the import drops.

OpenAPI 3.2 describes a stream of values, such as `application/jsonl` or `text/event-stream`, by the schema of one item.
A definition describes an entire body, as `schema` does. A body that has only `itemSchema` has no definition, so there
are no fields to choose from and no values to check.

A `schema` next to it can describe the entire sequence as an array. The `itemSchema` is then only an info.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Edit, Insert, MediaType, Remove, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    on=MediaType,
    keys=("itemSchema",),
    basis="contract",
    source="ActionHTTPResponse.definitions; Definition",
    severity="warning",
    fix="adapt",
)
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
    message += ", and without one the media type has no definition"
    yield Report(message, place, help=help, edit=_describe_sequence(media_type))


def _describe_sequence(media_type: MediaType) -> Edit | None:
    """Replace `itemSchema` by the schema of the entire sequence."""
    node, item_schema = media_type.node, media_type.node.get("itemSchema")
    if item_schema is None or "schema" in node.mapping:
        return None
    schema = Insert(node, "schema", {"type": "array", "items": item_schema.value})
    loss = "that the items are sent one by one"
    return Edit("adapt", "describe the sequence as an array", (Remove(item_schema), schema), loss)
