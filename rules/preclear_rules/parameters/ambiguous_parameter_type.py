"""A parameter allows several types, but the import holds one.

The type of a parameter is string, number, integer or boolean. If a schema allows a choice, through a list of types,
`oneOf` or `anyOf`, only one of the types can be imported. Null next to a type isn't a choice: a parameter that's null
isn't sent.

If an array or object is one of the choices, it's an error: the import can't hold it at all, so it has to be removed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import SCALAR_TYPES, Parameter, RelatedLocation, Report, rule
from preclear_rules.parameters._locations import has_valid_location, resolved_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Place

_MAX_LISTED = 7
"""The number of types that are listed: as many as JSON Schema has."""


@rule(on=Parameter, basis="contract", source="ActionHTTPParameter.type", severity="warning", fix="adapt")
def ambiguous_parameter_type(parameter: Parameter) -> Iterator[Report]:
    types = parameter.types
    if len(types.values) < 2 or not has_valid_location(parameter):
        return
    from preclear_rules.parameters._choice_edits import keep_type

    place, related = resolved_place(parameter, _find_choice(parameter), "the choice is here")
    related += tuple(
        RelatedLocation(f"`{type_value.value}` is written here", type_value)
        for type_value in types.values[:_MAX_LISTED]
    )
    names = [f"`{name}`" for name in types.names[:_MAX_LISTED]]
    names += [f"{len(types.values) - _MAX_LISTED} more"] if len(types.values) > _MAX_LISTED else []
    scalars = [name for name in types.names if name in SCALAR_TYPES]
    message = f"{parameter.label} is {', '.join(names[:-1])} or {names[-1]}; expected a single type"
    if len(scalars) == len(types.values):
        best = "number" if set(scalars) == {"number", "integer"} else "string"
        help, edit = f"keep `type: {best}`, which can hold all of them", keep_type(parameter, best)
        yield Report(message, place, help=help, related=related, edit=edit)
        return
    best = "string" if "string" in scalars or not scalars else scalars[0]
    help = f"keep `type: {best}`, and remove the types that aren't scalar"
    edit = keep_type(parameter, best)
    yield Report(message, place, help=help, related=related, severity="error", edit=edit)


def _find_choice(parameter: Parameter) -> Place:
    """Return the place of the list of types, else of the keyword that allows the choice, else of the parameter."""
    for schema in parameter.effective_schemas:
        type_node = schema.get("type")
        if type_node is not None:
            return type_node.place
        for keyword in ("oneOf", "anyOf", "allOf"):
            choices = schema.get(keyword)
            if choices is not None:
                return choices.key
    return parameter.place
