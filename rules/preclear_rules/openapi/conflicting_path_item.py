"""A path item has a field both beside its `$ref` and behind it.

A path item may have fields of its own beside its `$ref`: together with those that the `$ref` leads to they are one path
item. OpenAPI doesn't define what a field means that both have, so tools differ. Here the field beside the `$ref`
counts, in the plan and in what `bundle` and `upload` write, and the one behind it is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import HTTP_METHODS, Connector, RelatedLocation, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIELDS = frozenset(
    {"summary", "description", "servers", "parameters", "query", "additionalOperations", *map(str.lower, HTTP_METHODS)}
)


@rule(on=Connector, basis="openapi", source="OpenAPI Specification, Path Item Object, $ref", severity="warning")
def conflicting_path_item(connector: Connector) -> Iterator[Report]:
    for object_type, holder in connector.api.refs_with_siblings:
        own, *targets = connector.api.path_items(holder) if object_type == "path item" else (holder,)
        for key, node in own.entries():
            other = next((field for target in targets if (field := target.get(key)) is not None), None)
            if other is not None and key in _FIELDS:
                message = f"`{key}` stands beside `$ref` and behind it, which OpenAPI leaves open; expected it once"
                advice = "remove one of the two; until then the one beside `$ref` counts"
                related = (RelatedLocation(f"`{key}` behind the `$ref`", other.key),)
                yield Report(message, node.key, help=advice, related=related)
