"""A media type has no schema, so it has no definition.

The import creates a definition from the schema of each media type of a request body or response. Without a schema, the
body is still imported, but there are no fields to choose from and no values to check. An `example` doesn't replace a
schema.

Media types of files, such as `image/png` or `application/octet-stream`, have no fields and need no schema. A key that
isn't a media type is reported only by `invalid-media-type`, and an `itemSchema` without a `schema` only by
`dropped-item-schema`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Edit, Remove, Report, add_usage, rule
from preclear_rules.bodies._media_types import is_binary, is_malformed, normalize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import MediaType


@rule(on=Connector, basis="contract", source="ActionHTTPResponse.definitions", severity="warning", fix="adapt")
def media_type_without_schema(connector: Connector) -> Iterator[Report]:
    for content in connector.contents:
        without_schema = [media_type for media_type in content if _needs_schema(media_type)]
        with_schema = (
            {
                normalize(described_type): described_type
                for described_type in content
                if described_type.schema is not None
            }
            if without_schema
            else {}
        )
        for media_type in without_schema:
            message = f"media type `{media_type.name}` has no schema, so it has no definition; expected one"
            twin = with_schema.get(normalize(media_type))
            help, edit = _suggest_fix(media_type, twin), _remove(media_type) if twin is not None else None
            yield add_usage(media_type, Report(message, media_type.node.missing_key("schema"), help=help, edit=edit))


def _needs_schema(media_type: MediaType) -> bool:
    has_schema = (
        media_type.schema is not None or media_type.item_schema is not None or "$ref" in media_type.node.mapping
    )
    return not (has_schema or is_binary(media_type) or is_malformed(media_type))


def _remove(media_type: MediaType) -> Edit:
    """Remove a media type that the body has with a schema, too."""
    title, operations = "remove it", (Remove(media_type.node),)
    if not media_type.node.mapping:
        return Edit("safe", title, operations)
    return Edit("adapt", title, operations, f"what else is written for `{media_type.name.value[:60]}`")


def _suggest_fix(media_type: MediaType, twin: MediaType | None) -> str:
    if twin is not None:  # a schema here would make a second definition of one media type
        return f"remove it: `{twin.name}`, which is the same media type, has a schema"
    if not media_type.node.mapping.keys().isdisjoint(("example", "examples")):
        return "add a `schema` that matches the example"
    return "add a `schema` that describes the body"
