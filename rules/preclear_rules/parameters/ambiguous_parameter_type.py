"""A parameter allows several types, and the import has a place for one.

The type of a parameter is one of string, number, integer and boolean. Where a schema allows a choice, by a list of
types or by `oneOf` or `anyOf`, one of them has to be picked, and what the others allow is lost. Null beside a type is
no choice: a parameter that is null is left out.

Where an array or object is among the choices, the parameter is only importable once that one is taken out: it has no
place at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import SCALAR_TYPES, Parameter, RelatedLocation, Report, rule
from preclear_rules.parameters._locations import has_valid_location, resolved_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Place

_MAX_LISTED = 7
"""So many types are named: as many as JSON Schema has."""


@rule(on=Parameter, basis="contract", source="ActionHTTPParameter.type", severity="warning")
def ambiguous_parameter_type(parameter: Parameter) -> Iterator[Report]:
    types = parameter.types
    if len(types.values) < 2 or not has_valid_location(parameter):
        return
    place, related = resolved_place(parameter, _find_choice(parameter), "the choice is here")
    related += tuple(
        RelatedLocation(f"`{type_value.value}` is written here", type_value)
        for type_value in types.values[:_MAX_LISTED]
    )
    names = [f"`{name}`" for name in types.names[:_MAX_LISTED]]
    names += [f"{len(types.values) - _MAX_LISTED} more"] if len(types.values) > _MAX_LISTED else []
    scalars = [name for name in types.names if name in SCALAR_TYPES]
    message = f"{parameter.label} is {', '.join(names[:-1])} or {names[-1]}; expected one type: only one has a place"
    if len(scalars) == len(types.values):
        best = "number" if set(scalars) == {"number", "integer"} else "string"
        yield Report(message, place, help=f"keep `type: {best}`, which can carry them all", related=related)
        return
    best = "string" if "string" in scalars or not scalars else scalars[0]
    help = f"keep `type: {best}`, and take out what is no scalar"
    yield Report(message, place, help=help, related=related, severity="error")


def _find_choice(parameter: Parameter) -> Place:
    """The list of types, else the keyword that offers the choice, else the parameter."""
    for schema in parameter.effective_schemas:
        type_node = schema.get("type")
        if type_node is not None:
            return type_node.place
        for keyword in ("oneOf", "anyOf", "allOf"):
            choices = schema.get(keyword)
            if choices is not None:
                return choices.key
    return parameter.place
