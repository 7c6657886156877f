"""A parameter is an array or an object, but the import supports only scalar parameters.

Each parameter of an action or trigger has one type: string, number, integer or boolean. It can't be an array or object,
whether the parameter's own schema says so or one that it refers to.

An array or object is sent as text anyway: as items joined by commas, or as one parameter per property. Declare that
text to make the parameter importable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import SCALAR_TYPES, Parameter, Report, rule
from preclear_rules.parameters._locations import has_valid_location, resolved_place
from preclear_rules.parameters._serialization import suggest_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Parameter, basis="contract", source="ActionHTTPParameter.type")
def non_scalar_parameter(parameter: Parameter) -> Iterator[Report]:
    type_name = parameter.type.value
    if len(parameter.types.values) != 1 or type_name not in ("array", "object") or not has_valid_location(parameter):
        return
    place, related = resolved_place(parameter, parameter.type.place, f"`type: {type_name}` is written here")
    message = f"{parameter.label} is an {type_name}; expected {', '.join(SCALAR_TYPES[:-1])} or {SCALAR_TYPES[-1]}"
    yield Report(message, place, help=suggest_scalar(parameter, type_name), related=related)
