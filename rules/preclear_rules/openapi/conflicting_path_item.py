"""A path item has the same field next to its `$ref` and in the target of the `$ref`.

A path item can have fields next to its `$ref`; together with the fields of the target they form one path item. OpenAPI
doesn't define which one applies if both have the same field, so tools differ. preclear uses the field next to the
`$ref`, in the plan and in what `bundle` and `upload` write, and drops the other.

No fix: only you know which of the two is right, and other paths can share the target.
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
                message = f"`{key}` is both next to `$ref` and in its target, which OpenAPI leaves undefined"
                message += "; expected it once"
                advice = "remove one of the two; until then, the one next to `$ref` is used"
                related = (RelatedLocation(f"`{key}` in the target of `$ref`", other.key),)
                yield Report(message, node.key, help=advice, related=related)
