"""Where a parameter goes, and where it leads to something that its schema says, perhaps in another place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Related

if TYPE_CHECKING:
    from preclear import Parameter, Place

PLACES = ("path", "query", "header", "cookie")
"""Where a parameter can go (ActionHTTPParameterIn)."""


def has_place(parameter: Parameter) -> bool:
    """Whether its `in` is one that the import has, or missing: of any other, that alone is worth telling."""
    return not parameter.location or parameter.location.value in PLACES


def led_to(parameter: Parameter, at: Place, what: str) -> tuple[Place, tuple[Related, ...]]:
    """`at` itself where it stands in `parameter`; else the parameter's own `$ref` or `schema` that leads there.

    The second place is then given as related, with `what` as its words.
    """
    node = parameter.node
    if at.document is node.document and at.pointer[: len(node.pointer)] == node.pointer:
        return at, ()
    related = (Related(what, at),)
    if parameter.types.via is not None:
        return parameter.types.via, related
    schema = node.get("schema")
    return (node.place if schema is None else schema.key), related
