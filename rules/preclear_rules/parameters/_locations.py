"""Check the location of a parameter, and find the place of a fact that its schema may have elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import RelatedLocation

if TYPE_CHECKING:
    from preclear import Parameter, Place

LOCATIONS = ("path", "query", "header", "cookie")
"""The locations that a parameter can have (ActionHTTPParameterIn)."""


def has_valid_location(parameter: Parameter) -> bool:
    """Whether `in` is missing or a location that the import has; if it isn't, only that is reported."""
    return not parameter.location or parameter.location.value in LOCATIONS


def resolved_place(parameter: Parameter, place: Place, message: str) -> tuple[Place, tuple[RelatedLocation, ...]]:
    """Return `place` if it is inside `parameter`, else the parameter's own `$ref` or `schema` that leads to it.

    In that case `place` is a related location with the text `message`.
    """
    node = parameter.node
    if place.document is node.document and place.pointer[: len(node.pointer)] == node.pointer:
        return place, ()
    related = (RelatedLocation(message, place),)
    if parameter.types.ref_place is not None:
        return parameter.types.ref_place, related
    schema = node.get("schema")
    return (node.place if schema is None else schema.key), related
