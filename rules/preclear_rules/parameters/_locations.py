"""Where a parameter goes, and where it leads to something that its schema says, perhaps in another place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import RelatedLocation

if TYPE_CHECKING:
    from preclear import Parameter, Place

LOCATIONS = ("path", "query", "header", "cookie")
"""Where a parameter can go (ActionHTTPParameterIn)."""


def has_valid_location(parameter: Parameter) -> bool:
    """Whether its `in` is one that the import has, or missing: of any other, that alone is worth telling."""
    return not parameter.location or parameter.location.value in LOCATIONS


def resolved_place(parameter: Parameter, place: Place, message: str) -> tuple[Place, tuple[RelatedLocation, ...]]:
    """`place` itself where it stands in `parameter`; else the parameter's own `$ref` or `schema` that leads there.

    The second place is then given as related, with `message` as its words.
    """
    node = parameter.node
    if place.document is node.document and place.pointer[: len(node.pointer)] == node.pointer:
        return place, ()
    related = (RelatedLocation(message, place),)
    if parameter.types.ref_place is not None:
        return parameter.types.ref_place, related
    schema = node.get("schema")
    return (node.place if schema is None else schema.key), related
